package dev.tagwerk.flow;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record whose components are filled from texts of the same names. Immutable.
 *
 * @param <P> the record
 */
final class ParameterShape<P extends Record> {
    /** Reading a record's shape takes reflection; it is the same for all runs. */
    private static final ClassValue<ParameterShape<?>> KNOWN = new ClassValue<>() {
        @Override
        protected ParameterShape<?> computeValue(Class<?> type) {
            return new ParameterShape<>(type.asSubclass(Record.class));
        }
    };

    private final Class<P> type;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /**
     * A component.
     *
     * @param name its name
     * @param form how it is written
     * @param otherwise the text that counts where none is given; null for none
     * @param optional whether it is an Optional
     */
    record Part(String name, TextForm form, @Nullable String otherwise, boolean optional) {
        /** The default as people would write it: a constant as it is listed. */
        @Nullable
        String shownDefault() {
            if (otherwise == null) {
                return null;
            }
            return value(otherwise, new ArrayList<>()) instanceof Enum<?> constant
                    ? TextForm.word(constant.name())
                    : otherwise;
        }

        boolean required() {
            return otherwise == null && !optional;
        }

        @Nullable
        Object read(Params given, List<String> to) {
            String text = given.find(name).orElse(otherwise);
            if (text == null) {
                if (!optional) {
                    to.add(name + " is missing; it is " + form.words() + ": give it as --" + name + "=…, or in code");
                }
                return Optional.empty();
            }
            Object value = value(text, to);
            return optional ? Optional.ofNullable(value) : value;
        }

        private @Nullable Object value(String text, List<String> to) {
            try {
                return form.reader().read(text);
            } catch (Exception unreadable) { // a type of the user may throw anything
                to.add(name + ": " + form.complaint(text, unreadable));
                return null;
            }
        }
    }

    private ParameterShape(Class<P> type) {
        this.type = type;
        for (RecordComponent component : type.getRecordComponents()) {
            read(component);
        }
        if (!constructor().trySetAccessible()) {
            problems.add(TypeWords.shortName(type) + " is in the module "
                    + type.getModule().getName() + ", which does not open it; write opens " + type.getPackageName()
                    + "; in its module-info.java");
        }
    }

    @SuppressWarnings("unchecked") // the shape of a class is of that class
    static <P extends Record> ParameterShape<P> of(Class<P> type) {
        return (ParameterShape<P>) KNOWN.get(type);
    }

    private void read(RecordComponent component) {
        String place = TypeWords.shortName(type) + "." + component.getName();
        Type wanted = component.getGenericType();
        boolean optional = component.getType() == Optional.class;
        Type inside = optional && wanted instanceof ParameterizedType generic
                ? ValueTypes.upper(generic.getActualTypeArguments()[0])
                : wanted;
        Default otherwise = component.getAnnotation(Default.class);
        TextForm form = TextForm.of(inside).orElse(null);
        if (form == null) {
            problems.add(place + " is of the type " + TypeWords.of(wanted)
                    + ", which no text can be read as; take a String, a"
                    + " number, a boolean, an enum, a Path, a Duration, a type of java.time, a List of such, or a type with a"
                    + " static valueOf(String), of(String), parse(String) or a constructor for a String");
            return;
        }
        if (optional && otherwise != null) {
            problems.add(
                    place + " is Optional and has a @Default, so that it could never be empty; write one of the two");
        }
        String absent = component.getType() == boolean.class ? "false" : null;
        Part part = new Part(component.getName(), form, otherwise == null ? absent : otherwise.value(), optional);
        parts.add(part);
        if (otherwise != null) {
            List<String> wrong = new ArrayList<>();
            part.value(otherwise.value(), wrong);
            wrong.forEach(problem -> problems.add(TypeWords.shortName(type) + ", @Default of " + problem));
        }
    }

    private Constructor<P> constructor() {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(
                    "a record has a constructor for its components; please report this", impossible);
        }
    }

    Class<P> type() {
        return type;
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** What is wrong with the record, whatever is given. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    /**
     * The record with what was given.
     *
     * @throws BadParametersException with all that does not fit
     */
    P bind(Params given) {
        List<String> wrong = new ArrayList<>();
        P bound = read(given, wrong);
        if (bound == null) {
            throw new BadParametersException(wrong);
        }
        return bound;
    }

    /** The record, or null with what is wrong. */
    @Nullable
    P read(Params given, List<String> to) {
        List<String> wrong = new ArrayList<>(problems);
        Object[] values = parts.stream().map(part -> part.read(given, wrong)).toArray();
        if (wrong.isEmpty()) {
            try {
                Constructor<P> constructor = constructor();
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            } catch (InvocationTargetException thrown) {
                if (!(thrown.getCause() instanceof RuntimeException refused)) {
                    throw Thrown.by(thrown);
                }
                wrong.add(names() + ": " + (refused.getMessage() == null ? refused : refused.getMessage()));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("a checked record cannot be made; please report this", impossible);
            }
        }
        to.addAll(wrong);
        return null;
    }

    private String names() {
        return String.join(", ", parts.stream().map(Part::name).toList());
    }
}
