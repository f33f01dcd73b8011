package dev.tagwerk.flow;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A type whose variables have been replaced by what they stand for. */
sealed interface SubstitutedType extends Type {
    /** A generic type with arguments; equal to the one that the JDK makes. */
    record Generic(Class<?> rawType, List<Type> arguments) implements SubstitutedType, ParameterizedType {
        @Override
        public Type[] getActualTypeArguments() {
            return arguments.toArray(Type[]::new);
        }

        @Override
        public Type getRawType() {
            return rawType;
        }

        @Override
        public @Nullable Type getOwnerType() {
            return rawType.getDeclaringClass();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof ParameterizedType type
                    && rawType.equals(type.getRawType())
                    && Objects.equals(getOwnerType(), type.getOwnerType())
                    && Arrays.equals(getActualTypeArguments(), type.getActualTypeArguments());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(getActualTypeArguments())
                    ^ Objects.hashCode(getOwnerType())
                    ^ Objects.hashCode(rawType);
        }

        @Override
        public String toString() {
            return rawType.getName()
                    + arguments.stream().map(Type::getTypeName).collect(Collectors.joining(", ", "<", ">"));
        }
    }

    /** An array of a generic type; equal to the one that the JDK makes. */
    record ArrayOf(Type component) implements SubstitutedType, GenericArrayType {
        @Override
        public Type getGenericComponentType() {
            return component;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof GenericArrayType type && component.equals(type.getGenericComponentType());
        }

        @Override
        public int hashCode() {
            return component.hashCode();
        }
    }

    /** A wildcard; equal to the one that the JDK makes. */
    record Within(List<Type> upper, List<Type> lower) implements SubstitutedType, WildcardType {
        @Override
        public Type[] getUpperBounds() {
            return upper.toArray(Type[]::new);
        }

        @Override
        public Type[] getLowerBounds() {
            return lower.toArray(Type[]::new);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof WildcardType type
                    && Arrays.equals(getUpperBounds(), type.getUpperBounds())
                    && Arrays.equals(getLowerBounds(), type.getLowerBounds());
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(getLowerBounds()) ^ Arrays.hashCode(getUpperBounds());
        }
    }
}
