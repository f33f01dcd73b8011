package dev.tagwerk.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The order in which values without an order are written, the same for equal collections in every process. */
final class Sorting {
    private static final Comparator<Object> NATURAL = Sorting::compare;

    private Sorting() {}

    /** Sorts by the natural order of classes whose order agrees with their equals, else by a text. */
    static <T> List<T> sorted(Collection<T> values, Function<T, @Nullable Object> key, Function<T, String> text) {
        List<T> list = new ArrayList<>(values);
        if (hasNaturalOrder(list, key)) {
            list.sort(Comparator.comparing(key, NATURAL));
            return list;
        }
        record Keyed<T>(T value, String text) {}
        return list.stream()
                .map(value -> new Keyed<>(value, text.apply(value)))
                .sorted(Comparator.comparing(Keyed::text))
                .map(Keyed::value)
                .toList();
    }

    private static <T> boolean hasNaturalOrder(List<T> values, Function<T, @Nullable Object> key) {
        Class<?> one = null;
        for (T value : values) {
            Object found = key.apply(value);
            Class<?> type = found instanceof Enum<?> constant
                    ? constant.getDeclaringClass()
                    : found == null ? null : found.getClass();
            if (type == null || (one != null && type != one)) {
                return false;
            }
            one = type;
        }
        if (one == null) {
            return true;
        }
        boolean agreesWithEquals = one.isEnum() || one.getName().startsWith("java.");
        // BigDecimal: 1.0 and 1.00 compare as equal
        return Comparable.class.isAssignableFrom(one) && agreesWithEquals && one != BigDecimal.class;
    }

    @SuppressWarnings("unchecked") // hasNaturalOrder has looked
    private static int compare(Object a, Object b) {
        return ((Comparable<Object>) a).compareTo(b);
    }
}
