package dev.tagwerk.flow;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is declared of a flow besides tasks made in code. For one thread at a time. */
final class Described {
    private final Set<String> problems = new LinkedHashSet<>();
    private final List<Taken> taken = new ArrayList<>();
    private final List<Stage> setUps = new ArrayList<>();
    private final List<Stage> tearDowns = new ArrayList<>();
    private final Map<Class<?>, ParameterShape<?>> shapes = new LinkedHashMap<>();
    private final Map<String, Type> returned = new HashMap<>();
    private boolean free;
    private boolean classes;

    /** A value that one method takes from another task, to be checked when all tasks are known. */
    private record Taken(String place, MethodArgument.Passed value) {}

    void problem(String problem) {
        problems.add(problem);
    }

    void take(String place, MethodArgument.Passed value) {
        taken.add(new Taken(place, value));
    }

    /** What the method at this place returns; the settings of its task need not say it. */
    void returns(String place, Type type) {
        returned.put(place, type);
    }

    void setUp(Stage stage) {
        setUps.add(stage);
    }

    void tearDown(Stage stage) {
        tearDowns.add(stage);
    }

    ParameterShape<?> parameters(Class<? extends Record> type) {
        return shapes.computeIfAbsent(type, any -> {
            ParameterShape<?> shape = ParameterShape.of(type);
            problems.addAll(shape.problems());
            return shape;
        });
    }

    /** What a class that is marked as the parameters asks for; null where it cannot. */
    @Nullable
    ParameterShape<?> parametersOf(Class<?> marked) {
        if (!marked.isRecord()) {
            problem(TypeWords.shortName(marked) + " is marked @Parameters, but is no record; write record "
                    + marked.getSimpleName() + "(…) with a component for each parameter");
            return null;
        }
        return parameters(marked.asSubclass(Record.class));
    }

    /** Says that a method takes whatever is given. */
    void takeAnyParameters() {
        free = true;
    }

    /** Says that a class says which parameters there are. */
    void readClass() {
        classes = true;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** What is wrong with values that pass between these tasks. */
    List<String> checkTypes(Map<String, PlannedTask> tasks) {
        List<String> wrong = new ArrayList<>();
        for (Taken one : taken) {
            PlannedTask source = tasks.get(one.value().from());
            String problem = source == null ? null : problem(one, source);
            if (problem != null) {
                wrong.add(problem);
            }
        }
        return wrong;
    }

    private @Nullable String problem(Taken taken, PlannedTask source) {
        MethodArgument.Passed value = taken.value();
        String place = source.settings().about().place();
        Type type = returned.getOrDefault(place, source.settings().handling().type());
        if (source.settings().handling().action()) {
            return taken.place() + ": " + value.parameter() + " takes the value of " + source.name() + ", but " + place
                    + " returns none; let it return one, or leave the parameter out and write @Task(after = \""
                    + source.name() + "\")";
        }
        if (type == null
                || ValueTypes.fits(type, value.wanted())
                || (value.optional() && holds(type, value.wanted()))) {
            return null;
        }
        return taken.place() + ": " + value.parameter() + " takes the value of " + source.name() + " as "
                + TypeWords.of(value.wanted(), type) + ", but " + place + " returns "
                + TypeWords.of(type, value.wanted())
                + "; let both have the same type";
    }

    private static boolean holds(Type type, Type wanted) {
        return ValueTypes.supertype(type, Optional.class) instanceof ParameterizedType optional
                && ValueTypes.fits(optional.getActualTypeArguments()[0], wanted);
    }

    /**
     * All of it. Parameters are free where a method takes them as they are, and where tasks are made in code alone and nothing
     * says which ones there are.
     */
    Surroundings surroundings() {
        boolean any = free || (!classes && shapes.isEmpty());
        return new Surroundings(setUps, tearDowns, new ParameterSpec(List.copyOf(shapes.values()), any));
    }
}
