package dev.tagwerk.flow;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A value that a task takes from others: handing it to a task declares the dependency and passes the result. Immutable.
 *
 * @param <T> type of the value
 */
public sealed interface Input<T extends @Nullable Object> permits FlowTask, Input.Joined {
    /** Names of the tasks whose values this is made of. */
    List<String> names();

    /**
     * The value as the task gets it. For the engine.
     *
     * @param values what each of the tasks of {@link #names()} has returned; an empty one where there is no value
     * @throws MissingValueException when a value is missing that cannot be done without
     */
    T join(Function<String, Value> values);

    /** The value if there is one; a dependency that was skipped without ever having had a result has none. */
    Input<Optional<T>> optional();

    /**
     * What a task has returned, null included, or nothing. Immutable.
     *
     * @param there whether there is a value
     * @param value the value
     */
    record Value(boolean there, @Nullable Object value) {
        /** No value. */
        public static final Value NONE = new Value(false, null);

        /** This value. */
        public static Value of(@Nullable Object value) {
            return new Value(true, value);
        }
    }

    /**
     * An input made of several values, or of one that may be missing. Immutable.
     *
     * @param names names of the tasks
     * @param how how the value is made of theirs
     * @param <T> type of the value
     */
    record Joined<T extends @Nullable Object>(List<String> names, Function<Function<String, Value>, T> how)
            implements Input<T> {
        /** Copies the list. */
        public Joined {
            names = List.copyOf(names);
        }

        @Override
        public T join(Function<String, Value> values) {
            return how.apply(values);
        }

        @Override
        public Input<Optional<T>> optional() {
            return new Joined<>(names, values -> {
                try {
                    return Optional.ofNullable(how.apply(values));
                } catch (MissingValueException none) {
                    return Optional.empty();
                }
            });
        }
    }
}
