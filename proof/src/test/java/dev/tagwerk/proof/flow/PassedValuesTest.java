package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Flow;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.flow.Input;
import dev.tagwerk.flow.TaskContext;
import dev.tagwerk.flow.TypeToken;
import dev.tagwerk.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values between tasks: handed over, kept, missing, given from outside. */
class PassedValuesTest {
    @TempDir
    Path folder;

    private final Diary diary = new Diary();

    /** A value with parts. */
    record Row(String name, LocalDate day, Map<Integer, List<Duration>> spans) {}

    private static final Row ROW = new Row("a", LocalDate.of(2024, 2, 29), Map.of(3, List.of(Duration.ofMillis(5))));

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-045, TO-046, KO-054: dependents get typed values; generics, maps with numbers as keys and java.time come back equal")
    void run_values_reachDependents(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Row> row = flow.task("row", ctx -> ROW);
        FlowTask<Integer> two = flow.task("two", ctx -> 2);
        FlowTask<String> both =
                flow.task("both", row, two, (r, n) -> r.name() + n + r.spans().get(3));
        FlowTask<Integer> sum = flow.taskOfAll(
                "sum", List.of(two, two), list -> list.stream().mapToInt(i -> i).sum());
        Map<String, Input<Integer>> byKey = new LinkedHashMap<>();
        byKey.put("x", two);
        byKey.put("y", sum);
        FlowTask<String> map = flow.taskOfAll("map", byKey, values -> values.toString());
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).run();
            assertThat(report.isGood()).as(report.toString()).isTrue();
            assertThat(report.result(row)).isEqualTo(ROW);
            assertThat(report.result(both)).isEqualTo("a2[PT0.005S]");
            assertThat(report.result(sum)).isEqualTo(4);
            assertThat(report.result(map)).isEqualTo("{x=2, y=4}");
            assertThat(report.result("two")).isEqualTo(2);
        }
    }

    // That the body gives null is said in the type argument; and the Void is used to see that it is null.
    @SuppressWarnings({"NullAway", "ObjectToString", "VoidUsed"})
    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("TO-046, KO-052, KO-053, KO-091, V-15: null is a value: passed on, kept, told apart from none")
    void run_nullValue_isAValue(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<@Nullable String> nothing = flow.<@Nullable String>task("nothing", ctx -> null);
        FlowTask<Map<String, Integer>> empty = flow.task("empty", ctx -> Map.of());
        FlowTask<String> after = flow.task("after", nothing, empty, (n, e) -> n + " " + e);
        FlowTask<@Nullable Void> act = flow.action("act", ctx -> diary.note("act"));
        FlowTask<String> afterAct = flow.task("afterAct", act, v -> "got " + v);
        try (Store store = kind.open(folder)) {
            RunReport first = flow.runner().store(store).run();
            assertThat(first.isGood()).as(first.toString()).isTrue();
            RunReport second = flow.runner().store(store).run();
            for (RunReport report : List.of(first, second)) {
                assertThat(report.hasResult("nothing")).isTrue();
                assertThat(report.<@Nullable String>result(nothing)).isNull();
                assertThat(report.result(after)).isEqualTo("null {}");
                assertThat(report.result(afterAct)).isEqualTo("got null");
            }
            assertThat(second.count(Status.UP_TO_DATE)).isEqualTo(5);
        }
    }

    @Test
    @DisplayName("TO-011, TO-046: in memory a value is the same object for whoever gets it")
    void run_memory_passesTheObjectItself() {
        Object thing = new Object();
        AtomicReference<@Nullable Object> got = new AtomicReference<>();
        Flow flow = Flow.named("f");
        FlowTask<Object> make = flow.task("make", ctx -> thing);
        flow.action("take", make, got::set);
        RunReport report = flow.run();
        assertThat(report.isGood()).isTrue();
        assertThat(got.get()).isSameAs(thing);
        assertThat(report.result(make)).isSameAs(thing);
    }

    @Test
    @DisplayName(
            "TO-096, TO-109, KO-055, KO-048, V-04: a result that cannot be written fails that task alone, with the reason, and is not tried for ever")
    void run_resultThatCannotBeWritten_failsThatTaskOnly() {
        Flow flow = Flow.named("f");
        flow.task("bad", ctx -> diary.note("bad", new Thread("unwritable")));
        flow.task("good", ctx -> diary.note("good", 1));
        try (Store store = StoreKind.SQLITE.open(folder)) {
            RunReport report = flow.runner().store(store).run();
            assertThat(Diary.statuses(report)).isEqualTo(Map.of("bad", Status.FAILED, "good", Status.COMPLETED));
            assertThat(report.task("bad").reason()).contains("cannot be stored");
            assertThat(diary.all()).containsExactlyInAnyOrder("bad", "good");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-047: a skipped dependency without a value blocks who needs it, with that reason, but not who takes an Optional, nor who only comes after")
    void run_skippedWithoutValue_blocksUnlessOptional(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> skipped = flow.task("skipped", ctx -> {
            throw TaskContext.skip("nothing today");
        });
        FlowTask<String> needs = flow.task("needs", skipped, value -> diary.note("needs", "got " + value));
        FlowTask<String> perhaps = flow.task("perhaps", skipped.optional(), value -> "got " + value);
        flow.action("later", ctx -> diary.note("later")).after("skipped");
        flow.task("further", needs, value -> diary.note("further", value));
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).run();
            assertThat(Diary.statuses(report))
                    .isEqualTo(Map.of(
                            "skipped", Status.SKIPPED,
                            "needs", Status.BLOCKED,
                            "perhaps", Status.COMPLETED,
                            "later", Status.COMPLETED,
                            "further", Status.BLOCKED));
            assertThat(report.task("skipped").reason()).isEqualTo("nothing today");
            assertThat(report.task("needs").reason()).contains("skipped");
            assertThat(report.task("further").reason()).contains("needs");
            assertThat(report.result(perhaps)).isEqualTo("got " + Optional.empty());
            assertThat(report.hasResult("skipped")).isFalse();
            assertThat(diary.all()).containsExactly("later");
            assertThatThrownBy(() -> report.result(needs))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("blocked");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("TO-046: a skipped or unchanged task gives its last stored value")
    void run_skippedWithOldValue_givesThat(StoreKind kind) {
        AtomicInteger mode = new AtomicInteger();
        Flow flow = Flow.named("f");
        FlowTask<Integer> source = flow.task("source", ctx -> switch (mode.get()) {
                    case 1 -> throw TaskContext.skip("nothing new");
                    case 2 -> throw TaskContext.noChange("as before");
                    default -> 7;
                })
                .alwaysRun();
        FlowTask<Integer> user = flow.task("user", source, value -> diary.note("user", value + 1));
        FlowTask<Integer> eager = flow.task("eager", source, value -> diary.note("eager", value + 2))
                .alwaysRun();
        try (Store store = kind.open(folder)) {
            assertThat(flow.runner().store(store).run().result(user)).isEqualTo(8);
            diary.take();
            for (int next = 1; next <= 2; next++) {
                mode.set(next);
                RunReport report = flow.runner().store(store).run();
                assertThat(report.task("source").status()).isEqualTo(next == 1 ? Status.SKIPPED : Status.NO_CHANGE);
                assertThat(report.task("user").status()).as("after " + next).isEqualTo(Status.UP_TO_DATE);
                assertThat(report.result(source)).isEqualTo(7);
                assertThat(report.result(eager)).isEqualTo(9);
                assertThat(diary.take()).containsExactly("eager");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-036, TO-047: who runs even if dependencies fail gets no value of the failed one: blocked if it needs it, empty if it can do without")
    void run_evenIfDependenciesFail_withValueOfFailedOne(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> broken = flow.task("broken", ctx -> {
            throw new IllegalStateException("no");
        });
        FlowTask<Integer> fine = flow.task("fine", ctx -> 1);
        flow.task("needs", broken, value -> diary.note("needs", value)).evenIfDependenciesFail();
        FlowTask<String> optional = flow.task("optional", broken.optional(), fine, (b, f) -> b + " " + f)
                .evenIfDependenciesFail();
        flow.action("cleanUp", ctx -> diary.note("cleanUp")).after("broken").evenIfDependenciesFail();
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).run();
            assertThat(Diary.statuses(report))
                    .isEqualTo(Map.of(
                            "broken", Status.FAILED,
                            "fine", Status.COMPLETED,
                            "needs", Status.BLOCKED,
                            "optional", Status.COMPLETED,
                            "cleanUp", Status.COMPLETED));
            assertThat(report.task("needs").reason()).contains("broken");
            assertThat(report.result(optional)).isEqualTo(Optional.empty() + " 1");
            assertThat(diary.all()).containsExactly("cleanUp");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-048, TO-090, TO-093: chosen tasks alone take values given from outside, null included, and what the store has")
    void alone_givenValues_taken(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> first = flow.task("first", ctx -> diary.note("first", 1));
        FlowTask<@Nullable Integer> second = flow.task("second", ctx -> (@Nullable Integer) diary.note("second", 2));
        FlowTask<String> third = flow.task("third", first, second, (a, b) -> diary.note("third", a + "+" + b));
        try (Store store = kind.open(folder)) {
            RunReport mocked = flow.runner()
                    .store(store)
                    .alone(List.of("third"))
                    .result("first", 10)
                    .result("second", null)
                    .run();
            assertThat(Diary.statuses(mocked)).isEqualTo(Map.of("third", Status.COMPLETED));
            assertThat(mocked.result(third)).isEqualTo("10+null");
            assertThat(diary.take()).containsExactly("third");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-090: a task alone, without a value that it needs, is blocked with that reason; with the store's values it runs")
    void alone_storedValues_taken(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> first = flow.task("first", ctx -> diary.note("first", 1));
        FlowTask<String> second = flow.task("second", first, a -> diary.note("second", "got " + a));
        try (Store store = kind.open(folder)) {
            RunReport without =
                    flow.runner().store(store).alone(List.of("second")).run();
            assertThat(Diary.statuses(without)).isEqualTo(Map.of("second", Status.BLOCKED));
            assertThat(without.task("second").reason()).contains("first");
            flow.runner().store(store).tasks("first").run();
            RunReport with = flow.runner().store(store).alone(List.of("second")).run();
            assertThat(with.result(second)).isEqualTo("got 1");
            RunReport all = flow.runner().store(store).run();
            assertThat(all.isGood()).isTrue();
            assertThat(diary.all()).startsWith("first", "second");
        }
    }

    @Test
    @DisplayName("TO-049, TO-093: a value for a task that the flow does not have is refused with near matches")
    void result_unknownTask_refused() {
        Flow flow = Flow.named("f");
        flow.task("load", ctx -> 1);
        assertThatThrownBy(() -> flow.runner().result("lod", 2).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lod")
                .hasMessageContaining("did you mean load");
    }

    @Test
    @DisplayName("TO-045: several values of the same and of other types, up to eight, come in their order")
    void run_eightValues_inOrder() {
        Flow flow = Flow.named("f");
        FlowTask<Integer> n = flow.task("n", ctx -> 1);
        FlowTask<String> s = flow.task("s", ctx -> "s").returns(new TypeToken<String>() {});
        FlowTask<String> all = flow.task(
                "all", n, s, n, s, n, s, n, s, (a, b, c, d, e, f, g, h) -> "" + a + b + c + d + e + f + g + h);
        assertThat(flow.run().result(all)).isEqualTo("1s1s1s1s");
    }
}
