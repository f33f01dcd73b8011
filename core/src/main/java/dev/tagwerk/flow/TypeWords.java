package dev.tagwerk.flow;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Types as people write them: {@code List<Row>} instead of {@code java.util.List<com.acme.Report$Row>}. */
final class TypeWords {
    private TypeWords() {}

    /** The type without packages. */
    static String of(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.isArray() ? of(plain.getComponentType()) + "[]" : shortName(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return of(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(TypeWords::of)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        if (type instanceof GenericArrayType array) {
            return of(array.getGenericComponentType()) + "[]";
        }
        if (type instanceof WildcardType wildcard) {
            if (wildcard.getLowerBounds().length > 0) {
                return "? super " + of(wildcard.getLowerBounds()[0]);
            }
            Type upper = wildcard.getUpperBounds()[0];
            return upper == Object.class ? "?" : "? extends " + of(upper);
        }
        return type.getTypeName();
    }

    /** The type without packages, unless it then looks like this other one. */
    static String of(Type type, Type besides) {
        return of(type).equals(of(besides)) ? type.getTypeName() : of(type);
    }

    /** A class without its package, with the classes around it. */
    static String shortName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }
}
