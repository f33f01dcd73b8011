package dev.tagwerk.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.flow.ResultCoding;
import dev.tagwerk.json.Samples.Grid;
import dev.tagwerk.json.Samples.Point;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal results give equal bytes: their digest decides whether dependents run again. */
class StableBytesTest {
    private final ResultCoding coding = ResultCoding.with(new JacksonCodec());

    static Stream<List<?>> elements() {
        return Stream.of(
                IntStream.range(0, 200).boxed().toList(),
                IntStream.range(0, 200).mapToObj(i -> "k" + i).toList(),
                IntStream.range(0, 200).mapToObj(i -> new UUID(i * 31L, i)).toList(),
                IntStream.range(0, 200).mapToObj(i -> new Point(i % 7, i)).toList(),
                IntStream.range(0, 20).mapToObj(i -> BigDecimal.ONE.setScale(i)).toList(),
                IntStream.range(0, 50).mapToObj(i -> Set.of(i, i + 1, i + 2)).toList());
    }

    @ParameterizedTest
    @MethodSource("elements")
    void encode_sameSetsBuiltOtherwise_givesSameBytes(List<Object> elements) {
        assertSame(elements, HashSet::new, StableBytesTest::crowded, Set::copyOf);
    }

    @ParameterizedTest
    @MethodSource("elements")
    void encode_sameMapsBuiltOtherwise_givesSameBytes(List<Object> elements) {
        assertSame(
                elements,
                all -> fill(new HashMap<>(), all),
                all -> fill(new HashMap<>(5000), all),
                all -> Map.copyOf(fill(new HashMap<>(), all)),
                all -> Collections.unmodifiableMap(fill(new HashMap<>(2000), all)));
        assertSame(
                elements, all -> fill(new ConcurrentHashMap<>(), all), all -> fill(new ConcurrentHashMap<>(5000), all));
    }

    @ParameterizedTest
    @MethodSource("elements")
    void encode_sameMapsInRecords_givesSameBytes(List<Object> elements) {
        assertSame(elements, all -> grid(new HashSet<>(all)), all -> grid(crowded(all)), all -> grid(Set.copyOf(all)));
    }

    private static Grid grid(Set<Object> some) {
        Map<Point, Set<Point>> map = new HashMap<>(some.size() * 50);
        some.forEach(one ->
                map.put(new Point(one.hashCode(), 1), Set.of(new Point(1, 2), new Point(2, 1), new Point(3, 3))));
        return new Grid(Map.copyOf(map));
    }

    @SafeVarargs
    private void assertSame(List<Object> elements, Function<Collection<Object>, Object>... builders) {
        List<Object> backwards = new ArrayList<>(elements);
        Collections.reverse(backwards);
        byte[] expected = coding.encode(builders[0].apply(elements), null).bytes();
        for (Function<Collection<Object>, Object> builder : builders) {
            assertThat(coding.encode(builder.apply(elements), null).bytes()).isEqualTo(expected);
            assertThat(coding.encode(builder.apply(backwards), null).bytes()).isEqualTo(expected);
        }
    }

    private static Set<Object> crowded(Collection<Object> elements) {
        Set<Object> set = new HashSet<>(10_000);
        set.addAll(elements);
        return set;
    }

    private static Map<Object, Object> fill(Map<Object, Object> map, Collection<Object> elements) {
        elements.forEach(element -> map.put(element, List.of(1)));
        return map;
    }

    @Test
    void encode_unordered_sortsAsPeopleDo() {
        assertThat(text(new HashSet<>(List.of(10, 9, 100)))).isEqualTo("[9,10,100]");
        assertThat(text(Map.of(10, 'a', 9, 'b'))).isEqualTo("{\"9\":\"b\",\"10\":\"a\"}");
        assertThat(text(Map.of(new Point(2, 1), 1, new Point(1, 2), 2)))
                .isEqualTo("[[{\"x\":1,\"y\":2},2],[{\"x\":2,\"y\":1},1]]");
    }

    @Test
    @DisplayName("the order of what has one stands in the bytes")
    void encode_ordered_keepsItsOrder() {
        Map<String, Integer> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("a", 2);
        assertThat(text(map)).isEqualTo("{\"z\":1,\"a\":2}");
        assertThat(text(Collections.unmodifiableMap(map))).isEqualTo("{\"z\":1,\"a\":2}");
        assertThat(text(new LinkedHashSet<>(List.of(3, 1)))).isEqualTo("[3,1]");
        assertThat(text(List.of(3, 1))).isEqualTo("[3,1]");
    }

    private String text(Object value) {
        return new String(coding.encode(value, null).bytes(), StandardCharsets.UTF_8);
    }
}
