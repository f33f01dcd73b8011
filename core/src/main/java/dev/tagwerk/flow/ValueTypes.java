package dev.tagwerk.flow;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which value may be passed where, decided from types alone.
 *
 * <p>The rule is that of a method call in Java, with two exceptions in favour of the user:
 *
 * <ul>
 *   <li>primitive types are boxed and unboxed, and widened as in Java: {@code int} and {@code Integer} fit {@code long}, but not
 *       {@code Long};
 *   <li>a generic type fits another one when it has it as a supertype with equal arguments, or with arguments that lie within the
 *       bounds of wildcards: {@code ArrayList<Row>} fits {@code Collection<? extends Record>}, but {@code List<Row>} does not fit
 *       {@code List<Record>};
 *   <li><em>first exception:</em> a raw type on either side, at any depth, fits if its class does, without a warning: what it holds
 *       cannot be known;
 *   <li><em>second exception:</em> variables of a generic method, which have no value here, make their type raw.
 * </ul>
 *
 * <p>Variables of generic superclasses are replaced by what the class says they are.
 */
final class ValueTypes {
    private static final List<Class<?>> WIDENING =
            List.of(byte.class, short.class, int.class, long.class, float.class, double.class);
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            char.class, Character.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            void.class, Void.class);

    private ValueTypes() {}

    /** Whether a value of the one type may be passed where the other is wanted. */
    static boolean fits(Type given, Type wanted) {
        if (wanted instanceof Class<?> plain && plain.isPrimitive()) {
            return given instanceof Class<?> from && widens(unboxed(from), plain);
        }
        return isSubtype(boxed(given), wanted);
    }

    /** The class that is there at run time. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return (Class<?>) generic.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> variable ? raw(variable.getBounds()[0]) : Object.class;
    }

    /** The box of a primitive type; any other type as it is. */
    static Type boxed(Type type) {
        return type instanceof Class<?> plain ? BOXES.getOrDefault(plain, plain) : type;
    }

    /** What a task of this type is worth to others: that of a future is what it will hold. */
    static Type awaited(Type type) {
        for (Class<?> async : List.of(CompletionStage.class, Future.class)) {
            Type found = supertype(type, async);
            if (found instanceof ParameterizedType generic) {
                Type value = upper(generic.getActualTypeArguments()[0]);
                return value.equals(type) ? type : awaited(value);
            }
            if (found != null) {
                return Object.class;
            }
        }
        return type;
    }

    /** The same type, seen from this class: variables of the class and its supertypes have their values. */
    static Type in(Class<?> context, Type type) {
        Map<TypeVariable<?>, Type> values = new HashMap<>();
        collect(context, values);
        return substitute(type, values::get);
    }

    private static void collect(Class<?> type, Map<TypeVariable<?>, Type> values) {
        for (Type supertype : supertypes(type)) {
            if (supertype instanceof ParameterizedType generic) {
                TypeVariable<?>[] variables = raw(generic).getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    values.put(variables[i], substitute(generic.getActualTypeArguments()[i], values::get));
                }
            }
            collect(raw(supertype), values);
        }
    }

    private static List<Type> supertypes(Class<?> type) {
        Type superclass = type.getGenericSuperclass();
        Type[] interfaces = type.getGenericInterfaces();
        if (superclass == null) {
            return type.isInterface() ? concat(Object.class, interfaces) : List.of(interfaces);
        }
        return concat(superclass, interfaces);
    }

    private static List<Type> concat(Type first, Type[] others) {
        Type[] all = Arrays.copyOf(others, others.length + 1);
        all[others.length] = first;
        return List.of(all);
    }

    /** Replaces variables; a generic type with one that has no value becomes raw. */
    private static Type substitute(Type type, Values values) {
        if (type instanceof TypeVariable<?> variable) {
            Type value = values.of(variable);
            return value == null ? raw(variable) : value;
        }
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Type[] replaced = arguments.clone();
            for (int i = 0; i < arguments.length; i++) {
                if (isOpen(arguments[i], values)) {
                    return raw(generic);
                }
                replaced[i] = substitute(arguments[i], values);
            }
            return Arrays.equals(arguments, replaced)
                    ? type
                    : new SubstitutedType.Generic(raw(generic), List.of(replaced));
        }
        if (type instanceof GenericArrayType array) {
            Type component = substitute(array.getGenericComponentType(), values);
            return component instanceof Class<?> plain
                    ? Array.newInstance(plain, 0).getClass()
                    : new SubstitutedType.ArrayOf(component);
        }
        if (type instanceof WildcardType wildcard) {
            UnaryOperator<Type> replace = bound -> substitute(bound, values);
            return new SubstitutedType.Within(
                    Arrays.stream(wildcard.getUpperBounds()).map(replace).toList(),
                    Arrays.stream(wildcard.getLowerBounds()).map(replace).toList());
        }
        return type;
    }

    private static boolean isOpen(Type argument, Values values) {
        if (argument instanceof TypeVariable<?> variable) {
            return values.of(variable) == null;
        }
        if (argument instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).anyMatch(bound -> isOpen(bound, values))
                    || Arrays.stream(wildcard.getLowerBounds()).anyMatch(bound -> isOpen(bound, values));
        }
        return false;
    }

    /** The supertype of this class that a type has, with its arguments where they are known; null for none. */
    static @Nullable Type supertype(Type type, Class<?> wanted) {
        Class<?> raw = raw(type);
        if (!wanted.isAssignableFrom(raw)) {
            return null;
        }
        if (raw == wanted || raw.isArray()) {
            return raw == wanted ? type : wanted;
        }
        Map<TypeVariable<?>, Type> values = new HashMap<>();
        if (type instanceof ParameterizedType generic) {
            TypeVariable<?>[] variables = raw.getTypeParameters();
            for (int i = 0; i < variables.length; i++) {
                values.put(variables[i], generic.getActualTypeArguments()[i]);
            }
        }
        for (Type supertype : supertypes(raw)) {
            Type found = supertype(substitute(supertype, values::get), wanted);
            if (found != null) {
                return found;
            }
        }
        return wanted;
    }

    private static boolean isSubtype(Type given, Type wanted) {
        if (given.equals(wanted) || wanted == Object.class) {
            return true;
        }
        if (given instanceof WildcardType wildcard) {
            return isSubtype(wildcard.getUpperBounds()[0], wanted);
        }
        if (wanted instanceof ParameterizedType generic) {
            Type found = supertype(given, raw(generic));
            return found != null && argumentsFit(found, generic);
        }
        if (wanted instanceof GenericArrayType array) {
            Type component = component(given);
            return component != null && isSubtype(component, array.getGenericComponentType());
        }
        return raw(wanted).isAssignableFrom(raw(given));
    }

    private static boolean argumentsFit(Type found, ParameterizedType wanted) {
        if (!(found instanceof ParameterizedType generic)) {
            return true;
        }
        Type[] has = generic.getActualTypeArguments();
        Type[] wants = wanted.getActualTypeArguments();
        for (int i = 0; i < wants.length; i++) {
            if (!contains(wants[i], has[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean contains(Type wanted, Type given) {
        if (wanted instanceof WildcardType wildcard) {
            return Arrays.stream(wildcard.getUpperBounds()).allMatch(bound -> isSubtype(upper(given), bound))
                    && Arrays.stream(wildcard.getLowerBounds()).allMatch(bound -> isSubtype(bound, lower(given)));
        }
        return isSame(given, wanted);
    }

    private static boolean isSame(Type a, Type b) {
        if (a.equals(b)) {
            return true;
        }
        if (a instanceof WildcardType || b instanceof WildcardType) {
            return a instanceof WildcardType && b instanceof WildcardType && contains(a, b) && contains(b, a);
        }
        if (a instanceof ParameterizedType one && b instanceof ParameterizedType other) {
            Type[] ones = one.getActualTypeArguments();
            Type[] others = other.getActualTypeArguments();
            boolean same = raw(a) == raw(b);
            for (int i = 0; same && i < ones.length; i++) {
                same = isSame(ones[i], others[i]);
            }
            return same;
        }
        Type componentOfA = component(a);
        Type componentOfB = component(b);
        if (componentOfA != null && componentOfB != null) {
            return isSame(componentOfA, componentOfB);
        }
        boolean oneIsRaw = a instanceof ParameterizedType || b instanceof ParameterizedType;
        return oneIsRaw && raw(a) == raw(b);
    }

    /** The type, or that of what a wildcard stands for. */
    static Type upper(Type type) {
        return type instanceof WildcardType wildcard ? wildcard.getUpperBounds()[0] : type;
    }

    /** What is surely accepted by a place of this type; {@code ?} alone accepts nothing that is known. */
    private static Type lower(Type type) {
        if (type instanceof WildcardType wildcard) {
            return wildcard.getLowerBounds().length == 0 ? Void.class : wildcard.getLowerBounds()[0];
        }
        return type;
    }

    private static @Nullable Type component(Type type) {
        return type instanceof GenericArrayType array
                ? array.getGenericComponentType()
                : type instanceof Class<?> plain ? plain.getComponentType() : null;
    }

    private static Class<?> unboxed(Class<?> type) {
        return BOXES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(type);
    }

    private static boolean widens(Class<?> from, Class<?> to) {
        int target = WIDENING.indexOf(to);
        return from == to
                || (from == char.class && target >= WIDENING.indexOf(int.class))
                || (WIDENING.contains(from) && WIDENING.indexOf(from) <= target);
    }

    /** What variables stand for. */
    private interface Values {
        @Nullable
        Type of(TypeVariable<?> variable);
    }
}
