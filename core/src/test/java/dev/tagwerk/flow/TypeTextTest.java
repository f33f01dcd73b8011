package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeTextTest {
    record Row() {}

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(int.class, "int"),
                Arguments.of(int[][].class, "int[][]"),
                Arguments.of(String.class, "java.lang.String"),
                Arguments.of(Row[].class, "dev.tagwerk.flow.TypeTextTest$Row[]"),
                Arguments.of(new TypeToken<List<Row>>() {}.type(), "java.util.List<dev.tagwerk.flow.TypeTextTest$Row>"),
                Arguments.of(
                        new TypeToken<Map<String, List<Set<Integer>>>>() {}.type(),
                        "java.util.Map<java.lang.String,java.util.List<java.util.Set<java.lang.Integer>>>"),
                Arguments.of(new TypeToken<List<String>[]>() {}.type(), "java.util.List<java.lang.String>[]"),
                Arguments.of(
                        new TypeToken<Map.Entry<int[], List<byte[]>[]>>() {}.type(),
                        "java.util.Map$Entry<int[],java.util.List<byte[]>[]>"));
    }

    @ParameterizedTest
    @MethodSource("types")
    void parse_textOfType_givesTypeAgain(Type type, String text) throws Exception {
        Type parsed = TypeText.parse(text, getClass().getClassLoader());

        assertThat(TypeText.of(type)).isEqualTo(text);
        assertThat(TypeText.of(parsed)).isEqualTo(text);
        assertThat(TypeText.raw(parsed)).isEqualTo(TypeText.raw(type));
    }

    @Test
    void of_wildcards_areTheirBounds() {
        assertThat(TypeText.of(new TypeToken<Map<? extends Number, ?>>() {}.type()))
                .isEqualTo("java.util.Map<java.lang.Number,?>");
    }

    @Test
    void parse_nothing_isNothing() throws Exception {
        assertThat(TypeText.parse("?", getClass().getClassLoader())).isEqualTo(TypeText.NOTHING);
        assertThat(TypeText.of(TypeText.parse("java.util.List<?>", getClass().getClassLoader())))
                .isEqualTo("java.util.List<?>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "java.util.List<",
                "java.util.List<>",
                "java.util.List<int",
                "java.util.List<int>>",
                "java.util.Map<int>",
                "int<int>",
                "int[]x",
                ",",
                "?<int>"
            })
    void parse_noType_isRefused(String text) {
        assertThatThrownBy(() -> TypeText.parse(text, getClass().getClassLoader()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Test
    void parse_unknownClass_isNamed() {
        assertThatThrownBy(() -> TypeText.parse(
                        "java.util.List<com.example.Gone>", getClass().getClassLoader()))
                .isInstanceOf(ClassNotFoundException.class)
                .hasMessageContaining("com.example.Gone");
    }

    @Test
    void typeToken_withoutType_isRefused() {
        assertThatThrownBy(TypeTextTest::tokenOfVariable)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("type variable T");
        assertThatThrownBy(RawToken::new)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("new TypeToken<List<Row>>() {}");
        assertThatThrownBy(SecondHand::new).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void typeToken_ofSameType_isEqual() {
        assertThat(new TypeToken<List<String>>() {})
                .isEqualTo(new TypeToken<List<String>>() {})
                .hasSameHashCodeAs(new TypeToken<List<String>>() {})
                .isNotEqualTo(new TypeToken<List<Integer>>() {})
                .hasToString("java.util.List<java.lang.String>");
    }

    private static <T> TypeToken<List<T>> tokenOfVariable() {
        return new TypeToken<>() {};
    }

    @SuppressWarnings("rawtypes")
    private static final class RawToken extends TypeToken {}

    private static class FirstHand<T> extends TypeToken<List<String>> {}

    private static final class SecondHand extends FirstHand<String> {}
}
