package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.Flow;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs after runs on one store: what is done is not done again, what is missing is. */
class ResumeTest {
    @TempDir
    Path folder;

    private final Diary diary = new Diary();

    private Store reopened() {
        return StoreKind.SQLITE.open(folder);
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-032, TO-043, KO-016, KO-017, KO-021, KO-028, KO-056, V-06, W-02: the second run of a finished flow runs nothing, ends at once and has all values")
    void run_again_upToDate(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> one = flow.task("one", ctx -> diary.note("one", 1));
        FlowTask<Integer> two = flow.task("two", one, v -> diary.note("two", v + 1));
        try (Store store = kind.open(folder)) {
            assertThat(flow.runner().store(store).run().result(two)).isEqualTo(2);
            diary.take();
            long begin = System.nanoTime();
            RunReport again = flow.runner().store(store).run();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            assertThat(again.count(Status.UP_TO_DATE)).isEqualTo(2);
            assertThat(again.result(two)).isEqualTo(2);
            assertThat(again.task("one").attempts()).isZero();
            assertThat(diary.all()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "TO-032, TO-042, TO-048, W-02, W-21, W-23, KO-042, V-12: without a store each run begins anew; reports of earlier runs stay as they are")
    void run_againInMemory_anew() {
        Flow flow = Flow.named("f");
        AtomicInteger count = new AtomicInteger();
        FlowTask<Integer> one = flow.task("one", ctx -> count.incrementAndGet());
        RunReport first = flow.run();
        RunReport second = flow.run();
        assertThat(second.result(one)).isEqualTo(2);
        assertThat(first.result(one)).isEqualTo(1);
        assertThat(first.counts()).isEqualTo(second.counts()).isEqualTo(Map.of(Status.COMPLETED, 1L));
    }

    @Test
    @DisplayName("TO-041, TO-043, KO-045, W-02: a run without tasks, or of none of them, ends at once")
    void run_noTasks_ends() {
        Flow empty = Flow.named("empty");
        long begin = System.nanoTime();
        RunReport report = empty.run();
        assertThat(report.isGood()).isTrue();
        assertThat(report.tasks()).isEmpty();
        Flow flow = Flow.named("f");
        flow.task("one", ctx -> diary.note("one", 1));
        assertThat(flow.runner().only(task -> false).run().tasks()).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(diary.all()).isEmpty();
    }

    @Test
    @DisplayName("KO-017, KO-018: another process gets the stored values for what still has to run")
    void run_storeOpenedAgain_valuesHandedToWhatIsMissing() {
        AtomicInteger broken = new AtomicInteger(1);
        Flow flow = flowOf(broken);
        try (Store store = reopened()) {
            RunReport first = flow.runner().store(store).run();
            assertThat(Diary.statuses(first))
                    .isEqualTo(Map.of(
                            "load",
                            Status.COMPLETED,
                            "check",
                            Status.FAILED,
                            "print",
                            Status.BLOCKED,
                            "other",
                            Status.COMPLETED));
            assertThat(first.task("print").reason()).contains("check");
        }
        assertThat(diary.take()).contains("load", "check", "other");
        broken.set(0);
        try (Store store = reopened()) {
            RunReport second = flowOf(broken).runner().store(store).run();
            assertThat(Diary.statuses(second))
                    .isEqualTo(Map.of(
                            "load",
                            Status.UP_TO_DATE,
                            "check",
                            Status.COMPLETED,
                            "print",
                            Status.COMPLETED,
                            "other",
                            Status.UP_TO_DATE));
            assertThat(second.result("print")).isEqualTo("checked 3 rows");
        }
        assertThat(diary.all()).containsExactly("check", "print");
    }

    private Flow flowOf(AtomicInteger broken) {
        Flow flow = Flow.named("f");
        FlowTask<List<String>> load = flow.task("load", ctx -> diary.note("load", List.of("a", "b", "c")));
        FlowTask<String> check = flow.task("check", load, rows -> {
            diary.note("check");
            if (broken.get() > 0) {
                throw new IllegalStateException("not yet");
            }
            return "checked " + rows.size();
        });
        flow.task("print", check, text -> diary.note("print", text + " rows"));
        flow.task("other", ctx -> diary.note("other", 1));
        return flow;
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("KO-018, KO-019, KO-030, KO-035, V-10: a new run tries failed tasks again, with all their retries")
    void run_afterFailure_freshBudget(StoreKind kind) {
        Flow flow = Flow.named("f");
        flow.task("bad", ctx -> {
                    diary.note("bad");
                    throw new IllegalStateException("no");
                })
                .retry(2);
        try (Store store = kind.open(folder)) {
            for (int run = 1; run <= 3; run++) {
                RunReport report = flow.runner().store(store).run();
                assertThat(report.task("bad").status()).isEqualTo(Status.FAILED);
                assertThat(report.task("bad").attempts()).isEqualTo(3);
                assertThat(report.task("bad").failure().orElseThrow().message()).isEqualTo("no");
                assertThat(diary.take()).hasSize(3);
            }
        }
    }

    @Test
    @DisplayName(
            "KO-017: a changed fingerprint runs a task again; what depends on it runs only if its value is another one")
    void run_changedFingerprint_earlyCutOff() {
        try (Store store = reopened()) {
            assertThat(versioned("1", 5).runner().store(store).run().isGood()).isTrue();
            assertThat(diary.take()).containsExactly("source", "half", "end");
            RunReport same = versioned("2", 5).runner().store(store).run();
            assertThat(Diary.statuses(same))
                    .isEqualTo(Map.of("source", Status.COMPLETED, "half", Status.UP_TO_DATE, "end", Status.UP_TO_DATE));
            assertThat(diary.take()).containsExactly("source");
            RunReport cutLater = versioned("3", 4).runner().store(store).run();
            assertThat(Diary.statuses(cutLater))
                    .isEqualTo(Map.of("source", Status.COMPLETED, "half", Status.COMPLETED, "end", Status.UP_TO_DATE));
            assertThat(diary.take()).containsExactly("source", "half");
            RunReport all = versioned("4", 9).runner().store(store).run();
            assertThat(all.count(Status.COMPLETED)).isEqualTo(3);
            assertThat(all.result("end")).isEqualTo("is 4");
        }
    }

    private Flow versioned(String version, int value) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> source =
                flow.task("source", ctx -> diary.note("source", value)).fingerprint(version);
        FlowTask<Integer> half = flow.task("half", source, v -> diary.note("half", v / 2));
        flow.task("end", half, v -> diary.note("end", "is " + v));
        return flow;
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "KO-016, KO-088: full() runs everything again, alwaysRun() that task and what depends on a changed value")
    void run_fullAndAlways_runAgain(StoreKind kind) {
        Flow flow = Flow.named("f");
        AtomicInteger count = new AtomicInteger();
        FlowTask<Integer> always = flow.task("always", ctx -> diary.note("always", count.incrementAndGet()))
                .alwaysRun();
        flow.task("after", always, v -> diary.note("after", v));
        flow.task("alone", ctx -> diary.note("alone", 1));
        try (Store store = kind.open(folder)) {
            flow.runner().store(store).run();
            diary.take();
            RunReport again = flow.runner().store(store).run();
            assertThat(again.task("alone").status()).isEqualTo(Status.UP_TO_DATE);
            assertThat(diary.take()).containsExactly("always", "after");
            RunReport full = flow.runner().store(store).full().run();
            assertThat(full.count(Status.COMPLETED)).isEqualTo(3);
            assertThat(full.result("after")).isEqualTo(3);
            assertThat(diary.take()).containsExactlyInAnyOrder("always", "after", "alone");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("KO-020, KO-058, V-22: tasks of the store that the run does not choose are neither run nor counted")
    void run_chosen_countsThoseOnly(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> a = flow.task("a", ctx -> diary.note("a", 1));
        flow.task("b", a, v -> diary.note("b", v));
        flow.task("c", ctx -> diary.note("c", 1));
        try (Store store = kind.open(folder)) {
            RunReport b = flow.runner().store(store).tasks("b").run();
            assertThat(Diary.statuses(b)).isEqualTo(Map.of("a", Status.COMPLETED, "b", Status.COMPLETED));
            RunReport c = flow.runner().store(store).tasks("c").run();
            assertThat(Diary.statuses(c)).isEqualTo(Map.of("c", Status.COMPLETED));
            assertThat(flow.runner().store(store).run().count(Status.UP_TO_DATE))
                    .isEqualTo(3);
            assertThat(diary.all()).containsExactly("a", "b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "KO-020, TO-047: what a run of a part of the flow made anew is seen by the next run, even if it fails there")
    void run_partThenFailure_staleRunsEvenIfDependencyFails(StoreKind kind) {
        AtomicInteger round = new AtomicInteger();
        Flow flow = Flow.named("f");
        flow.action("note", ctx -> diary.note("note")).after("base").evenIfDependenciesFail();
        flow.task("base", ctx -> {
                    if (round.incrementAndGet() == 3) {
                        throw new IllegalStateException("third");
                    }
                    return round.get();
                })
                .alwaysRun();
        flow.action("seen", ctx -> diary.note("seen")).after("base").evenIfDependenciesFail();
        try (Store store = kind.open(folder)) {
            flow.runner().store(store).run();
            flow.runner().store(store).tasks("seen").run();
            diary.take();
            RunReport third = flow.runner().store(store).run();
            assertThat(Diary.statuses(third))
                    .isEqualTo(Map.of("base", Status.FAILED, "note", Status.COMPLETED, "seen", Status.UP_TO_DATE));
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("TO-103: where tasks between two chosen ones are left out, the order stays")
    void only_gapInAChain_bridged(StoreKind kind) {
        Flow flow = Flow.named("f");
        flow.action("z", ctx -> diary.note("z"));
        flow.action("m", ctx -> diary.note("m")).after("z");
        flow.action("a", ctx -> diary.note("a")).after("m").priority(9);
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner()
                    .store(store)
                    .only(task -> !task.name().equals("m"))
                    .run();
            assertThat(Diary.statuses(report)).isEqualTo(Map.of("z", Status.COMPLETED, "a", Status.COMPLETED));
            assertThat(diary.all()).containsExactly("z", "a");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("TO-032: a dependency that is redone and then succeeds unblocks and redoes what comes after")
    void run_brokenThenMended_dependentsFollow(StoreKind kind) {
        AtomicInteger round = new AtomicInteger();
        Flow flow = Flow.named("f");
        FlowTask<Integer> base = flow.task("base", ctx -> {
                    if (round.incrementAndGet() == 2) {
                        throw new IllegalStateException("second");
                    }
                    return round.get();
                })
                .alwaysRun();
        FlowTask<Integer> next = flow.task("next", base, v -> diary.note("next", v * 10));
        flow.task("last", next, v -> v + 1);
        try (Store store = kind.open(folder)) {
            assertThat(flow.runner().store(store).run().result("last")).isEqualTo(11);
            RunReport second = flow.runner().store(store).run();
            assertThat(Diary.statuses(second))
                    .isEqualTo(Map.of("base", Status.FAILED, "next", Status.BLOCKED, "last", Status.BLOCKED));
            assertThat(second.task("last").reason()).contains("base");
            RunReport third = flow.runner().store(store).run();
            assertThat(third.isGood()).as(third.toString()).isTrue();
            assertThat(third.result("last")).isEqualTo(31);
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-019, W-16: nothing runs on the value of an earlier run while the task behind it is yet to be declared anew")
    void run_forwardReference_newValueFirst(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            assertThat(forward("1").runner().store(store).workers(1).run().count(Status.FAILED))
                    .isEqualTo(1);
            diary.take();
            forward("2").runner().store(store).workers(1).run();
            assertThat(diary.all()).containsExactly("source 2", "user");
        }
    }

    /** The later task stands first; it fails, so that it is tried in every run. */
    private Flow forward(String version) {
        Flow flow = Flow.named("f");
        flow.action("user", ctx -> {
                    diary.note("user");
                    throw new IllegalStateException("again");
                })
                .after("source");
        flow.action("source", ctx -> diary.note("source " + version)).fingerprint(version);
        return flow;
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-038, TO-039, KO-022: priorities count among all tasks, then the order of declaration; commitEach() changes nothing in that")
    void run_priorities_countAmongAll(StoreKind kind) {
        for (boolean each : List.of(false, true)) {
            Flow flow = Flow.named("f" + each);
            for (int i = 0; i < 40; i++) {
                String name = "t" + i;
                flow.action(name, ctx -> diary.note(name)).priority(i == 37 ? 2 : i == 20 ? 1 : 0);
            }
            try (Store store = kind.open(folder)) {
                var runner = flow.runner().store(store).workers(1);
                (each ? runner.commitEach() : runner).run();
            }
            assertThat(diary.take())
                    .hasSize(40)
                    .startsWith("t37", "t20", "t0", "t1", "t2")
                    .endsWith("t38", "t39");
        }
    }
}
