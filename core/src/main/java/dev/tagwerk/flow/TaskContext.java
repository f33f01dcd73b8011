package dev.tagwerk.flow;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a running task can ask and say. Safe for use by several threads.
 *
 * <pre>{@code
 * flow.task("fetch", ctx -> {
 *     while (!ctx.isCancelled()) { … }
 *     throw TaskContext.skip("nothing to fetch today");
 * });
 * }</pre>
 *
 * <p>Tasks that take values, and whatever they call, find theirs with {@link #current()}.
 */
public abstract class TaskContext {
    private static final ThreadLocal<@Nullable TaskContext> CURRENT = new ThreadLocal<>();

    /** For the engine, and for tests of a user's functions. */
    protected TaskContext() {}

    /**
     * The context of the task that this thread runs.
     *
     * @throws IllegalStateException when it runs none
     */
    public static TaskContext current() {
        TaskContext context = CURRENT.get();
        if (context == null) {
            throw new IllegalStateException("No task runs on thread "
                    + Thread.currentThread().getName()
                    + "; a task's context is there on the thread that runs its body, not on threads that it starts");
        }
        return context;
    }

    /** Makes this the context of the current thread until the scope is closed. */
    protected final Scope enter() {
        TaskContext before = CURRENT.get();
        CURRENT.set(this);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** A stretch of code that ends with {@link #close()}. For one thread at a time. */
    protected interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** The task's name. */
    public abstract String name();

    /** Number of the attempt in the task's whole life, from 1. */
    public abstract int attempt();

    /**
     * The fencing token: a number larger than that of every earlier attempt in the store. Hand it to whatever you write to, and
     * let that refuse smaller ones.
     */
    public abstract long token();

    /** What the tasks of this run share. */
    public abstract State state();

    /** What was given to this run from outside. */
    public abstract Params params();

    /**
     * What was given to this run from outside, as a record (see {@link Parameters}).
     *
     * @throws BadParametersException with all that does not fit the record
     */
    public final <P extends Record> P params(Class<P> type) {
        return ParameterShape.of(type).bind(params());
    }

    /** Whether the task should end soon: the run was cancelled, or the task's time is over, or another worker has it. */
    public abstract boolean isCancelled();

    /** The logger of the flow; what is logged carries the task's name in the MDC under {@code tagwerk.task}. */
    public abstract Logger log();

    /** Throws when the task should end soon. */
    public final void checkCancelled() {
        if (isCancelled()) {
            throw new CancellationException("task " + name() + " was asked to end");
        }
    }

    /** To be thrown: there is nothing to do. Tasks after this one run; its last value, if it has one, still counts. */
    public static TaskSignal skip(String reason) {
        return new TaskSignal(TaskSignal.Kind.SKIP, reason);
    }

    /** To be thrown: all is as it was. The last value still counts, and nothing that depends on it need run again. */
    public static TaskSignal noChange(String reason) {
        return new TaskSignal(TaskSignal.Kind.NO_CHANGE, reason);
    }

    /** To be thrown: the task has failed for this reason, which says enough without a stack trace. */
    public static TaskSignal fail(String reason) {
        return new TaskSignal(TaskSignal.Kind.FAIL, reason);
    }
}
