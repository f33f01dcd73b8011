package dev.tagwerk.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagwerk.flow.ResultCoding;
import dev.tagwerk.flow.ResultException;
import dev.tagwerk.json.Samples.Circle;
import dev.tagwerk.json.Samples.Closed;
import dev.tagwerk.json.Samples.HasObject;
import dev.tagwerk.json.Samples.HasOpen;
import dev.tagwerk.json.Samples.Maybe;
import dev.tagwerk.json.Samples.OpenOne;
import dev.tagwerk.json.Samples.Pair;
import dev.tagwerk.json.Samples.Plain;
import dev.tagwerk.json.Samples.Row;
import dev.tagwerk.json.Samples.Square;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would not come back equal is refused, with the place, the value and the way out. */
class RefusedResultTest {
    private final ResultCoding coding = ResultCoding.found(getClass().getClassLoader());

    static Stream<Arguments> unclear() {
        Runnable function = () -> {};
        return Stream.of(
                refused(
                        List.of(new Circle(1), new Square(2)),
                        "[1]",
                        "at [1] it is of type dev.tagwerk.json.Samples$Square, where [0] is of type dev.tagwerk.json.Samples$Circle",
                        ".returns(new TypeToken<List<Samples.Shape>>() {})"),
                refused(
                        Map.of("k", Arrays.asList(1, null, 2L)),
                        "[k][2]",
                        "of type java.lang.Long, where [k][0] is of type java.lang.Integer",
                        ".returns(new TypeToken<Map<String, List<Number>>>() {})"),
                refused(
                        List.of(List.of("a"), List.of(1)),
                        "[1]",
                        "of type java.util.List<java.lang.Integer>, where [0] is of type java.util.List<java.lang.String>",
                        "TypeToken<List<List<…>>>"),
                refused(
                        Optional.of(new Pair<>("a", 1)),
                        ".get()",
                        "is a dev.tagwerk.json.Samples$Pair, whose type parameters are not known",
                        ".returns(new TypeToken<Optional<Samples.Pair<A, B>>>() {})"),
                refused(
                        new List<?>[] {List.of(1), List.of(2L)},
                        "[1]",
                        "of type java.util.List<java.lang.Long>",
                        "TypeToken<List<…>[]>"),
                refused(new AtomicReference<>("a"), "", "AtomicReference", "TypeToken<AtomicReference<V>>"),
                refused(new EnumMap<>(Plain.class), "", "empty EnumMap", "TypeToken<EnumMap<…, …>>"),
                refused(List.of(function), "[0]", "is a function, which has no content", ""),
                refused(new Object() {}, "", "is of the anonymous class dev.tagwerk.json.RefusedResultTest$", ""),
                refused(
                        Stream.of(1),
                        "",
                        "is a Stream, which can be read only once; return its elements as a List",
                        ""),
                refused(List.of(1).iterator(), "", "is a Iterator, which can be read only once", ""),
                refused(new CompletableFuture<>(), "", "is a Future; return what it will hold", ""),
                refused(
                        new ByteArrayInputStream(new byte[0]),
                        "",
                        "java.io.ByteArrayInputStream, which has no content",
                        ""),
                refused(new Object(), "", "java.lang.Object, which has no content", ""),
                refused(new PriorityQueue<>(List.of(2, 1)), "", "PriorityQueue, whose order", ""),
                refused(new IdentityHashMap<String, String>(), "", "IdentityHashMap", ""));
    }

    private static Arguments refused(Object value, String place, String why, String instead) {
        return Arguments.of(value, place, why, instead);
    }

    @ParameterizedTest
    @MethodSource("unclear")
    void encode_typeThatCannotBeTold_isRefused(Object value, String place, String why, String instead) {
        ResultException refused = refusal(value);

        assertThat(refused.place()).isEqualTo(place);
        assertThat(refused)
                .hasMessageStartingWith("the result cannot be stored: " + (place.isEmpty() ? "it " : "at " + place));
        assertThat(refused).hasMessageContaining(why).hasMessageContaining(instead);
        assertThat(String.valueOf(refused.getMessage()).contains("Declare")).isEqualTo(!instead.isEmpty());
    }

    static Stream<Arguments> changed() {
        return Stream.of(
                refused(
                        new TreeMap<>(Map.of("a", 1)).descendingMap(),
                        "",
                        "the order of a SortedMap with a comparator would be lost"),
                refused(
                        Map.of("a", new java.util.TreeSet<>(String.CASE_INSENSITIVE_ORDER)),
                        "[a]",
                        "the order of a SortedSet with a comparator would be lost"),
                refused(new HasObject(5L), ".any", "5 (java.lang.Long) would come back as 5 (java.lang.Integer)"),
                refused(new HasObject(new Row("a", 1)), ".any", "would come back as {id=a, count=1}"),
                refused(new HasObject(List.of(0.5f)), ".any[0]", "0.5 (java.lang.Float) would come back as 0.5"),
                refused(nullOptional(), ".text", "null would come back as Optional.empty"),
                refused(
                        List.of(Optional.empty(), Optional.of(Optional.of(1))),
                        "[0].get()",
                        "null would come back as Optional.empty"));
    }

    private static Arguments refused(Object value, String place, String why) {
        return Arguments.of(value, place, why);
    }

    @SuppressWarnings({"NullAway", "NullOptional"}) // as in code without our checks
    private static Maybe nullOptional() {
        return new Maybe(null, 1);
    }

    @ParameterizedTest
    @MethodSource("changed")
    @DisplayName("KO-054: what JSON would change silently is refused")
    void encode_whatWouldChange_isRefused(Object value, String place, String why) {
        ResultException refused = refusal(value);

        assertThat(refused.place()).isEqualTo(place);
        assertThat(refused).hasMessageContaining(why);
    }

    static Stream<Arguments> impossible() {
        List<Object> itself = new ArrayList<>();
        itself.add(itself);
        return Stream.of(
                Arguments.of(new HasOpen(new OpenOne("a")), "abstract, and which class"),
                Arguments.of(new Closed("a", 1), "Closed"),
                Arguments.of(new Samples.Empty(), "Empty"),
                Arguments.of(new HasObject(itself), ""),
                Arguments.of(itself, "does it contain itself"));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    @DisplayName("KO-055: a result that cannot be written is an error of its task, with the reason")
    void encode_whatCannotBeWritten_isRefused(Object value, String why) {
        assertThat(refusal(value)).hasMessageContaining(why);
    }

    @Test
    void encode_cycleOfMutableObjects_isRefused() {
        Ring ring = new Ring();
        ring.next = ring;

        assertThat(refusal(ring)).hasMessageContaining("Ring");
    }

    static final class Ring {
        @org.jspecify.annotations.Nullable
        Ring next;
    }

    private ResultException refusal(Object value) {
        return catchThrowableOfType(ResultException.class, () -> coding.encode(value, null));
    }
}
