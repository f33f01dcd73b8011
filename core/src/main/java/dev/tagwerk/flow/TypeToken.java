package dev.tagwerk.flow;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A generic type that is still known when the program runs: {@code new TypeToken<List<Shape>>() {}}. Immutable.
 *
 * @param <T> the type
 */
public abstract class TypeToken<T> {
    private final Type type;

    /**
     * Takes the type from the class that extends this one.
     *
     * @throws IllegalArgumentException when it was left out, or depends on a type variable
     */
    protected TypeToken() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType itself)
                || itself.getRawType() != TypeToken.class) {
            throw new IllegalArgumentException(
                    getClass().getName()
                            + ": a type token needs its type in angle brackets, and braces at the end: new TypeToken<List<Row>>() {}");
        }
        type = itself.getActualTypeArguments()[0];
        TypeText.of(type);
    }

    /** The type, with all its arguments. */
    public final Type type() {
        return type;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof TypeToken<?> token && token.type.equals(type);
    }

    @Override
    public final int hashCode() {
        return type.hashCode();
    }

    @Override
    public final String toString() {
        return TypeText.of(type);
    }
}
