package dev.tagwerk.flow;

import dev.tagwerk.task.DurationText;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How values of a type are written as texts. Immutable.
 *
 * @param words what such a text is, for messages and help
 * @param reader makes the value of a text, or throws
 */
record TextForm(String words, Reader reader) {
    private static final List<String> FACTORIES = List.of("valueOf", "of", "parse", "fromString");
    private static final Map<Class<?>, String> TIMES = Map.of(
            LocalDate.class, "a date such as 2026-01-31",
            LocalTime.class, "a time such as 14:30",
            LocalDateTime.class, "a date and time such as 2026-01-31T14:30",
            Instant.class, "a moment such as 2026-01-31T14:30:00Z",
            OffsetDateTime.class, "a moment such as 2026-01-31T14:30:00+01:00",
            ZonedDateTime.class, "a moment such as 2026-01-31T14:30:00+01:00[Europe/Berlin]");

    /** Makes a value of a text. */
    interface Reader {
        Object read(String text) throws Exception;
    }

    /** The form of this type, if it has one. */
    static Optional<TextForm> of(Type type) {
        Class<?> raw = ValueTypes.raw(ValueTypes.boxed(type));
        if (raw == List.class || raw == Set.class || raw == Collection.class) {
            Type item = type instanceof ParameterizedType generic
                    ? ValueTypes.upper(generic.getActualTypeArguments()[0])
                    : String.class;
            return of(item).map(form -> list(form, raw == Set.class));
        }
        if (raw.isEnum()) {
            return Optional.of(constant(raw));
        }
        return Optional.ofNullable(plain(raw).orElseGet(() -> factory(raw).orElse(null)));
    }

    private static Optional<TextForm> plain(Class<?> raw) {
        if (raw == String.class) {
            return form("a text", text -> text);
        }
        if (raw == Boolean.class) {
            return form("true or false", TextForm::truth);
        }
        if (raw == Character.class) {
            return form("a single character", TextForm::character);
        }
        if (raw == Path.class) {
            return form("a path", Path::of);
        }
        if (raw == Duration.class) {
            return form(DurationText.WORDS, TextForm::duration);
        }
        if (raw == BigInteger.class) {
            return form("a whole number", text -> new BigInteger(text.strip()));
        }
        if (raw == Float.class || raw == Double.class || raw == BigDecimal.class) {
            return form("a number", number(raw));
        }
        return whole(raw);
    }

    private static Optional<TextForm> form(String words, Reader reader) {
        return Optional.of(new TextForm(words, reader));
    }

    private static Reader number(Class<?> raw) {
        if (raw == BigDecimal.class) {
            return text -> new BigDecimal(text.strip());
        }
        return raw == Double.class ? text -> Double.valueOf(text.strip()) : text -> Float.valueOf(text.strip());
    }

    private static Optional<TextForm> whole(Class<?> raw) {
        record Range(long lowest, long highest, Function<Long, Object> narrow) {}
        Range range = Map.<Class<?>, Range>of(
                        Byte.class, new Range(Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue),
                        Short.class, new Range(Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue),
                        Integer.class, new Range(Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue),
                        Long.class, new Range(Long.MIN_VALUE, Long.MAX_VALUE, number -> number))
                .get(raw);
        if (range == null) {
            return Optional.empty();
        }
        return form("a whole number", text -> {
            BigInteger number = new BigInteger(text.strip());
            if (number.compareTo(BigInteger.valueOf(range.lowest())) < 0
                    || number.compareTo(BigInteger.valueOf(range.highest())) > 0) {
                throw new IllegalArgumentException("it is from " + range.lowest() + " to " + range.highest());
            }
            return range.narrow().apply(number.longValue());
        });
    }

    private static Object truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException("");
        };
    }

    private static Object character(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("");
        }
        return text.charAt(0);
    }

    private static Object duration(String text) {
        return DurationText.parse(text.strip()).orElseGet(() -> Duration.parse(text.strip()));
    }

    private static TextForm constant(Class<?> raw) {
        Object[] constants = raw.getEnumConstants();
        List<String> words = Arrays.stream(constants)
                .map(constant -> word(((Enum<?>) constant).name()))
                .toList();
        return new TextForm("one of " + String.join(", ", words), text -> {
            int place = words.indexOf(word(text.strip()));
            if (place < 0) {
                throw new IllegalArgumentException("");
            }
            return constants[place];
        });
    }

    /** A constant as it is listed. */
    static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static TextForm list(TextForm item, boolean distinct) {
        return new TextForm("a list, separated by commas, each " + item.words(), text -> {
            List<Object> items = new ArrayList<>();
            for (String part : text.isBlank() ? List.<String>of() : Arrays.asList(text.split(",", -1))) {
                items.add(item.reader().read(part.strip()));
            }
            return distinct
                    ? Collections.unmodifiableSet(new LinkedHashSet<>(items))
                    : Collections.unmodifiableList(items);
        });
    }

    /** A type that says itself how it is made of a text. */
    private static Optional<TextForm> factory(Class<?> raw) {
        String words = TIMES.getOrDefault(raw, "a text for " + TypeWords.shortName(raw));
        for (String name : FACTORIES) {
            for (Class<?> argument : List.of(String.class, CharSequence.class)) {
                for (Method method : raw.getDeclaredMethods()) {
                    if (method.getName().equals(name)
                            && Modifier.isStatic(method.getModifiers())
                            && Arrays.equals(method.getParameterTypes(), new Class<?>[] {argument})
                            && raw.isAssignableFrom(method.getReturnType())
                            && opened(method)) {
                        return form(words, text -> called(() -> method.invoke(null, text.strip())));
                    }
                }
            }
        }
        if (Modifier.isAbstract(raw.getModifiers())) {
            return Optional.empty();
        }
        for (Constructor<?> constructor : raw.getDeclaredConstructors()) {
            if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {String.class}) && opened(constructor)) {
                return form(words, text -> called(() -> constructor.newInstance(text)));
            }
        }
        return Optional.empty();
    }

    private static boolean opened(Executable member) {
        return member.trySetAccessible();
    }

    private interface Call {
        Object run() throws ReflectiveOperationException;
    }

    private static Object called(Call call) throws Exception {
        try {
            return call.run();
        } catch (InvocationTargetException thrown) {
            throw Thrown.by(thrown);
        }
    }

    /** What is wrong with a text that could not be read. */
    String complaint(String text, Exception why) {
        boolean says = why instanceof IllegalArgumentException
                && !(why instanceof NumberFormatException)
                && why.getMessage() != null
                && !why.getMessage().isEmpty();
        return "\"" + text + "\" is not " + words + (says ? ": " + why.getMessage() : "");
    }
}
