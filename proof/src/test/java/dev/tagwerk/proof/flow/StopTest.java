package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Flow;
import dev.tagwerk.FlowRun;
import dev.tagwerk.LoopInterruptedException;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.flow.TaskContext;
import dev.tagwerk.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs that end before all is done: by a condition, by failures, cancelled, interrupted. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StopTest {
    private static final int TASKS = 100;

    @TempDir
    Path folder;

    private final Diary diary = new Diary();

    private Flow manyTasks() {
        Flow flow = Flow.named("f");
        for (int i = 0; i < TASKS; i++) {
            String name = "t" + i;
            flow.task(name, ctx -> diary.note(name, name));
        }
        return flow;
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "KO-036, KO-037, KO-038, KO-039, KO-040, KO-041, KO-042, V-01, V-12, V-13: a condition stops the run with at most the running tasks beyond it; all that ran counts, the next run does the rest")
    void stopWhen_someDone_overshootsByRunningOnes(StoreKind kind) {
        int workers = 3;
        Flow flow = manyTasks();
        try (Store store = kind.open(folder)) {
            RunReport first = flow.runner()
                    .store(store)
                    .workers(workers)
                    .stopWhen(so -> so.succeeded() >= 5)
                    .run();
            int ran = diary.take().size();
            assertThat(ran).isBetween(5, 5 + workers - 1);
            assertThat(first.count(Status.COMPLETED)).isEqualTo(ran);
            assertThat(first.count(Status.NOT_RUN)).isEqualTo(TASKS - ran);
            assertThat(first.ending().cut()).contains("condition");
            assertThat(first.isGood()).isFalse();
            RunReport second = flow.runner().store(store).workers(workers).run();
            assertThat(second.isGood()).as(second.toString()).isTrue();
            assertThat(second.count(Status.UP_TO_DATE)).isEqualTo(ran);
            assertThat(diary.all()).hasSize(TASKS - ran);
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "KO-045: a condition that holds from the start lets those end that had begun; the rest is not run, and reported so")
    void stopWhen_alwaysTrue_onlyRunningOnesEnd(StoreKind kind) {
        Flow flow = manyTasks();
        try (Store store = kind.open(folder)) {
            RunReport report =
                    flow.runner().store(store).workers(2).stopWhen(so -> true).run();
            assertThat(report.count(Status.COMPLETED)).isBetween(1L, 2L);
            assertThat(report.counts().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(TASKS);
            assertThat(report.count(Status.NOT_RUN)).isEqualTo(TASKS - report.count(Status.COMPLETED));
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("KO-043, V-03: an exception of the condition ends the run and is thrown; what has ended is kept")
    void stopWhen_throws_runEndsAndKeeps(StoreKind kind) {
        Flow flow = manyTasks();
        try (Store store = kind.open(folder)) {
            assertThatThrownBy(() -> flow.runner()
                            .store(store)
                            .workers(2)
                            .stopWhen(so -> {
                                if (so.succeeded() >= 3) {
                                    throw new IOException("condition broken");
                                }
                                return false;
                            })
                            .run())
                    .hasStackTraceContaining("condition broken");
            int ran = diary.take().size();
            assertThat(ran).isBetween(3, 4);
            assertThat(flow.runner().store(store).run().count(Status.UP_TO_DATE))
                    .isEqualTo(ran);
        }
    }

    @Test
    @DisplayName("KO-044: a slow condition holds up only the thread that asks")
    void stopWhen_slow_othersGoOn() throws Exception {
        CountDownLatch others = new CountDownLatch(5);
        AtomicInteger asked = new AtomicInteger();
        Flow flow = Flow.named("f");
        for (int i = 0; i < 8; i++) {
            flow.action("t" + i, ctx -> others.countDown());
        }
        RunReport report = flow.runner()
                .workers(2)
                .stopWhen(so -> {
                    if (asked.incrementAndGet() == 1) {
                        assertThat(others.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                    return false;
                })
                .run();
        assertThat(report.isGood()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-053, KO-047: failFast starts nothing further after a final failure; a failure that is tried again does not count")
    void failFast_finalFailure_stops(StoreKind kind) {
        Flow flow = Flow.named("f");
        AtomicInteger tries = new AtomicInteger();
        flow.task("flaky", ctx -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("once");
                    }
                    return 1;
                })
                .priority(9)
                .retry(1);
        for (int i = 0; i < 200; i++) {
            flow.action("before" + i, ctx -> {}).priority(7);
        }
        flow.action("bad", ctx -> {
                    throw new IOException("for good");
                })
                .priority(5);
        for (int i = 0; i < 50; i++) {
            flow.action("t" + i, ctx -> diary.note("t"));
        }
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).workers(1).failFast().run();
            assertThat(report.task("flaky").status()).isEqualTo(Status.COMPLETED);
            assertThat(report.task("bad").status()).isEqualTo(Status.FAILED);
            assertThat(report.count(Status.NOT_RUN)).isEqualTo(50);
            assertThat(report.ending().cut()).contains("failures");
            assertThat(diary.all()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-071, TO-072, KO-049, W-07: what a cancelled run had not begun is reported as not run, declared in the store or not")
    void cancel_atOnce_restNotRun(StoreKind kind) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Flow flow = Flow.named("f");
        for (int i = 0; i < 3_000; i++) {
            flow.action("t" + i, ctx -> {
                diary.note("t");
                first.countDown();
                go.await();
            });
        }
        try (Store store = kind.open(folder)) {
            FlowRun run = flow.runner().store(store).workers(2).start();
            assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
            run.cancel();
            go.countDown();
            RunReport report = run.await();
            int ran = diary.take().size();
            assertThat(ran).isBetween(1, 2);
            assertThat(report.count(Status.COMPLETED)).isEqualTo(ran);
            assertThat(report.count(Status.NOT_RUN)).isEqualTo(3_000 - ran);
            assertThat(report.isGood()).isFalse();
            assertThat(report.ending().cut()).isEqualTo("cancelled");
            assertThat(flow.runner().store(store).run().count(Status.UP_TO_DATE))
                    .isEqualTo(ran);
        }
    }

    @Test
    @DisplayName(
            "TO-072, TO-073, W-08: cancel() lets bodies see it and end well, or interrupts them after the grace period; what they did counts")
    void cancel_bodies_seeItThenAreInterrupted() throws Exception {
        CyclicBarrier both = new CyclicBarrier(4);
        Flow flow = Flow.named("f");
        flow.task("ends", ctx -> {
            both.await();
            while (!ctx.isCancelled()) {
                Thread.onSpinWait();
            }
            return "half of it";
        });
        flow.action("throws", ctx -> {
            both.await();
            while (true) {
                ctx.checkCancelled();
            }
        });
        flow.action("sleeps", ctx -> {
            both.await();
            new CountDownLatch(1).await();
        });
        flow.action("next", ctx -> diary.note("next")).after("ends");
        FlowRun run = flow.runner().workers(3).grace(Duration.ofMillis(100)).start();
        both.await(20, TimeUnit.SECONDS);
        run.cancel();
        RunReport report = run.await();
        assertThat(Diary.statuses(report))
                .isEqualTo(Map.of(
                        "ends", Status.COMPLETED,
                        "throws", Status.NOT_RUN,
                        "sleeps", Status.NOT_RUN,
                        "next", Status.NOT_RUN));
        assertThat(report.result("ends")).isEqualTo("half of it");
        assertThat(report.task("sleeps").reason()).contains("cancelled");
        assertThat(report.ending().abandoned()).isEmpty();
        assertThat(run.isOver()).isTrue();
        assertThat(diary.all()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-073, KO-040: a body that fails for a reason of its own while the run is being cancelled keeps that reason, and may run again")
    void cancel_bodyFailsMeanwhile_reasonKept(StoreKind kind) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Flow flow = Flow.named("f");
        flow.action("t", ctx -> {
            begun.countDown();
            while (!ctx.isCancelled()) {
                Thread.onSpinWait();
            }
            throw new IOException("the disk is full");
        });
        try (Store store = kind.open(folder)) {
            FlowRun run = flow.runner().store(store).start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            run.cancel();
            RunReport report = run.await();
            assertThat(report.task("t").status()).isEqualTo(Status.NOT_RUN);
            assertThat(report.task("t").reason()).contains("cancelled").contains("the disk is full");
        }
    }

    @Test
    @DisplayName(
            "TO-074, W-05, W-08: cancelNow() interrupts at once; who ignores even that is abandoned and named, and the run ends")
    void cancelNow_stubbornBody_abandoned() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        Flow flow = Flow.named("f");
        flow.action("stubborn", ctx -> {
            begun.countDown();
            FailureTest.awaitUninterruptibly(release);
        });
        flow.action("listens", ctx -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        try {
            FlowRun run = flow.runner().workers(2).grace(Duration.ofMillis(200)).start();
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            run.cancelNow();
            RunReport report = run.await();
            assertThat(report.count(Status.NOT_RUN)).isEqualTo(2);
            assertThat(report.ending().abandoned()).containsExactly("stubborn");
        } finally {
            release.countDown();
        }
    }

    @Test
    @DisplayName("TO-073: cancelling a run that has ended, or twice, does nothing")
    void cancel_afterTheEnd_nothing() {
        Flow flow = Flow.named("f");
        flow.action("t", ctx -> diary.note("t"));
        FlowRun run = flow.runner().start();
        RunReport report = run.await();
        run.cancel();
        run.cancelNow();
        run.cancel();
        assertThat(run.await()).isSameAs(report);
        assertThat(run.whenOver()).isCompletedWithValue(report);
        assertThat(report.isGood()).isTrue();
    }

    @Test
    @DisplayName(
            "TO-041, TO-073, KO-049: interrupting who waits cancels the run; the exception comes when it has ended")
    void run_callerInterrupted_runEndsFirst() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Flow flow = Flow.named("f");
        flow.action("t", ctx -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                diary.note("ended");
            }
        });
        Thread caller = new Thread(() -> {
            try {
                flow.run();
            } catch (LoopInterruptedException stopped) {
                diary.note(Thread.currentThread().isInterrupted() ? "interrupted" : "flag lost");
                thrown.set(stopped);
            }
        });
        caller.start();
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(20_000);
        assertThat(thrown.get()).isInstanceOf(LoopInterruptedException.class);
        assertThat(diary.all()).containsExactly("ended", "interrupted");
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("W-05: an interrupt that a body leaves behind does not reach the next task of its thread")
    void run_leftInterrupt_notForTheNext(StoreKind kind) {
        Flow flow = Flow.named("f");
        flow.action("a", ctx -> Thread.currentThread().interrupt());
        flow.action("b", ctx -> diary.note(Thread.currentThread().isInterrupted() ? "interrupted" : "free"))
                .after("a");
        try (Store store = kind.open(folder)) {
            assertThat(flow.runner().store(store).workers(1).run().isGood()).isTrue();
        }
        assertThat(diary.all()).containsExactly("free");
    }

    @Test
    @DisplayName("TO-072: a run that is cancelled while its set-up runs starts no task")
    void cancel_duringSetUp_noTaskStarts() throws Exception {
        SlowlySetUp.begun = new CountDownLatch(1);
        SlowlySetUp.go = new CountDownLatch(1);
        SlowlySetUp.ran.set(0);
        FlowRun run = Flow.from(SlowlySetUp.class)
                .runner()
                .grace(Duration.ofMillis(50))
                .start();
        assertThat(SlowlySetUp.begun.await(20, TimeUnit.SECONDS)).isTrue();
        run.cancel();
        SlowlySetUp.go.countDown();
        RunReport report = run.await();
        assertThat(report.task("work").status()).isEqualTo(Status.NOT_RUN);
        assertThat(SlowlySetUp.ran).hasValue(0);
    }

    /** A class whose set-up takes its time. */
    static final class SlowlySetUp {
        static CountDownLatch begun = new CountDownLatch(1);
        static CountDownLatch go = new CountDownLatch(1);
        static final AtomicInteger ran = new AtomicInteger();

        @dev.tagwerk.flow.SetUp
        void setUp() throws InterruptedException {
            begun.countDown();
            go.await();
        }

        @dev.tagwerk.flow.Task
        void work(TaskContext context) {
            ran.incrementAndGet();
        }
    }
}
