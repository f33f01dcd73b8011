package dev.tagwerk.flow;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where an argument of a method comes from. */
sealed interface MethodArgument {
    /** Its value for this call. */
    @Nullable
    Object of(Given given);

    /** What there is for a call; the context only for a task. */
    record Given(State state, Params params, @Nullable TaskContext context, List<@Nullable Object> values) {
        static Given task(TaskContext context, List<@Nullable Object> values) {
            return new Given(context.state(), context.params(), context, values);
        }

        static Given stage(State state, Params params) {
            return new Given(state, params, null, List.of());
        }
    }

    /** What the engine knows. */
    enum Known implements MethodArgument {
        CONTEXT,
        STATE,
        PARAMS;

        @Override
        public @Nullable Object of(Given given) {
            return switch (this) {
                case CONTEXT -> given.context();
                case STATE -> given.state();
                case PARAMS -> given.params();
            };
        }
    }

    /** The parameters of the run as a record. */
    record Bound(ParameterShape<?> shape) implements MethodArgument {
        @Override
        public Object of(Given given) {
            return shape.bind(given.params());
        }
    }

    /** Nothing, where a problem has been found. */
    record Missing() implements MethodArgument {
        @Override
        public @Nullable Object of(Given given) {
            return null;
        }
    }

    /**
     * The value of another task.
     *
     * @param from the task's name
     * @param parameter how the parameter is called in messages
     * @param wanted the type it must have; of an optional one, that of what may be inside
     * @param optional whether it may be missing
     */
    record Passed(String from, String parameter, Type wanted, boolean optional) implements MethodArgument {
        Input<?> input() {
            Input<@Nullable Object> value = new Input.Joined<>(List.of(from), values -> {
                Input.Value found = values.apply(from);
                if (!found.there()) {
                    throw new MissingValueException(from);
                }
                return found.value();
            });
            return optional ? value.optional() : value;
        }

        @Override
        public @Nullable Object of(Given given) {
            throw new IllegalStateException("values are handed out by their places; please report this");
        }

        /** The value, if it is of the type; types alone cannot tell where they are raw or unknown. */
        @Nullable
        Object checked(String place, @Nullable Object value) {
            if (!optional) {
                check(place, value);
                return value;
            }
            Optional<?> box = (Optional<?>) value;
            if (box == null || box.isEmpty()) {
                return Optional.empty();
            }
            if (box.get() instanceof Optional<?> inner
                    && !ValueTypes.raw(wanted).isInstance(inner)) {
                return inner; // the task itself has an optional value: the two are one to who takes it
            }
            check(place, box.get());
            return box;
        }

        private void check(String place, @Nullable Object value) {
            Class<?> raw = ValueTypes.raw(wanted);
            if (value == null) {
                if (raw.isPrimitive()) {
                    throw new IllegalArgumentException(
                            place + ": " + parameter + " cannot be null, but that is the value of " + from + "; take "
                                    + TypeWords.of(ValueTypes.boxed(raw)) + " instead");
                }
            } else if (!ValueTypes.fits(value.getClass(), raw)) {
                throw new IllegalArgumentException(
                        place + ": " + parameter + " takes the value of " + from + ", which is of the type "
                                + TypeWords.of(value.getClass(), raw) + " now; let both have the same type");
            }
        }
    }
}
