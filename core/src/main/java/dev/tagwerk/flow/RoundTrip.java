package dev.tagwerk.flow;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares a result with what came back from the codec, and names the first place where they differ. Stricter than
 * {@code equals}: the order of what has an order counts, records are compared part by part, and so are classes without an
 * {@code equals} of their own.
 */
final class RoundTrip {
    private static final int LONGEST_VALUE = 80;

    /** The accessors of a record, or the fields of a class without {@code equals}; empty for a class with its own. */
    private static final ClassValue<Parts> PARTS = new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
            return Parts.of(type);
        }
    };

    private RoundTrip() {}

    /** Where and how they differ, or null when they do not. */
    static @Nullable Difference difference(@Nullable Object before, @Nullable Object after) {
        return difference(before, after, Place.ROOT);
    }

    /** What differs. */
    record Difference(Place place, String what) {}

    private static @Nullable Difference difference(@Nullable Object before, @Nullable Object after, Place place) {
        if (before == after) {
            return null;
        }
        if (before == null || after == null) {
            return changed(before, after, place);
        }
        if (before instanceof Map<?, ?> map) {
            return after instanceof Map<?, ?> other ? maps(map, other, place) : changed(before, after, place);
        }
        if (before instanceof Collection<?> values) {
            return after instanceof Collection<?> others
                    ? collections(values, others, place)
                    : changed(before, after, place);
        }
        if (before instanceof Optional<?> optional) {
            return after instanceof Optional<?> other
                    ? difference(optional.orElse(null), other.orElse(null), place.part("get()"))
                    : changed(before, after, place);
        }
        if (before instanceof Map.Entry<?, ?>) {
            return before.equals(after) ? null : changed(before, after, place);
        }
        if (before.getClass() != after.getClass()) {
            return changed(before, after, place);
        }
        return before.getClass().isArray() ? arrays(before, after, place) : parts(before, after, place);
    }

    private static Difference changed(@Nullable Object before, @Nullable Object after, Place place) {
        String old = shown(before);
        String now = shown(after);
        if (old.equals(now) && before != null && after != null) {
            old += " (" + before.getClass().getName() + ")";
            now += " (" + after.getClass().getName() + ")";
        }
        return new Difference(place, old + " would come back as " + now);
    }

    private static String shown(@Nullable Object value) {
        String text;
        try {
            text = value instanceof Object[] array ? Arrays.deepToString(array) : String.valueOf(value);
        } catch (RuntimeException broken) {
            text = "a " + Objects.requireNonNull(value).getClass().getName();
        }
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }

    private static @Nullable Difference maps(Map<?, ?> before, Map<?, ?> after, Place place) {
        if (before instanceof SortedMap<?, ?> sorted && !natural(sorted.comparator())) {
            return new Difference(place, "the order of a SortedMap with a comparator would be lost");
        }
        if (before.size() != after.size()) {
            return changed(before, after, place);
        }
        if (!Encounter.ordered(before)) {
            for (Map.Entry<?, ?> entry : before.entrySet()) {
                if (!after.containsKey(entry.getKey())) {
                    return new Difference(place, "the key " + shown(entry.getKey()) + " would not come back equal");
                }
                Difference found = difference(entry.getValue(), after.get(entry.getKey()), place.value(entry.getKey()));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        Iterator<? extends Map.Entry<?, ?>> others = after.entrySet().iterator();
        for (Map.Entry<?, ?> entry : before.entrySet()) {
            Map.Entry<?, ?> other = others.next();
            Difference found = difference(entry.getKey(), other.getKey(), place.key(entry.getKey()));
            if (found == null) {
                found = difference(entry.getValue(), other.getValue(), place.value(entry.getKey()));
            }
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Difference collections(Collection<?> before, Collection<?> after, Place place) {
        if (before instanceof SortedSet<?> sorted && !natural(sorted.comparator())) {
            return new Difference(place, "the order of a SortedSet with a comparator would be lost");
        }
        if (before.size() != after.size() || before instanceof Set != after instanceof Set) {
            return changed(before, after, place);
        }
        if (!Encounter.ordered(before)) {
            return counted(before).equals(counted(after)) ? null : changed(before, after, place);
        }
        Iterator<?> others = after.iterator();
        int index = 0;
        for (Object element : before) {
            Difference found = difference(element, others.next(), place.element(index++));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Map<@Nullable Object, Integer> counted(Collection<?> values) {
        Map<@Nullable Object, Integer> counts = new HashMap<>();
        values.forEach(value -> counts.merge(value, 1, Integer::sum));
        return counts;
    }

    private static boolean natural(@Nullable Comparator<?> comparator) {
        return comparator == null || comparator.equals(Comparator.naturalOrder());
    }

    private static @Nullable Difference arrays(Object before, Object after, Place place) {
        if (!(before instanceof Object[] values)) {
            return Objects.deepEquals(before, after) ? null : changed(before, after, place);
        }
        if (values.length != Array.getLength(after)) {
            return changed(before, after, place);
        }
        for (int i = 0; i < values.length; i++) {
            Difference found = difference(values[i], Array.get(after, i), place.element(i));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable Difference parts(Object before, Object after, Place place) {
        Parts parts = PARTS.get(before.getClass());
        if (!parts.comparable()) {
            return new Difference(
                    place,
                    "whether a " + before.getClass().getName() + " comes back equal cannot be told: it has no equals(),"
                            + " and its fields cannot be seen");
        }
        if (parts.accessors().isEmpty()) {
            return same(before, after) ? null : changed(before, after, place);
        }
        for (AccessibleObject accessor : parts.accessors()) {
            Difference found =
                    difference(read(accessor, before), read(accessor, after), place.part(Parts.name(accessor)));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static boolean same(Object before, Object after) {
        // equals of a URL asks the network
        return before instanceof URL url
                ? url.toExternalForm().equals(((URL) after).toExternalForm())
                : before.equals(after);
    }

    private static @Nullable Object read(AccessibleObject accessor, Object owner) {
        try {
            return accessor instanceof Field field ? field.get(owner) : ((Method) accessor).invoke(owner);
        } catch (InvocationTargetException thrown) {
            throw new IllegalStateException(
                    owner.getClass().getName() + "." + Parts.name(accessor) + "() threw " + thrown.getCause(),
                    thrown.getCause());
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** How the values of one class are compared: by these accessors, or where there are none, by {@code equals}. */
    private record Parts(boolean comparable, List<AccessibleObject> accessors) {
        private static final Parts BY_EQUALS = new Parts(true, List.of());
        private static final Parts NOT_AT_ALL = new Parts(false, List.of());

        static Parts of(Class<?> type) {
            try {
                List<AccessibleObject> accessors = type.isRecord() ? components(type) : List.of();
                if (!accessors.isEmpty() && AccessibleObjects.open(accessors)) {
                    return new Parts(true, accessors);
                }
                if (type.getMethod("equals", Object.class).getDeclaringClass() != Object.class) {
                    return BY_EQUALS;
                }
                List<AccessibleObject> fields = fields(type);
                return AccessibleObjects.open(fields) ? new Parts(true, fields) : NOT_AT_ALL;
            } catch (NoSuchMethodException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        private static List<AccessibleObject> components(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .<AccessibleObject>map(RecordComponent::getAccessor)
                    .toList();
        }

        private static List<AccessibleObject> fields(Class<?> type) {
            List<AccessibleObject> fields = new ArrayList<>();
            for (Class<?> at = type; at != null; at = at.getSuperclass()) {
                for (Field field : at.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        fields.add(field);
                    }
                }
            }
            return fields;
        }

        static String name(AccessibleObject accessor) {
            return accessor instanceof Field field ? field.getName() : ((Method) accessor).getName();
        }
    }

    private static final class AccessibleObjects {
        static boolean open(List<AccessibleObject> objects) {
            return objects.stream().allMatch(AccessibleObject::trySetAccessible);
        }
    }
}
