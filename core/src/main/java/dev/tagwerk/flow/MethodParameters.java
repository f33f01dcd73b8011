package dev.tagwerk.flow;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out where the arguments of one method come from. For one thread at a time. */
final class MethodParameters {
    private final Class<?> type;
    private final Method method;
    private final Described described;
    private final String place;

    /** Of a method, as this class has it. */
    MethodParameters(Class<?> type, Method method, Described described) {
        this.type = type;
        this.method = method;
        this.described = described;
        this.place = FlowMethod.place(method);
    }

    /** One for each parameter. */
    List<MethodArgument> read(boolean task) {
        List<MethodArgument> arguments = new ArrayList<>();
        Parameter[] parameters = method.getParameters();
        Type[] types = method.getGenericParameterTypes();
        for (int i = 0; i < parameters.length; i++) {
            Type wanted = ValueTypes.in(type, types[i]);
            String name = parameters[i].isNamePresent() ? parameters[i].getName() : String.valueOf(i + 1);
            String called = "parameter " + name + " (" + TypeWords.of(wanted) + ")";
            arguments.add(task ? ofTask(parameters[i], wanted, called) : ofStage(parameters[i], called));
        }
        return arguments;
    }

    private MethodArgument ofTask(Parameter parameter, Type wanted, String called) {
        From from = parameter.getAnnotation(From.class);
        if (from != null) {
            MethodArgument.Passed value = passed(from.value(), wanted, called);
            described.take(place, value);
            return value;
        }
        return parameter.getType() == TaskContext.class
                ? MethodArgument.Known.CONTEXT
                : ofRun(
                        parameter,
                        called,
                        "write @From(\"…\") with the name of a task before it, or take TaskContext, State, Params or a record"
                                + " that is marked @Parameters");
    }

    private MethodArgument ofStage(Parameter parameter, String called) {
        if (parameter.isAnnotationPresent(From.class)) {
            described.problem(place + ": " + called
                    + " is marked @From, but only a task can take the value of a task; pass" + " it through the State");
            return new MethodArgument.Missing();
        }
        return ofRun(
                parameter,
                called,
                parameter.getType() == TaskContext.class
                        ? "no task runs then; take State, Params or a record that is marked @Parameters"
                        : "take State, Params or a record that is marked @Parameters");
    }

    private MethodArgument ofRun(Parameter parameter, String called, String advice) {
        Class<?> raw = parameter.getType();
        if (raw == State.class) {
            return MethodArgument.Known.STATE;
        }
        if (raw == Params.class) {
            described.takeAnyParameters();
            return MethodArgument.Known.PARAMS;
        }
        if (raw.isAnnotationPresent(Parameters.class)) {
            ParameterShape<?> shape = described.parametersOf(raw);
            return shape == null ? new MethodArgument.Missing() : new MethodArgument.Bound(shape);
        }
        String record =
                raw.isRecord() ? "; to fill it with the parameters of the run, mark the record @Parameters" : "";
        described.problem(place + ": nothing is known to pass to " + called + "; " + advice + record);
        return new MethodArgument.Missing();
    }

    private static MethodArgument.Passed passed(String from, Type wanted, String called) {
        if (ValueTypes.raw(wanted) != Optional.class) {
            return new MethodArgument.Passed(from, called, wanted, false);
        }
        Type inside = wanted instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
        return new MethodArgument.Passed(from, called, ValueTypes.upper(inside), true);
    }
}
