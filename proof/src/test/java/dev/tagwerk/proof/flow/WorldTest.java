package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Flow;
import dev.tagwerk.FlowRun;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.flow.SetUp;
import dev.tagwerk.flow.State;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;
import dev.tagwerk.flow.TearDown;
import dev.tagwerk.store.Store;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.helpers.BasicMDCAdapter;

/** Runs and what is around them: threads, labels, other runs, set-ups, the MDC, shared state. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WorldTest {
    private static final State.Key<Integer> COUNT = State.key("count", Integer.class);

    @TempDir
    Path folder;

    private final Diary diary = new Diary();

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-007, TO-037, TO-044, KO-011, KO-023: at most so many bodies at a time, and all of them are used, on named threads")
    void workers_number_isTheMostAtATime(StoreKind kind) throws Exception {
        CyclicBarrier three = new CyclicBarrier(3);
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Flow flow = Flow.named("f");
        for (int i = 0; i < 9; i++) {
            flow.action("t" + i, ctx -> {
                most.accumulateAndGet(open.incrementAndGet(), Math::max);
                threads.add(Thread.currentThread().getName());
                three.await(20, TimeUnit.SECONDS);
                open.decrementAndGet();
            });
        }
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).workers(3).run();
            assertThat(report.isGood()).as(report.toString()).isTrue();
        }
        assertThat(most).hasValueLessThanOrEqualTo(3);
        assertThat(threads).hasSize(3).allMatch(name -> name.startsWith("tagwerk-f-"));
    }

    @Test
    @DisplayName("TO-009, TO-010, KO-014, W-06: a number of workers below one is refused before anything runs")
    void workers_belowOne_refused() {
        Flow flow = Flow.named("f");
        flow.action("t", ctx -> diary.note("t"));
        for (int wrong : new int[] {0, -1}) {
            assertThatThrownBy(() -> flow.runner().workers(wrong).run())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + wrong);
        }
        assertThat(diary.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-037: on virtual threads, where the JVM has them, bodies run, time out and are cancelled as on others")
    void virtualThreads_bodies_behaveAlike(StoreKind kind) throws Exception {
        CyclicBarrier all = new CyclicBarrier(50);
        boolean expected = Runtime.version().feature() >= 21;
        Flow flow = Flow.named("f");
        for (int i = 0; i < 50; i++) {
            flow.task("t" + i, ctx -> {
                all.await(30, TimeUnit.SECONDS);
                return Thread.currentThread().toString().startsWith("VirtualThread");
            });
        }
        flow.action("slow", ctx -> new CountDownLatch(1).await()).timeout(Duration.ofMillis(30));
        try (Store store = kind.open(folder)) {
            RunReport report =
                    flow.runner().store(store).workers(51).virtualThreads().run();
            assertThat(report.count(Status.COMPLETED)).isEqualTo(50);
            assertThat(report.result("t7")).isEqualTo(expected);
            assertThat(report.task("slow").status()).isEqualTo(Status.TIMED_OUT);
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-056: tasks with labels that nobody has do not run and hold up neither the rest nor the end; a worker that has them runs them")
    void requires_nobodyHas_notRun(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> gpu = flow.task("gpu", ctx -> diary.note("gpu", 1)).requires("gpu");
        flow.task("after", gpu, v -> diary.note("after", v));
        flow.task("free", ctx -> diary.note("free", 1));
        try (Store store = kind.open(folder)) {
            RunReport without = flow.runner().store(store).run();
            assertThat(Diary.statuses(without))
                    .isEqualTo(Map.of(
                            "gpu", Status.NOT_RUN,
                            "after", Status.NOT_RUN,
                            "free", Status.COMPLETED));
            assertThat(without.task("gpu").reason()).contains("gpu");
            assertThat(without.isGood()).isFalse();
            RunReport with = flow.runner().store(store).labels("gpu", "big").run();
            assertThat(with.isGood()).isTrue();
            assertThat(diary.all()).containsExactly("free", "gpu", "after");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "KO-051, V-11: two runs of one flow on one store share its tasks by labels: each body once, both reports good")
    void run_twoWorkersWithLabels_share(StoreKind kind) throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (Store store = kind.open(folder)) {
            FlowRun a = labelled("a", both)
                    .runner()
                    .store(store)
                    .labels("a")
                    .worker("wa")
                    .start();
            FlowRun b = labelled("b", both)
                    .runner()
                    .store(store)
                    .labels("b")
                    .worker("wb")
                    .start();
            RunReport one = a.await();
            RunReport two = b.await();
            assertThat(one.isGood()).as(one.toString()).isTrue();
            assertThat(two.isGood()).as(two.toString()).isTrue();
            assertThat(one.result("a5")).isEqualTo("wa");
        }
        assertThat(diary.all()).hasSize(22).doesNotHaveDuplicates();
    }

    private Flow labelled(String mine, CountDownLatch both) {
        Flow flow = Flow.named("f");
        for (String label : List.of("a", "b")) {
            FlowTask<String> first = flow.task(label + "0", ctx -> {
                        both.countDown();
                        both.await();
                        return diary.note(label + "0 by " + mine, "w" + mine);
                    })
                    .requires(label);
            for (int i = 1; i <= 10; i++) {
                String name = label + i;
                flow.task(name, first, v -> diary.note(name + " by " + mine, v)).requires(label);
            }
        }
        return flow;
    }

    @Test
    @DisplayName(
            "TO-084, W-10, W-13, W-25: two flows run side by side in one process, each with its own state and threads")
    void run_twoFlows_sideBySide() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Flow left = sideBySide("left", both);
        Flow right = sideBySide("right", both);
        FlowRun one = left.runner().workers(1).start();
        FlowRun two = right.runner().workers(1).start();
        assertThat(one.await().result("count")).isEqualTo(3);
        assertThat(two.await().result("count")).isEqualTo(3);
    }

    private static Flow sideBySide(String name, CyclicBarrier both) {
        Flow flow = Flow.named(name);
        for (int i = 0; i < 3; i++) {
            flow.action("t" + i, ctx -> {
                both.await(20, TimeUnit.SECONDS);
                ctx.state().update(COUNT, 0, n -> n + 1);
            });
        }
        flow.task("count", ctx -> ctx.state().get(COUNT)).after("t0", "t1", "t2");
        return flow;
    }

    @Test
    @DisplayName(
            "TO-012, TO-013, TO-049, TO-050, W-10, W-11: the state is changed in one step by all threads; reserved names are refused")
    void state_updatedByAll_nothingLost() {
        Flow flow = Flow.named("f");
        for (int i = 0; i < 200; i++) {
            flow.action(
                    "t" + i,
                    ctx -> IntStream.range(0, 100).forEach(n -> ctx.state().update(COUNT, 0, old -> old + 1)));
        }
        flow.task("sum", ctx -> ctx.state().get(COUNT))
                .after(IntStream.range(0, 200).mapToObj(i -> "t" + i).toList());
        assertThat(flow.runner().workers(4).run().result("sum")).isEqualTo(20_000);
        assertThatThrownBy(() -> State.key("tagwerk.x", String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName(
            "TO-076, TO-080, TO-085: the MDC names flow and task in bodies, and nothing outside of them; the context is that of the task")
    void run_mdc_namesTheTask() throws Exception {
        // The logging of the tests keeps no MDC by itself, and says so when it is first used.
        LoggerFactory.getLogger(WorldTest.class).debug("begin");
        Field adapter = MDC.class.getDeclaredField("MDC_ADAPTER");
        adapter.setAccessible(true);
        Object before = adapter.get(null);
        adapter.set(null, new BasicMDCAdapter());
        try {
            mdcNamesTheTask();
        } finally {
            adapter.set(null, before);
        }
    }

    private void mdcNamesTheTask() {
        Flow flow = Flow.named("f");
        flow.action(
                "a",
                ctx -> diary.note(MDC.get("tagwerk.flow") + "/" + MDC.get("tagwerk.task") + "/"
                        + TaskContext.current().name() + "/" + ctx.name()));
        FlowTask<Integer> b = flow.task("b", ctx -> 1).after("a");
        flow.task(
                "c",
                b,
                v -> diary.note(
                        TaskContext.current().name() + " "
                                + TaskContext.current().attempt(),
                        v));
        assertThat(flow.runner().workers(1).run().isGood()).isTrue();
        assertThat(diary.all()).containsExactly("f/a/a/a", "c 1");
        assertThat(MDC.get("tagwerk.task")).isNull();
        assertThatThrownBy(TaskContext::current).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName(
            "TO-092, TO-100: set-up runs once, before the first task, tear-down after the last, failed tasks or not")
    void surroundings_order_aroundTheTasks() {
        Surrounded.diary = diary;
        Surrounded.breakSetUp = false;
        RunReport report = Flow.from(Surrounded.class).runner().workers(2).run();
        assertThat(report.task("one").status()).isEqualTo(Status.COMPLETED);
        assertThat(report.task("two").status()).isEqualTo(Status.FAILED);
        assertThat(diary.all()).hasSize(4).startsWith("set-up").endsWith("tear-down");
    }

    @Test
    @DisplayName("TO-100, W-06: a set-up that fails lets no task run and is thrown; the tear-down still runs")
    void surroundings_setUpFails_thrown() {
        Surrounded.diary = diary;
        Surrounded.breakSetUp = true;
        assertThatThrownBy(() -> Flow.from(Surrounded.class).runner().workers(2).run())
                .hasStackTraceContaining("no database");
        assertThat(diary.all()).containsExactly("set-up", "tear-down");
    }

    /** A class with surroundings. */
    static final class Surrounded {
        static Diary diary = new Diary();
        static boolean breakSetUp;

        @SetUp
        void open() {
            diary.note("set-up");
            if (breakSetUp) {
                throw new IllegalStateException("no database");
            }
        }

        @Task
        void one() {
            diary.note("one");
        }

        @Task
        void two() {
            diary.note("two");
            throw new IllegalStateException("x");
        }

        @TearDown
        void close() {
            diary.note("tear-down");
        }
    }

    @Test
    @DisplayName(
            "TO-023, KO-001, KO-003, V-21: bulk tasks, one per item, with text ids; their values come in the order of the items")
    void each_items_oneTaskEach() {
        Flow flow = Flow.named("f");
        var squares = flow.each("square", List.of(3, 1, 2), i -> "" + i, i -> diary.note("square" + i, i * i));
        flow.task("all", squares.all(), list -> list);
        flow.task("one", squares.one("2"), v -> v);
        RunReport report = flow.run();
        assertThat(report.result("all")).isEqualTo(List.of(9, 1, 4));
        assertThat(report.result("one")).isEqualTo(4);
        assertThat(report.task("square::3").status()).isEqualTo(Status.COMPLETED);
        assertThat(diary.all()).containsExactlyInAnyOrder("square3", "square1", "square2");
    }

    @Test
    @DisplayName(
            "TO-068, TO-069, TO-070, TO-086, KO-057, W-20: the report adds up, tells times and workers, and says all in one line")
    void report_run_addsUp() {
        Flow flow = Flow.named("nightly");
        flow.task("a", ctx -> 1);
        flow.action("b", ctx -> {
            throw new IllegalStateException("x");
        });
        RunReport report = flow.runner().worker("w1").run();
        assertThat(report.flow()).isEqualTo("nightly");
        assertThat(report.summary())
                .startsWith("nightly: 1 completed, 1 failed in 0.")
                .endsWith(" s");
        assertThat(report.failureCounts()).isEqualTo(Map.of("java.lang.IllegalStateException", 1L));
        assertThat(report.task("a").last()).extracting(TaskReport.Last::worker).isEqualTo("w1");
        assertThat(report.task("a").finished().orElseThrow())
                .isAfterOrEqualTo(report.task("a").started().orElseThrow());
        assertThat(report.task("a").started().orElseThrow())
                .isAfterOrEqualTo(report.ending().started().minusMillis(5));
        assertThat(report.ending().duration())
                .isGreaterThanOrEqualTo(report.task("a").duration());
        assertThatThrownBy(() -> report.task("aa")).hasMessageContaining("did you mean a");
    }
}
