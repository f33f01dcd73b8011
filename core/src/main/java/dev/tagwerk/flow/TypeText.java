package dev.tagwerk.flow;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Types as text and back, as they stand beside a stored result. Classes stand with their binary names, so that a class
 * loader finds them; a wildcard stands as its upper bound.
 */
final class TypeText {
    /** Of what an empty list is a list: nothing is known, and nothing needs to be. */
    static final Type NOTHING = new Nothing();

    private static final String NOTHING_TEXT = "?";

    private final String text;
    private final ClassLoader loader;
    private int at;

    private TypeText(String text, ClassLoader loader) {
        this.text = text;
        this.loader = loader;
    }

    /**
     * The text of a type.
     *
     * @throws IllegalArgumentException when it depends on a type variable, whose meaning would be lost
     */
    static String of(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.isArray() ? of(plain.getComponentType()) + "[]" : plain.getName();
        }
        if (type instanceof ParameterizedType generic) {
            return of(generic.getRawType())
                    + Stream.of(generic.getActualTypeArguments())
                            .map(TypeText::of)
                            .collect(Collectors.joining(",", "<", ">"));
        }
        if (type instanceof GenericArrayType array) {
            return of(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            Type bound = wildcard.getUpperBounds()[0];
            return bound == Object.class ? NOTHING_TEXT : of(bound);
        }
        if (type instanceof TypeVariable<?> variable) {
            throw new IllegalArgumentException(
                    "the type variable " + variable + " of " + variable.getGenericDeclaration()
                            + " is not known when the program runs; write the type itself, as in new TypeToken<List<Row>>() {}");
        }
        throw new IllegalArgumentException(type + " is no type that has a text");
    }

    /**
     * The type of a text.
     *
     * @throws ClassNotFoundException when the loader does not know one of its classes
     * @throws IllegalArgumentException when the text is none of a type
     */
    static Type parse(String text, ClassLoader loader) throws ClassNotFoundException {
        TypeText reader = new TypeText(text, loader);
        Type type = reader.type();
        if (reader.at < text.length()) {
            throw reader.bad();
        }
        return type;
    }

    private Type type() throws ClassNotFoundException {
        int start = at;
        while (at < text.length() && "<>,[".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String name = text.substring(start, at);
        if (name.isEmpty()) {
            throw bad();
        }
        Type type = name.equals(NOTHING_TEXT) ? NOTHING : named(name);
        if (type instanceof Class<?> raw && take("<")) {
            List<Type> arguments = new ArrayList<>();
            do {
                arguments.add(type());
            } while (take(","));
            if (!take(">") || arguments.size() != raw.getTypeParameters().length) {
                throw bad();
            }
            type = new Generic(raw, List.copyOf(arguments));
        }
        while (take("[]")) {
            type = arrayOf(type);
        }
        return type;
    }

    private boolean take(String expected) {
        boolean there = text.startsWith(expected, at);
        if (there) {
            at += expected.length();
        }
        return there;
    }

    private IllegalArgumentException bad() {
        return new IllegalArgumentException("\"" + text + "\" is not the text of a type (wrong at position " + at
                + "); expected something like java.util.List<com.example.Row>");
    }

    private Type named(String name) throws ClassNotFoundException {
        return switch (name) {
            case "boolean" -> boolean.class;
            case "byte" -> byte.class;
            case "short" -> short.class;
            case "char" -> char.class;
            case "int" -> int.class;
            case "long" -> long.class;
            case "float" -> float.class;
            case "double" -> double.class;
            default -> Class.forName(name, false, loader);
        };
    }

    static Type generic(Class<?> raw, Type... arguments) {
        return new Generic(raw, List.of(arguments));
    }

    static Type arrayOf(Type component) {
        return component instanceof Class<?> plain
                ? Array.newInstance(plain, 0).getClass()
                : new GenericArray(component);
    }

    /** The class behind a type. */
    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType generic) {
            return raw(generic.getRawType());
        }
        if (type instanceof GenericArrayType array) {
            return Array.newInstance(raw(array.getGenericComponentType()), 0).getClass();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        throw new IllegalArgumentException(type + " has no class");
    }

    private record Nothing() implements WildcardType {
        @Override
        public Type[] getUpperBounds() {
            return new Type[] {Object.class};
        }

        @Override
        public Type[] getLowerBounds() {
            return new Type[0];
        }

        @Override
        public String toString() {
            return NOTHING_TEXT;
        }
    }

    private record Generic(Class<?> raw, List<Type> arguments) implements ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return raw;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return raw.getDeclaringClass();
        }

        @Override
        public String toString() {
            return of(this);
        }
    }

    private record GenericArray(Type component) implements GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public String toString() {
            return of(this);
        }
    }
}
