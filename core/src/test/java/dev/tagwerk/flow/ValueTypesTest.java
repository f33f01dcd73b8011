package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule by which a value may be passed, case by case: the types are those of the methods below. */
class ValueTypesTest {
    record Row() {}

    static class Rows extends ArrayList<Row> {
        private static final long serialVersionUID = 1;
    }

    @SuppressWarnings({"rawtypes", "NonApiType"})
    interface Types<T> {
        int anInt();

        Integer integer();

        long aLong();

        Long longBox();

        double aDouble();

        char aChar();

        short aShort();

        boolean aBoolean();

        Object object();

        String string();

        CharSequence chars();

        List<Row> rows();

        List<? extends Row> someRows();

        List<?> any();

        List raw();

        Rows own();

        ArrayList<Row> array();

        Collection<Row> collection();

        Collection<? extends Record> records();

        List<Record> exactRecords();

        List<? super Row> above();

        List<Object> objects();

        Map<String, List<Row>> nested();

        Map<String, List<? extends Row>> nestedSome();

        Map<String, List> nestedRaw();

        Map<String, ? extends Collection<? extends Record>> nestedWide();

        Row[] rowArray();

        Record[] recordArray();

        List<Row>[] listArray();

        Collection<Row>[] collectionArray();

        int[] ints();

        long[] longs();

        Comparable<String> comparable();

        Comparable<Integer> otherComparable();

        T variable();

        List<T> variables();

        <V> List<V> generic();

        <V extends Comparable<V>> V bounded();
    }

    private static Type type(String field) throws NoSuchMethodException {
        return ValueTypes.in(Types.class, Types.class.getDeclaredMethod(field).getGenericReturnType());
    }

    @ParameterizedTest
    @CsvSource({
        // boxes and primitives
        "anInt, integer, true",
        "integer, anInt, true",
        "anInt, aLong, true",
        "integer, aLong, true",
        "anInt, longBox, false",
        "aLong, anInt, false",
        "aLong, aDouble, true",
        "aChar, anInt, true",
        "aChar, aShort, false",
        "aShort, aChar, false",
        "aBoolean, anInt, false",
        "anInt, aBoolean, false",
        "anInt, object, true",
        "object, anInt, false",
        "string, anInt, false",
        // classes
        "string, chars, true",
        "chars, string, false",
        "object, string, false",
        "string, comparable, true",
        "string, otherComparable, false",
        "anInt, otherComparable, true",
        // generic types
        "rows, rows, true",
        "rows, collection, true",
        "rows, records, true",
        "rows, exactRecords, false",
        "rows, above, true",
        "objects, above, true",
        "exactRecords, above, true",
        "rows, objects, false",
        "rows, any, true",
        "any, rows, false",
        "any, above, false",
        "someRows, rows, false",
        "someRows, records, true",
        "above, records, false",
        "above, above, true",
        "array, rows, true",
        "rows, array, false",
        "own, rows, true",
        "own, records, true",
        "own, exactRecords, false",
        "rows, own, false",
        "nested, nested, true",
        "nested, nestedSome, false",
        "nested, nestedWide, true",
        "nestedSome, nestedWide, true",
        "nestedWide, nested, false",
        // raw types hold what cannot be known
        "raw, rows, true",
        "rows, raw, true",
        "raw, array, false",
        "string, raw, false",
        "nestedRaw, nested, true",
        "nested, nestedRaw, true",
        "variables, rows, true",
        "rows, variables, true",
        "rows, variable, true",
        // arrays
        "rowArray, recordArray, true",
        "recordArray, rowArray, false",
        "rowArray, object, true",
        "rowArray, rows, false",
        "listArray, collectionArray, true",
        "collectionArray, listArray, false",
        "listArray, rowArray, false",
        "ints, longs, false",
        "ints, ints, true"
    })
    @DisplayName("a value fits as in a method call of Java, raw types apart")
    void fits_pairOfTypes_asInACall(String given, String wanted, boolean expected) throws Exception {
        assertThat(ValueTypes.fits(type(given), type(wanted))).isEqualTo(expected);
    }

    @Test
    void in_genericMethods_becomeRaw() throws Exception {
        Type generic = Types.class.getDeclaredMethod("generic").getGenericReturnType();
        Type bounded = Types.class.getDeclaredMethod("bounded").getGenericReturnType();
        assertThat(ValueTypes.in(Types.class, generic)).isEqualTo(List.class);
        assertThat(ValueTypes.in(Types.class, bounded)).isEqualTo(Comparable.class);
    }

    interface Filled extends Types<Map<String, Row>> {}

    @Test
    void in_subclass_variablesHaveTheirValues() throws Exception {
        Type variables = ValueTypes.in(
                Filled.class, Types.class.getDeclaredMethod("variables").getGenericReturnType());
        assertThat(TypeWords.of(variables)).isEqualTo("List<Map<String, ValueTypesTest.Row>>");
        assertThat(variables.getTypeName())
                .isEqualTo("java.util.List<java.util.Map<java.lang.String, " + Row.class.getName() + ">>");
        assertThat(((ParameterizedType) variables).getActualTypeArguments()[0])
                .isEqualTo(((ParameterizedType) Filled.class.getGenericInterfaces()[0]).getActualTypeArguments()[0]);
    }

    @Test
    void in_substitutedTypes_equalThoseOfTheJdk() throws Exception {
        for (String field : List.of("rows", "someRows", "above", "nestedWide", "listArray")) {
            Type ofTheJdk = Types.class.getDeclaredMethod(field).getGenericReturnType();
            Type ours = rebuilt(ofTheJdk);
            assertThat(ours).isNotSameAs(ofTheJdk).isEqualTo(ofTheJdk).hasSameHashCodeAs(ofTheJdk);
            assertThat(ofTheJdk).isEqualTo(ours);
        }
    }

    private static Type rebuilt(Type type) {
        if (type instanceof ParameterizedType generic) {
            return new SubstitutedType.Generic(
                    ValueTypes.raw(type),
                    Arrays.stream(generic.getActualTypeArguments())
                            .map(ValueTypesTest::rebuilt)
                            .toList());
        }
        if (type instanceof WildcardType wildcard) {
            return new SubstitutedType.Within(List.of(wildcard.getUpperBounds()), List.of(wildcard.getLowerBounds()));
        }
        if (type instanceof GenericArrayType array) {
            return new SubstitutedType.ArrayOf(rebuilt(array.getGenericComponentType()));
        }
        return type;
    }

    @SuppressWarnings({"rawtypes", "NonApiType"})
    interface Futures {
        CompletableFuture<List<Row>> rows();

        Future<? extends Row> some();

        Future<?> any();

        Future raw();

        Named named();

        Itself itself();

        String none();

        class Named extends CompletableFuture<String> {}

        class Itself extends RecursiveTask<Itself> {
            private static final long serialVersionUID = 1;

            @Override
            protected Itself compute() {
                return this;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rows, List<ValueTypesTest.Row>",
        "some, ValueTypesTest.Row",
        "any, Object",
        "raw, Object",
        "named, String",
        "itself, ValueTypesTest.Futures.Itself",
        "none, String"
    })
    @DisplayName("W-19: the type of a future is that of its value")
    void awaited_futures_typeOfTheValue(String field, String expected) throws Exception {
        Type type = Futures.class.getDeclaredMethod(field).getGenericReturnType();
        assertThat(TypeWords.of(ValueTypes.awaited(type))).isEqualTo(expected);
    }

    @Test
    void text_types_withoutPackages() throws Exception {
        assertThat(TypeWords.of(type("nestedWide"))).isEqualTo("Map<String, ? extends Collection<? extends Record>>");
        assertThat(TypeWords.of(type("above"))).isEqualTo("List<? super ValueTypesTest.Row>");
        assertThat(TypeWords.of(type("any"))).isEqualTo("List<?>");
        assertThat(TypeWords.of(type("listArray"))).isEqualTo("List<ValueTypesTest.Row>[]");
        assertThat(TypeWords.of(int[][].class)).isEqualTo("int[][]");
        assertThat(TypeWords.of(Task.class, dev.tagwerk.task.Task.class)).isEqualTo("dev.tagwerk.flow.Task");
    }
}
