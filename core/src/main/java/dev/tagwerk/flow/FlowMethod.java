package dev.tagwerk.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A method that is called for a flow: a task, a set-up, a tear-down. Immutable.
 *
 * @param method the method
 * @param place how it is called in messages
 * @param instance what it is called on
 * @param arguments where its arguments come from
 */
record FlowMethod(Method method, String place, FlowInstance instance, List<MethodArgument> arguments) {
    FlowMethod {
        arguments = List.copyOf(arguments);
    }

    /** How a method is called in messages: with its parameters only if its class has others of the name. */
    static String place(Method method) {
        boolean overloaded = Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
                .anyMatch(other -> other.getName().equals(method.getName())
                        && !other.isSynthetic()
                        && !Arrays.equals(other.getParameterTypes(), method.getParameterTypes()));
        return TypeWords.shortName(method.getDeclaringClass()) + "." + method.getName()
                + (overloaded
                        ? Arrays.stream(method.getParameterTypes())
                                .map(TypeWords::of)
                                .collect(Collectors.joining(", ", "(", ")"))
                        : "");
    }

    /** The values that it takes from other tasks, in their order. */
    List<Input<?>> inputs() {
        List<Input<?>> inputs = new ArrayList<>();
        for (MethodArgument argument : arguments) {
            if (argument instanceof MethodArgument.Passed passed) {
                inputs.add(passed.input());
            }
        }
        return inputs;
    }

    /** Calls it and waits for its value; what it throws arrives as it is. */
    @Nullable
    Object call(MethodArgument.Given given) throws Exception {
        @Nullable Object[] values = new @Nullable Object[arguments.size()];
        int passed = 0;
        for (int i = 0; i < values.length; i++) {
            MethodArgument argument = arguments.get(i);
            values[i] = argument instanceof MethodArgument.Passed one
                    ? one.checked(place, given.values().get(passed++))
                    : argument.of(given);
        }
        Object on = Modifier.isStatic(method.getModifiers()) ? null : instance.get();
        Object returned;
        try {
            returned = method.invoke(on, values);
        } catch (InvocationTargetException thrown) {
            throw Thrown.by(thrown);
        }
        return Awaited.value(returned);
    }
}
