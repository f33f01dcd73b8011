package dev.tagwerk.flow;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a task of the flow that its class describes. The method's value is the task's value; {@code void} makes an
 * action. Its parameters are values of other tasks ({@link From}), or the {@link TaskContext}, the {@link State}, the
 * {@link Params}, or the record of {@link Parameters}.
 *
 * <pre>{@code
 * class Report {
 *     @Task List<Row> load(Params p) { … }
 *     @Task(tags = "fast", retries = 2) Stats stats(@From("load") List<Row> rows) { … }
 *     @Task(after = "stats") void publish() { … }
 * }
 * }</pre>
 *
 * <p>Any access level will do, static or not. A value that is a {@code CompletionStage} or a {@code Future} is waited for.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Task {
    /** The task's name; by default that of the method. */
    String name() default "";

    /** Tasks that come first, without their values. */
    String[] after() default {};

    /** A sentence about what the task does. */
    String description() default "";

    /** Words by which it can be chosen. */
    String[] tags() default {};

    /** How often it is tried again after failures; -1 for what the flow says. */
    int retries() default -1;

    /** How long to wait before the first retry, for instance {@code 500ms}, {@code 2s} or {@code 1m30s}; at once by default. */
    String pause() default "";

    /** By how much each pause is longer than the one before; 1, the default, for equal pauses. */
    double factor() default 1;

    /** No pause is longer than this, for instance {@code 1m}; by default an hour, or the first pause if that is longer. */
    String cap() default "";

    /** By which part of itself a pause is lengthened at random, at most; from 0 to 1. */
    double jitter() default 0;

    /** It is tried again after these exceptions and their subclasses only; all by default. */
    Class<? extends Throwable>[] retryOn() default {};

    /** It is never tried again after these exceptions and their subclasses. */
    Class<? extends Throwable>[] noRetryOn() default {};

    /** After how long it is interrupted, for instance {@code 2m}; never by default. */
    String timeout() default "";

    /** Larger runs earlier among those that are ready. */
    int priority() default 0;

    /** Labels that a worker must have to run it. */
    String[] requires() default {};

    /** It runs again when this text changes. */
    String fingerprint() default "";

    /** Whether it runs once its dependencies have ended, well or not. */
    boolean evenIfDependenciesFail() default false;

    /** Whether it is left alone when something it depends on has been redone with another value. */
    boolean ownFingerprintOnly() default false;

    /** Whether it runs in every run, even if it is done. */
    boolean alwaysRun() default false;
}
