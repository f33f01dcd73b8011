package dev.tagwerk.flow;

import java.io.Serial;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * On its way up to the result as a whole, a refusal of {@link TypeInference}: each collection that it leaves adds itself to
 * the type which the user is told to declare. Never seen by users. Immutable.
 */
final class UnclearTypeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String why;
    private final String declare;

    /** {@code declare} is the type that would make it clear, or empty where no declaration helps. */
    UnclearTypeException(Place place, String why, String declare) {
        super(why, null, false, false);
        this.place = place;
        this.why = why;
        this.declare = declare;
    }

    static UnclearTypeException conflict(Place place, Type type, @Nullable Place before, Type other) {
        String earlier = before == null ? "others are" : before + " is";
        return new UnclearTypeException(
                place,
                "is " + named(type) + ", where " + earlier + " " + named(other)
                        + "; elements of several classes cannot be told apart when they are read again",
                shared(other, type));
    }

    private static String named(Type type) {
        return "of type " + TypeText.of(type);
    }

    /** The refusal as seen from the collection around it. */
    UnclearTypeException within(Class<?> raw, int argument, Type[] found) {
        if (declare.isEmpty()) {
            return this;
        }
        if (raw.getTypeParameters().length == 0) {
            return new UnclearTypeException(place, why, declare + "[]");
        }
        String[] arguments = Stream.of(found)
                .map(type -> type == TypeText.NOTHING ? "…" : brief(type))
                .toArray(String[]::new);
        arguments[argument] = declare;
        return new UnclearTypeException(place, why, simple(raw) + "<" + String.join(", ", arguments) + ">");
    }

    ResultException toResultException() {
        String told = "the result cannot be stored: " + place.spoken() + " " + why + ".";
        if (!declare.isEmpty()) {
            told += " Declare the type of the result: .returns(new TypeToken<" + declare + ">() {})";
        }
        return new ResultException(place.toString(), told, null);
    }

    /** A generic class with its parameters left to the user. */
    static String open(Class<?> type) {
        return simple(type)
                + Stream.of(type.getTypeParameters())
                        .map(TypeVariable::getName)
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String brief(Type type) {
        if (type instanceof ParameterizedType generic) {
            return simple(TypeText.raw(generic))
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(argument -> argument == TypeText.NOTHING ? "…" : brief(argument))
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        return simple(TypeText.raw(type));
    }

    private static String simple(Class<?> type) {
        String name = type.getCanonicalName() == null ? type.getSimpleName() : type.getCanonicalName();
        return name.substring(
                name.startsWith(type.getPackageName() + ".")
                        ? type.getPackageName().length() + 1
                        : 0);
    }

    /** What two types have in common and a user would name, else dots. */
    private static String shared(Type one, Type other) {
        Class<?> a = TypeText.raw(one);
        Class<?> b = TypeText.raw(other);
        if (a == b) {
            return simple(a)
                    + Stream.of(a.getTypeParameters()).map(any -> "…").collect(Collectors.joining(", ", "<", ">"));
        }
        Set<Class<?>> candidates = new LinkedHashSet<>();
        for (Class<?> type = a; type != null; type = type.getSuperclass()) {
            candidates.add(type);
        }
        for (Class<?> type = a; type != null; type = type.getSuperclass()) {
            Collections.addAll(candidates, type.getInterfaces());
        }
        return candidates.stream()
                .filter(type -> type.isAssignableFrom(b))
                .filter(type -> !type.getName().startsWith("java.") || type == Number.class)
                .findFirst()
                .map(UnclearTypeException::simple)
                .orElse("…");
    }
}
