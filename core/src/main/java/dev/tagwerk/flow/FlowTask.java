package dev.tagwerk.flow;

import dev.tagwerk.task.Conditions;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A task of a flow: the handle to pass to tasks that take its value, and the place to say how it is to be treated, until the
 * flow runs for the first time. For one thread at a time.
 * From the first run on it does not change.
 *
 * <pre>{@code
 * FlowTask<Stats> stats = flow.task("stats", clean, rows -> summarize(rows)).retry(3).timeout(Duration.ofMinutes(2));
 * }</pre>
 *
 * @param <T> type of its value; {@code Void} for an action
 */
public final class FlowTask<T extends @Nullable Object> implements Input<T> {
    private final FlowDeclarations flow;
    private final String name;
    private final List<? extends Input<?>> inputs;
    private final Body body;
    private final Set<String> after = new LinkedHashSet<>();
    private TaskSettings settings;

    FlowTask(FlowDeclarations flow, String name, List<? extends Input<?>> inputs, Body body, TaskSettings settings) {
        this.flow = flow;
        this.name = name;
        this.inputs = List.copyOf(inputs);
        this.body = body;
        this.settings = settings;
    }

    /** The task's name. */
    public String name() {
        return name;
    }

    @Override
    public List<String> names() {
        return List.of(name);
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // what the task of this name returns is what it was declared to return
    public T join(Function<String, Value> values) {
        Value value = values.apply(name);
        if (!value.there()) {
            throw new MissingValueException(name);
        }
        return (T) value.value();
    }

    @Override
    public Input<Optional<T>> optional() {
        return new Joined<>(names(), this::join).optional();
    }

    /** Says in a sentence what the task does. */
    public FlowTask<T> describe(String description) {
        return set(old -> old.with(old.about().withDescription(description)));
    }

    /** Adds tags, by which tasks can be chosen. */
    public FlowTask<T> tags(String... tags) {
        return set(old -> old.with(old.about().withTags(Arrays.asList(tags))));
    }

    /** Runs the task after these, without taking their values. */
    public FlowTask<T> after(Input<?>... others) {
        flow.requireOpen();
        for (Input<?> other : others) {
            after.addAll(other.names());
        }
        return this;
    }

    /** Runs the task after these, without taking their values; they may be declared later. */
    public FlowTask<T> after(String... names) {
        flow.requireOpen();
        after.addAll(Arrays.asList(names));
        return this;
    }

    /** Runs the task after these, without taking their values; they may be declared later. */
    public FlowTask<T> after(Collection<String> names) {
        flow.requireOpen();
        after.addAll(names);
        return this;
    }

    /** Tries the task again so often after failures, at once. */
    public FlowTask<T> retry(int times) {
        return retry(Retry.times(times));
    }

    /** Tries the task again after failures, in this way. */
    public FlowTask<T> retry(Retry retry) {
        return set(old -> old.with(old.handling().withRetry(retry)));
    }

    /** Interrupts the task when it has taken this long; it has then timed out, which counts as a failure. */
    public FlowTask<T> timeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("Task " + name + ": a timeout is longer than nothing; got " + timeout);
        }
        return set(old -> old.with(old.handling().withTimeout(timeout)));
    }

    /** Runs the task earlier than others that are ready: larger is earlier, 0 is the default. */
    public FlowTask<T> priority(int priority) {
        return set(old -> old.with(old.policy().withPriority(priority)));
    }

    /** Lets only workers with all of these labels run the task. */
    public FlowTask<T> requires(String... labels) {
        return set(old -> {
            Set<String> all = new TreeSet<>(old.conditions().requirements());
            all.addAll(Arrays.asList(labels));
            return old.with(Conditions.requiring(all));
        });
    }

    /** Runs the task again when this text changes: a digest of all that its value depends on besides its dependencies. */
    public FlowTask<T> fingerprint(String fingerprint) {
        return set(old -> old.withFingerprint(fingerprint));
    }

    /** Runs the task once its dependencies have ended, well or not. */
    public FlowTask<T> evenIfDependenciesFail() {
        return set(old -> old.with(old.policy().withEvenIfDependenciesFail(true)));
    }

    /** Leaves the task alone when something it depends on has been redone with another value. */
    public FlowTask<T> ownFingerprintOnly() {
        return set(old -> old.with(old.policy().withOwnFingerprintOnly(true)));
    }

    /** Runs the task in every run, even if it is done. */
    public FlowTask<T> alwaysRun() {
        return set(old -> old.with(old.handling().withAlways(true)));
    }

    /** Says of which type the value is; needed in durable stores where the value does not tell. */
    public FlowTask<T> returns(Class<T> type) {
        return returnsType(type);
    }

    /** Says of which type the value is; needed in durable stores where the value does not tell. */
    public FlowTask<T> returns(TypeToken<T> type) {
        return returnsType(type.type());
    }

    FlowTask<T> returnsType(@Nullable Type type) {
        return set(old -> old.with(old.handling().withType(type)));
    }

    private FlowTask<T> set(UnaryOperator<TaskSettings> change) {
        flow.requireOpen();
        settings = change.apply(settings);
        return this;
    }

    TaskSettings settings() {
        return settings;
    }

    PlannedTask planned() {
        Set<String> all = new TreeSet<>(after);
        inputs.forEach(input -> all.addAll(input.names()));
        return new PlannedTask(name, settings, all, inputs, body);
    }

    @Override
    public String toString() {
        return name;
    }
}
