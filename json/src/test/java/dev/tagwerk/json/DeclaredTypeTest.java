package dev.tagwerk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tagwerk.flow.Encoding;
import dev.tagwerk.flow.ResultCoding;
import dev.tagwerk.flow.ResultException;
import dev.tagwerk.flow.TypeToken;
import dev.tagwerk.json.Samples.Bean;
import dev.tagwerk.json.Samples.Bytes;
import dev.tagwerk.json.Samples.Circle;
import dev.tagwerk.json.Samples.Group;
import dev.tagwerk.json.Samples.Open;
import dev.tagwerk.json.Samples.OpenOne;
import dev.tagwerk.json.Samples.OpenTwo;
import dev.tagwerk.json.Samples.Pair;
import dev.tagwerk.json.Samples.Point;
import dev.tagwerk.json.Samples.Row;
import dev.tagwerk.json.Samples.Shape;
import dev.tagwerk.json.Samples.Square;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Results whose type is declared, and how they stand in the store. */
class DeclaredTypeTest {
    private static final ClassLoader LOADER = DeclaredTypeTest.class.getClassLoader();

    private final ResultCoding coding = ResultCoding.with(new JacksonCodec());

    @Test
    @DisplayName("elements of several classes of one sealed type come back as what they were")
    void encode_sealedTypeDeclared_keepsClasses() {
        List<Shape> shapes = List.of(new Circle(1), new Group(List.of(new Square(2), Samples.Nothing.NOTHING)));

        assertThat(there(shapes, new TypeToken<>() {})).isEqualTo(shapes);
        assertThat(text(coding.encode(shapes, new TypeToken<List<Shape>>() {}.type())))
                .startsWith("[{\"@type\":\"Samples$Circle\",\"radius\":1.0}");
    }

    @Test
    void encode_genericRecordDeclared_comesBack() {
        Pair<List<Row>, Map<Point, Optional<Instant>>> pair =
                new Pair<>(List.of(new Row("a", 1)), Map.of(new Point(1, 2), Optional.of(Instant.MAX)));

        assertThat(there(pair, new TypeToken<>() {})).isEqualTo(pair);
        assertThat(there(List.of(new Pair<>(1L, 'c')), new TypeToken<List<Pair<Long, Character>>>() {}))
                .isEqualTo(List.of(new Pair<>(1L, 'c')));
        assertThat(there(Map.of(new Circle(1), new Square(2)), new TypeToken<Map<Shape, Shape>>() {}))
                .isEqualTo(Map.of(new Circle(1), new Square(2)));
    }

    @Test
    void encode_wildcardsDeclared_standAsTheirBounds() {
        Encoding written = coding.encode(List.of(new Circle(1)), new TypeToken<List<? extends Shape>>() {}.type());

        assertThat(written.format()).isEqualTo("json;java.util.List<" + Shape.class.getName() + ">");
        assertThat(coding.decode(written, null, LOADER)).isEqualTo(List.of(new Circle(1)));
    }

    @Test
    void encode_openTypeDeclared_isRefused() {
        List<Open> values = List.of(new OpenOne("a"), new OpenTwo(1));

        assertThatThrownBy(() -> there(values, new TypeToken<>() {}))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining(Open.class.getName() + " is abstract")
                .hasMessageContaining("make it sealed");
    }

    @Test
    void encode_otherTypeThanDeclared_isRefused() {
        assertThatThrownBy(() -> coding.encode(List.of("a"), new TypeToken<List<Integer>>() {}.type()))
                .isInstanceOf(ResultException.class)
                .hasMessageContaining("java.util.List<java.lang.Integer>");
        assertThatThrownBy(() -> coding.encode(Set.of(1), new TypeToken<List<Integer>>() {}.type()))
                .hasMessageContaining("not subtype of `java.util.List");
    }

    @Test
    void encode_arraysInRecords_comeBack() {
        Bytes bytes = new Bytes(new byte[] {1, -1}, new int[][] {{1}, {}});

        Bytes read = (Bytes) coding.decode(coding.encode(bytes, null), null, LOADER);

        assertThat(read).usingRecursiveComparison().isEqualTo(bytes);
    }

    @Test
    void encode_beanWithoutEquals_isComparedByItsFields() {
        Object read = coding.decode(coding.encode(new Bean("a", 0), null), null, LOADER);

        assertThat(read)
                .isInstanceOfSatisfying(
                        Bean.class, bean -> assertThat(bean.getName()).isEqualTo("a"));
        assertThatThrownBy(() -> coding.encode(new Bean("a", 7), null))
                .hasMessageContaining("at .cache, 7 would come back as 0");
    }

    @Test
    @DisplayName("KO-053: null, an empty map and {value: 3} are told apart")
    void encode_nullAndItsLikes_areToldApart() {
        assertThat(coding.encode(null, null).format()).isEqualTo("json;?");
        assertThat(coding.decode(coding.encode(null, null), null, LOADER)).isNull();
        assertThat(coding.decode(coding.encode(null, Row.class), null, LOADER)).isNull();
        assertThat(coding.decode(coding.encode(Map.of(), null), null, LOADER)).isEqualTo(Map.of());
        assertThat(coding.decode(coding.encode(3, null), null, LOADER)).isEqualTo(3);
        assertThat(coding.decode(coding.encode(Map.of("value", 3), null), null, LOADER))
                .isEqualTo(Map.of("value", 3));
        assertThat(coding.decode(coding.encode(Optional.empty(), null), null, LOADER))
                .isEqualTo(Optional.empty());
    }

    @Test
    @DisplayName("KO-096: compressed above a size, and marked with codec and compression")
    void encode_large_isCompressed() {
        List<Row> rows = java.util.stream.IntStream.range(0, 5000)
                .mapToObj(i -> new Row("row " + i, i))
                .toList();

        Encoding written = coding.encode(rows, null);

        assertThat(written.format()).isEqualTo("json;gzip;java.util.List<" + Row.class.getName() + ">");
        assertThat(written.bytes().length).isLessThan(40_000);
        assertThat(coding.decode(written, null, LOADER)).isEqualTo(rows);
    }

    @Test
    void encode_upToTheSizeOrWhenItDoesNotPay_isNotCompressed() {
        assertThat(coding.encode("a".repeat(4094), null).format()).isEqualTo("json;java.lang.String");
        assertThat(coding.encode("a".repeat(4095), null).format()).isEqualTo("json;gzip;java.lang.String");
        byte[] noise = new byte[5000];
        new java.util.Random(1).nextBytes(noise);
        // Base64 has a quarter of air in it, so it takes very little of it to be larger compressed.
        StringBuilder all = new StringBuilder();
        new java.util.Random(2).ints(6000, 0x4e00, 0x9fff).forEach(all::appendCodePoint);
        assertThat(coding.encode(noise, null).format()).isEqualTo("json;gzip;byte[]");
        assertThat(coding.decode(coding.encode(all.toString(), null), null, LOADER))
                .isEqualTo(all.toString());
    }

    @Test
    void decode_classGone_saysWhich() {
        Encoding written = coding.encode(new Row("a", 1), null);
        Encoding renamed = new Encoding(written.format().replace("Row", "OldRow"), written.bytes());

        assertThatThrownBy(() -> coding.decode(renamed, null, LOADER))
                .isInstanceOf(ResultException.class)
                .hasMessage("a stored result is of type dev.tagwerk.json.Samples$OldRow, but there is no class"
                        + " dev.tagwerk.json.Samples$OldRow any more");
    }

    @Test
    void decode_classChanged_isRefusedRatherThanFilledWithZeros() {
        Encoding fewer = new Encoding("json;" + Row.class.getName(), bytes("{\"id\":\"a\"}"));
        Encoding more = new Encoding("json;" + Row.class.getName(), bytes("{\"id\":\"a\",\"count\":1,\"size\":2}"));

        assertThatThrownBy(() -> coding.decode(fewer, null, LOADER)).hasMessageContaining("count");
        assertThatThrownBy(() -> coding.decode(more, null, LOADER)).hasMessageContaining("size");
    }

    @Test
    void decode_otherTypeDeclaredMeanwhile_saysBoth() {
        Encoding written = coding.encode(List.of("a"), null);

        assertThatThrownBy(() -> coding.decode(written, new TypeToken<List<Integer>>() {}.type(), LOADER))
                .hasMessageStartingWith(
                        "a stored result cannot be read; it was written as java.util.List<java.lang.String>,"
                                + " and shall be read as java.util.List<java.lang.Integer>: ");
        assertThat(coding.decode(written, new TypeToken<Set<String>>() {}.type(), LOADER))
                .isEqualTo(Set.of("a"));
    }

    @Test
    void decode_codecMissing_namesIt() {
        assertThatThrownBy(() -> coding.decode(new Encoding("kryo;java.lang.String", new byte[0]), null, LOADER))
                .hasMessageContaining("\"kryo\"");
        assertThatThrownBy(() -> coding.decode(new Encoding("rubbish", new byte[0]), null, LOADER))
                .hasMessageContaining("\"rubbish\"");
    }

    @Test
    void with_settingsOfTheUser_areUsed() {
        ResultCoding own =
                ResultCoding.with(JacksonCodec.with(builder -> builder.addMixIn(Open.class, ToldApart.class)));

        List<Open> values = List.of(new OpenOne("a"), new OpenTwo(2));
        assertThat(own.decode(own.encode(values, new TypeToken<List<Open>>() {}.type()), null, LOADER))
                .isEqualTo(values);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(OpenOne.class), @JsonSubTypes.Type(OpenTwo.class)})
    private interface ToldApart {}

    private <T> @Nullable Object there(T value, TypeToken<T> type) {
        Encoding written = coding.encode(value, type.type());
        assertThat(coding.decode(written, null, LOADER)).isEqualTo(value);
        return coding.decode(written, type.type(), LOADER);
    }

    private static String text(Encoding encoding) {
        return new String(encoding.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
