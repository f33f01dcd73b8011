package dev.tagwerk.flow;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the type of a result whose declared type the compiler erased, by looking at the value; or refuses. It refuses rather
 * than guesses: a wrong type shows only when the result is read again, when the task that could have failed is long done.
 *
 * <p>Collections of the JDK stand by their interface where the class that reading makes for it ({@code ArrayList},
 * {@code LinkedHashSet}, {@code LinkedHashMap}, {@code TreeSet}, {@code TreeMap}) can stand in for theirs, else by their class.
 */
final class TypeInference {
    private static final Set<Class<?>> BY_INTERFACE = Set.of(
            ArrayList.class,
            HashSet.class,
            LinkedHashSet.class,
            TreeSet.class,
            HashMap.class,
            LinkedHashMap.class,
            TreeMap.class);

    private TypeInference() {}

    /**
     * The type of this value.
     *
     * @throws ResultException when it cannot be told; the message says at which place, and what to declare
     */
    static Type of(@Nullable Object value) {
        try {
            return infer(value, Place.ROOT);
        } catch (UnclearTypeException unclear) {
            throw unclear.toResultException();
        }
    }

    private static Type infer(@Nullable Object value, Place place) {
        if (value == null) {
            return TypeText.NOTHING;
        }
        if (place.tooDeep()) {
            throw new UnclearTypeException(place, "is nested too deep; does it contain itself?", "");
        }
        if (value instanceof Enum<?> constant) {
            return constant.getDeclaringClass();
        }
        Class<?> type = value.getClass();
        if (type.isArray()) {
            return array(value, type, place);
        }
        refuseWhatHasNoContent(value, type, place);
        boolean ofJdk = type.getName().startsWith("java.");
        if (ofJdk && value instanceof Collection<?> values) {
            return collection(values, type, place);
        }
        if (ofJdk && value instanceof Map<?, ?> map) {
            return map(map, type, place);
        }
        if (value instanceof Optional<?> optional) {
            return new Parts(Optional.class, place).single(optional.orElse(null), place);
        }
        if (ofJdk && value instanceof Map.Entry<?, ?> entry) {
            return new Parts(Map.Entry.class, place)
                    .pair(entry.getKey(), entry.getValue())
                    .type();
        }
        if (value instanceof Path) {
            return Path.class;
        }
        return plain(type, place);
    }

    private static void refuseWhatHasNoContent(Object value, Class<?> type, Place place) {
        if (type.isHidden() || type.isSynthetic()) {
            throw new UnclearTypeException(place, "is a function, which has no content that could be written", "");
        }
        if (type.isAnonymousClass()) {
            throw new UnclearTypeException(
                    place, "is of the anonymous class " + type.getName() + "; give the class a name", "");
        }
        if (value instanceof BaseStream || value instanceof Iterator) {
            throw new UnclearTypeException(
                    place, "is a " + kind(value) + ", which can be read only once; return its elements as a List", "");
        }
        if (value instanceof Future || value instanceof CompletionStage) {
            throw new UnclearTypeException(place, "is a " + kind(value) + "; return what it will hold", "");
        }
        if (value instanceof AutoCloseable || value instanceof Thread || type == Object.class) {
            throw new UnclearTypeException(
                    place, "is a " + type.getName() + ", which has no content that could be written", "");
        }
        if (value instanceof IdentityHashMap || value instanceof WeakHashMap || value instanceof PriorityQueue) {
            throw new UnclearTypeException(
                    place,
                    "is a " + type.getSimpleName() + ", whose order or keys would not survive; return a "
                            + (value instanceof PriorityQueue ? "List" : "Map"),
                    "");
        }
    }

    private static String kind(Object value) {
        return value instanceof BaseStream ? "Stream" : value instanceof Iterator ? "Iterator" : "Future";
    }

    private static Type plain(Class<?> type, Place place) {
        Class<?> visible = type;
        while (isSystem(visible) && !(Modifier.isPublic(visible.getModifiers()) && exported(visible))) {
            visible = visible.getSuperclass();
            if (visible == Object.class) {
                throw new UnclearTypeException(
                        place, "is a " + type.getName() + ", a class inside the JDK that only the JDK can make", "");
            }
        }
        if (visible.getTypeParameters().length > 0) {
            throw new UnclearTypeException(
                    place,
                    "is a " + visible.getName() + ", whose type parameters are not known when the program runs",
                    UnclearTypeException.open(visible));
        }
        return visible;
    }

    /** Whether this is a class of the JDK: there, what is not public is made by factories of a public class above it. */
    private static boolean isSystem(Class<?> type) {
        ClassLoader loader = type.getClassLoader();
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean exported(Class<?> type) {
        return type.getModule().isExported(type.getPackageName());
    }

    private static Type array(Object array, Class<?> type, Place place) {
        Class<?> component = type.getComponentType();
        Class<?> innermost = component;
        while (innermost.isArray()) {
            innermost = innermost.getComponentType();
        }
        if (innermost.getTypeParameters().length == 0) {
            return type;
        }
        Parts parts = new Parts(type, place);
        for (int i = 0; i < Array.getLength(array); i++) {
            parts.add(0, Array.get(array, i), place.element(i));
        }
        return TypeText.arrayOf(parts.found(0) == TypeText.NOTHING ? component : parts.found(0));
    }

    private static Type collection(Collection<?> values, Class<?> type, Place place) {
        if (values instanceof EnumSet<?> constants) {
            return TypeText.generic(EnumSet.class, constantsOf(constants, place));
        }
        Class<?> raw = values instanceof SortedSet
                ? SortedSet.class
                : values instanceof Set ? Set.class : values instanceof List ? List.class : Collection.class;
        Parts parts = new Parts(own(type) ? type : raw, place);
        int index = 0;
        for (Object element : values) {
            parts.add(0, element, place.element(index++));
        }
        return parts.type();
    }

    /** An empty one knows its class, too, but tells it only by what it lacks. */
    private static <E extends Enum<E>> Type constantsOf(EnumSet<E> constants, Place place) {
        EnumSet<E> some = constants.isEmpty() ? EnumSet.complementOf(constants) : constants;
        if (some.isEmpty()) {
            throw new UnclearTypeException(place, "is an EnumSet of an enum without constants", "");
        }
        return some.iterator().next().getDeclaringClass();
    }

    private static Type map(Map<?, ?> map, Class<?> type, Place place) {
        if (map instanceof EnumMap && map.isEmpty()) {
            throw new UnclearTypeException(
                    place, "is an empty EnumMap, which does not tell of which enum its keys are", "EnumMap<…, …>");
        }
        Class<?> raw = map instanceof SortedMap ? SortedMap.class : Map.class;
        if (own(type) && type.getTypeParameters().length == 0) {
            return type; // Properties
        }
        Parts parts = new Parts(own(type) ? type : raw, place);
        map.forEach(parts::pair);
        return parts.type();
    }

    private static boolean own(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && !BY_INTERFACE.contains(type);
    }

    /** What has been found so far of the type arguments of one collection. */
    private static final class Parts {
        private final Class<?> raw;
        private final Place place;
        private final Type[] found;
        private final @Nullable Place[] where;

        Parts(Class<?> raw, Place place) {
            this.raw = raw;
            this.place = place;
            int count = Math.max(1, raw.getTypeParameters().length);
            this.found = new Type[count];
            this.where = new @Nullable Place[count];
            Arrays.fill(found, TypeText.NOTHING);
        }

        Type single(@Nullable Object value, Place at) {
            add(0, value, at.part("get()"));
            return type();
        }

        Parts pair(@Nullable Object key, @Nullable Object value) {
            add(0, key, place.key(key));
            add(1, value, place.value(key));
            return this;
        }

        void add(int argument, @Nullable Object value, Place at) {
            if (value != null
                    && value.getClass() == found[argument]
                    && !value.getClass().isArray()) {
                return; // the common case: one more of the same plain class
            }
            Type type;
            try {
                type = infer(value, at);
            } catch (UnclearTypeException inner) {
                throw inner.within(raw, argument, found);
            }
            Type both = common(found[argument], type);
            if (both == null) {
                throw UnclearTypeException.conflict(at, type, where[argument], found[argument])
                        .within(raw, argument, found);
            }
            if (both != found[argument]) {
                found[argument] = both;
                where[argument] = at;
            }
        }

        Type found(int argument) {
            return found[argument];
        }

        Type type() {
            return TypeText.generic(raw, found);
        }

        private static @Nullable Type common(Type a, Type b) {
            if (a == TypeText.NOTHING || a.equals(b)) {
                return b;
            }
            if (b == TypeText.NOTHING) {
                return a;
            }
            if (!(a instanceof ParameterizedType first)
                    || !(b instanceof ParameterizedType second)
                    || first.getRawType() != second.getRawType()) {
                return null;
            }
            Type[] of = first.getActualTypeArguments();
            Type[] others = second.getActualTypeArguments();
            for (int i = 0; i < of.length; i++) {
                Type both = common(of[i], others[i]);
                if (both == null) {
                    return null;
                }
                of[i] = both;
            }
            return TypeText.generic(TypeText.raw(first), of);
        }
    }
}
