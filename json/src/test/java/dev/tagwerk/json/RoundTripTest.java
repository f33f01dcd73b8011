package dev.tagwerk.json;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.flow.Encoding;
import dev.tagwerk.flow.ResultCoding;
import dev.tagwerk.json.Samples.Circle;
import dev.tagwerk.json.Samples.Grid;
import dev.tagwerk.json.Samples.Group;
import dev.tagwerk.json.Samples.HasObject;
import dev.tagwerk.json.Samples.Maybe;
import dev.tagwerk.json.Samples.Nested;
import dev.tagwerk.json.Samples.Nothing;
import dev.tagwerk.json.Samples.Plain;
import dev.tagwerk.json.Samples.Point;
import dev.tagwerk.json.Samples.Row;
import dev.tagwerk.json.Samples.Rows;
import dev.tagwerk.json.Samples.Shape;
import dev.tagwerk.json.Samples.Square;
import dev.tagwerk.json.Samples.Times;
import dev.tagwerk.json.Samples.WithBody;
import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results come back as they were: KO-052..055 of the catalogue, whose JSON changed keys, tuples and NaN without a word. */
class RoundTripTest {
    private final ResultCoding coding = ResultCoding.found(getClass().getClassLoader());

    static Stream<Arguments> inferred() {
        return Stream.of(scalars(), times(), collections(), maps(), records(), arrays())
                .flatMap(values -> values)
                .map(one -> Arguments.of(one.getKey(), one.getValue()));
    }

    private static Stream<Map.Entry<Object, String>> scalars() {
        return Stream.of(
                entry("text with \"quotes\", \u0000, \n, \u2028, ümlaut and 🌍", "java.lang.String"),
                entry("half a pair: \uD83C", "java.lang.String"),
                entry('\uD83C', "java.lang.Character"),
                entry("", "java.lang.String"),
                entry(true, "java.lang.Boolean"),
                entry('x', "java.lang.Character"),
                entry('"', "java.lang.Character"),
                entry('\u0000', "java.lang.Character"),
                entry((byte) -128, "java.lang.Byte"),
                entry((short) -32768, "java.lang.Short"),
                entry(Integer.MIN_VALUE, "java.lang.Integer"),
                entry((1L << 53) + 1, "java.lang.Long"),
                entry(Long.MIN_VALUE, "java.lang.Long"),
                entry(5L, "java.lang.Long"),
                entry(0.1, "java.lang.Double"),
                entry(-0.0, "java.lang.Double"),
                entry(1.0, "java.lang.Double"),
                entry(Double.MIN_VALUE, "java.lang.Double"),
                entry(Double.MAX_VALUE, "java.lang.Double"),
                entry(Double.NaN, "java.lang.Double"),
                entry(Double.NEGATIVE_INFINITY, "java.lang.Double"),
                entry(Double.POSITIVE_INFINITY, "java.lang.Double"),
                entry(0.1f, "java.lang.Float"),
                entry(1.17549435E-38f, "java.lang.Float"),
                entry(7.038531E-26f, "java.lang.Float"),
                entry(Float.NaN, "java.lang.Float"),
                entry(Float.POSITIVE_INFINITY, "java.lang.Float"),
                entry(new BigDecimal("1.100"), "java.math.BigDecimal"),
                entry(new BigDecimal("1E+30"), "java.math.BigDecimal"),
                entry(new BigDecimal("-0.00"), "java.math.BigDecimal"),
                entry(new BigDecimal("1E-300000"), "java.math.BigDecimal"),
                entry(new BigDecimal("3".repeat(3000) + ".5"), "java.math.BigDecimal"),
                entry(BigInteger.TWO.pow(4000).negate(), "java.math.BigInteger"),
                entry(new UUID(1, 2), "java.util.UUID"),
                entry(Path.of("relative/../a b.csv"), "java.nio.file.Path"),
                entry(Path.of("/absolute/ü"), "java.nio.file.Path"),
                entry(Path.of(""), "java.nio.file.Path"),
                entry(new File("relative.txt"), "java.io.File"),
                entry(URI.create("http://a/b?c=d%20e#f"), "java.net.URI"),
                entry(URI.create(""), "java.net.URI"),
                entry(Locale.forLanguageTag("de-AT"), "java.util.Locale"),
                entry(Locale.ROOT, "java.util.Locale"),
                entry(Currency.getInstance("EUR"), "java.util.Currency"),
                entry(StandardCharsets.UTF_8, "java.nio.charset.Charset"),
                entry(Plain.B, Plain.class.getName()),
                entry(WithBody.MINUS, WithBody.class.getName()),
                entry(OptionalInt.of(3), "java.util.OptionalInt"),
                entry(OptionalInt.empty(), "java.util.OptionalInt"));
    }

    private static Stream<Map.Entry<Object, String>> times() {
        LocalDateTime ambiguous = LocalDateTime.of(2026, 10, 25, 2, 30);
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        return Stream.of(
                entry(Instant.parse("2026-11-21T14:05:06.123456789Z"), "java.time.Instant"),
                entry(Instant.MAX, "java.time.Instant"),
                entry(Instant.MIN, "java.time.Instant"),
                entry(Instant.EPOCH, "java.time.Instant"),
                entry(LocalDate.of(2026, 2, 28), "java.time.LocalDate"),
                entry(LocalDate.MAX, "java.time.LocalDate"),
                entry(LocalDate.MIN, "java.time.LocalDate"),
                entry(LocalTime.of(1, 2, 3, 4), "java.time.LocalTime"),
                entry(LocalTime.MIDNIGHT, "java.time.LocalTime"),
                entry(LocalDateTime.of(2026, 1, 1, 0, 0, 0, 1), "java.time.LocalDateTime"),
                entry(ZonedDateTime.ofLocal(ambiguous, berlin, ZoneOffset.ofHours(1)), "java.time.ZonedDateTime"),
                entry(ZonedDateTime.ofLocal(ambiguous, berlin, ZoneOffset.ofHours(2)), "java.time.ZonedDateTime"),
                entry(ambiguous.atZone(ZoneId.of("UTC")), "java.time.ZonedDateTime"),
                entry(ambiguous.atZone(ZoneOffset.UTC), "java.time.ZonedDateTime"),
                entry(ambiguous.atZone(ZoneOffset.ofHoursMinutes(5, 30)), "java.time.ZonedDateTime"),
                entry(OffsetDateTime.of(ambiguous, ZoneOffset.ofHours(-7)), "java.time.OffsetDateTime"),
                entry(OffsetDateTime.of(ambiguous, ZoneOffset.UTC), "java.time.OffsetDateTime"),
                entry(OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(3)), "java.time.OffsetTime"),
                entry(Duration.ofSeconds(-5, 7), "java.time.Duration"),
                entry(Duration.ofDays(400), "java.time.Duration"),
                entry(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999), "java.time.Duration"),
                entry(Period.of(1, -2, 3), "java.time.Period"),
                entry(Year.of(12345), "java.time.Year"),
                entry(YearMonth.of(2026, 3), "java.time.YearMonth"),
                entry(MonthDay.of(2, 29), "java.time.MonthDay"),
                entry(DayOfWeek.FRIDAY, "java.time.DayOfWeek"),
                entry(berlin, "java.time.ZoneId"),
                entry(ZoneOffset.ofHours(2), "java.time.ZoneOffset"));
    }

    @SuppressWarnings("JdkObsolete") // users may
    private static Stream<Map.Entry<Object, String>> collections() {
        Set<String> linked = new LinkedHashSet<>(List.of("z", "a", "m"));
        return Stream.of(
                entry(List.of(), "java.util.List<?>"),
                entry(List.of(1, 2), "java.util.List<java.lang.Integer>"),
                entry(Arrays.asList(null, "a", null), "java.util.List<java.lang.String>"),
                entry(Arrays.asList(null, null), "java.util.List<?>"),
                entry(List.of(List.of(), List.of("a")), "java.util.List<java.util.List<java.lang.String>>"),
                entry(
                        List.of(List.of(List.of()), List.of(), List.of(List.of(1L))),
                        "java.util.List<java.util.List<java.util.List<java.lang.Long>>>"),
                entry(
                        List.of(new ArrayList<>(List.of(1)), Arrays.asList(2)),
                        "java.util.List<java.util.List<java.lang.Integer>>"),
                entry(new LinkedList<>(List.of("a")), "java.util.LinkedList<java.lang.String>"),
                entry(
                        new CopyOnWriteArrayList<>(List.of(1)),
                        "java.util.concurrent.CopyOnWriteArrayList<java.lang.Integer>"),
                entry(Set.of("b", "a"), "java.util.Set<java.lang.String>"),
                entry(Set.of(), "java.util.Set<?>"),
                entry(linked, "java.util.Set<java.lang.String>"),
                entry(Collections.unmodifiableSet(linked), "java.util.Set<java.lang.String>"),
                entry(Set.of(new Point(2, 1), new Point(1, 2)), "java.util.Set<" + Point.class.getName() + ">"),
                entry(new TreeSet<>(Set.of(3, 1)), "java.util.SortedSet<java.lang.Integer>"),
                entry(EnumSet.of(Plain.B), "java.util.EnumSet<" + Plain.class.getName() + ">"),
                entry(EnumSet.noneOf(Plain.class), "java.util.EnumSet<" + Plain.class.getName() + ">"),
                entry(Optional.empty(), "java.util.Optional<?>"),
                entry(Optional.of("x"), "java.util.Optional<java.lang.String>"),
                entry(
                        List.of(Optional.empty(), Optional.of(new Row("a", 1))),
                        "java.util.List<java.util.Optional<" + Row.class.getName() + ">>"),
                entry(List.of(WithBody.PLUS, WithBody.MINUS), "java.util.List<" + WithBody.class.getName() + ">"),
                entry(rows(), Rows.class.getName()));
    }

    private static Rows rows() {
        Rows rows = new Rows();
        rows.add(new Row("a", 1));
        return rows;
    }

    private static Stream<Map.Entry<Object, String>> maps() {
        Map<String, Integer> linked = new LinkedHashMap<>();
        linked.put("z", 1);
        linked.put("a", null);
        Map<String, Integer> nullKey = new HashMap<>();
        nullKey.put(null, 1);
        nullKey.put("null", 2);
        return Stream.of(
                entry(Map.of(), "java.util.Map<?,?>"),
                entry(linked, "java.util.Map<java.lang.String,java.lang.Integer>"),
                entry(Collections.unmodifiableMap(linked), "java.util.Map<java.lang.String,java.lang.Integer>"),
                entry(nullKey, "java.util.Map<java.lang.String,java.lang.Integer>"),
                entry(Map.of(1, "a", 2, "b"), "java.util.Map<java.lang.Integer,java.lang.String>"),
                entry(Map.of(1L << 60, "a"), "java.util.Map<java.lang.Long,java.lang.String>"),
                entry(Map.of(0.1, 1, Double.NaN, 2, -0.0, 3), "java.util.Map<java.lang.Double,java.lang.Integer>"),
                entry(Map.of('a', 1), "java.util.Map<java.lang.Character,java.lang.Integer>"),
                entry(Map.of(true, 1), "java.util.Map<java.lang.Boolean,java.lang.Integer>"),
                entry(
                        Map.of(new BigDecimal("1.0"), 1, new BigDecimal("1.00"), 2),
                        "java.util.Map<java.math.BigDecimal,java.lang.Integer>"),
                entry(Map.of(WithBody.PLUS, 1), "java.util.Map<" + WithBody.class.getName() + ",java.lang.Integer>"),
                entry(
                        new EnumMap<>(Map.of(Plain.A, 1)),
                        "java.util.EnumMap<" + Plain.class.getName() + ",java.lang.Integer>"),
                entry(Map.of(new UUID(3, 4), 1), "java.util.Map<java.util.UUID,java.lang.Integer>"),
                entry(Map.of(Path.of("a/b"), 1), "java.util.Map<java.nio.file.Path,java.lang.Integer>"),
                entry(Map.of(Instant.ofEpochSecond(1, 1), 1), "java.util.Map<java.time.Instant,java.lang.Integer>"),
                entry(Map.of(LocalDate.of(2026, 1, 1), 1), "java.util.Map<java.time.LocalDate,java.lang.Integer>"),
                entry(
                        Map.of(LocalDateTime.of(2026, 1, 1, 1, 1).atZone(ZoneId.of("Europe/Berlin")), 1),
                        "java.util.Map<java.time.ZonedDateTime,java.lang.Integer>"),
                entry(Map.of(Duration.ofNanos(1), 1), "java.util.Map<java.time.Duration,java.lang.Integer>"),
                entry(
                        Map.of(new Point(1, 2), Set.of(new Point(3, 4))),
                        "java.util.Map<" + Point.class.getName() + ",java.util.Set<" + Point.class.getName() + ">>"),
                entry(
                        Map.of(List.of(1), Optional.of(2)),
                        "java.util.Map<java.util.List<java.lang.Integer>,java.util.Optional<java.lang.Integer>>"),
                entry(
                        new TreeMap<>(Map.of(2, 'b', 1, 'a')),
                        "java.util.SortedMap<java.lang.Integer,java.lang.Character>"),
                entry(
                        new ConcurrentHashMap<>(Map.of("a", 1)),
                        "java.util.concurrent.ConcurrentHashMap<java.lang.String,java.lang.Integer>"),
                entry(Map.entry("a", 1L), "java.util.Map$Entry<java.lang.String,java.lang.Long>"),
                entry(
                        List.copyOf(Map.of("a", List.of(1)).entrySet()),
                        "java.util.List<java.util.Map$Entry<java.lang.String,java.util.List<java.lang.Integer>>>"));
    }

    private static Stream<Map.Entry<Object, String>> records() {
        Row row = new Row("a", 1);
        return Stream.of(
                entry(row, Row.class.getName()),
                entry(new Nested(row, List.of(row), Map.of("k", List.of(row))), Nested.class.getName()),
                entry(new Maybe(Optional.of("x"), null), Maybe.class.getName()),
                entry(new Maybe(Optional.empty(), 7), Maybe.class.getName()),
                entry(
                        new Grid(Map.of(new Point(1, 1), Set.of(new Point(1, 2), new Point(2, 1)))),
                        Grid.class.getName()),
                entry(
                        new Times(Instant.ofEpochSecond(5, 5), new TreeMap<>(Map.of(Instant.EPOCH, "e"))),
                        Times.class.getName()),
                entry(new Circle(2), Circle.class.getName()),
                entry(
                        new Group(List.of(new Circle(1), new Group(List.of(new Square(2))), Nothing.NOTHING)),
                        Group.class.getName()),
                entry(new HasObject("text"), HasObject.class.getName()),
                entry(new HasObject(null), HasObject.class.getName()));
    }

    private static Stream<Map.Entry<Object, String>> arrays() {
        return Stream.of(
                entry(new byte[] {0, -1, 127}, "byte[]"),
                entry(new char[] {'a', '\n'}, "char[]"),
                entry(new int[][] {{1}, {}, {2, 3}}, "int[][]"),
                entry(new double[] {Double.NaN, 1, -0.0}, "double[]"),
                entry(new String[] {"a", null}, "java.lang.String[]"),
                entry(new Row[] {new Row("a", 1)}, Row.class.getName() + "[]"),
                entry(new Shape[] {new Circle(1), new Square(1)}, Shape.class.getName() + "[]"),
                entry(new List<?>[] {List.of(1), List.of()}, "java.util.List<java.lang.Integer>[]"),
                entry(List.of(new int[] {1}, new int[] {2}), "java.util.List<int[]>"));
    }

    @ParameterizedTest
    @MethodSource("inferred")
    @DisplayName("KO-054: what was written comes back, or is refused")
    void result_withoutDeclaredType_comesBack(Object value, String type) {
        Encoding written = coding.encode(value, null);

        Object read = coding.decode(written, null, getClass().getClassLoader());

        assertThat(written.format()).isIn("json;" + type, "json;gzip;" + type);
        same(value, read);
    }

    private static void same(Object value, @Nullable Object read) {
        if (value instanceof Optional || value instanceof Map || value instanceof Set) {
            assertThat(read).isEqualTo(value);
        } else {
            // arrays have no equals
            Object[] before = {value instanceof List<?> list ? list.toArray() : value};
            Object[] after = {read instanceof List<?> list ? list.toArray() : read};
            assertThat(Arrays.deepEquals(before, after))
                    .as(() -> Arrays.deepToString(before) + " came back as " + Arrays.deepToString(after))
                    .isTrue();
        }
    }
}
