package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Claim;
import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopDoor;
import dev.tagwerk.LoopInterruptedException;
import dev.tagwerk.LoopReport;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import dev.tagwerk.testkit.FakePlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections 5 and 6 of the catalogue: how a task ends, and how a loop goes on later. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndingsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-011, LB-043, LB-054: going on completes what was in hand")
    void next_afterItem_completesIt(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop =
                    ground.over(Ground.numbers(2)).commitEach().worker("me").open()) {
                Iterator<Integer> items = loop.iterator();
                items.next();
                assertThat(ground.look().state("0")).isEqualTo(TaskState.RUNNING);
                items.next();
                assertThat(ground.look().state("0")).isEqualTo(TaskState.COMPLETED);
                assertThat(ground.look().attempts("0").get(0).run().session())
                        .isEqualTo(ground.look().worker("me").session());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-044, LB-059: break fails what is in hand; the next pass goes on behind it")
    void breakOut_budget0_failedAndPassed(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop = ground.over(Ground.numbers(10)).open()) {
                assertThat(Ground.breakAt(loop, 5)).containsExactly(0, 1, 2, 3, 4, 5);
                assertThat(Ground.walk(loop)).containsExactly(6, 7, 8, 9);
            }
            assertThat(ground.look().state("5")).isEqualTo(TaskState.FAILED);
            assertThat(ground.look().count(TaskState.COMPLETED)).isEqualTo(9);
            assertThat(ground.look().attempts("5").get(0).findings().failure().type())
                    .isEqualTo("LeftTheLoop");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-045, LB-282: an exception fails what is in hand before the handler sees it, and passes through")
    void exception_inBody_sameExceptionAndFailed(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            IllegalStateException mine = new IllegalStateException("mine");
            try (SharedLoop<Integer> loop = ground.over(Ground.numbers(3)).open()) {
                for (Integer item : loop) {
                    if (item == 1) {
                        throw mine;
                    }
                }
            } catch (IllegalStateException same) {
                assertThat(same).isSameAs(mine);
                assertThat(ground.look().state("0")).isEqualTo(TaskState.COMPLETED);
                assertThat(ground.look().state("1")).isEqualTo(TaskState.FAILED);
                assertThat(ground.look().workers()).noneMatch(WorkerRow::isLive);
            }
            assertThat(ground.look().state("2")).isEqualTo(TaskState.READY);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-046: an interrupt ends a waiting loop at once; return out of the loop fails what is in hand")
    void interrupt_waiting_endsWithException(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew();
                SharedLoop<Integer> first =
                        new Ground(store).over(Ground.numbers(1)).open()) {
            first.iterator().next();
            CountDownLatch waiting = new CountDownLatch(1);
            Future<Boolean> second = crew.start(() -> {
                try (SharedLoop<Integer> loop = new Ground(store)
                        .over(Ground.numbers(1))
                        .worker("second")
                        .open()) {
                    waiting.countDown();
                    assertThatThrownBy(loop.iterator()::hasNext).isInstanceOf(LoopInterruptedException.class);
                    return Thread.interrupted();
                }
            });
            Crew.await(waiting);
            crew.last().interrupt();
            assertThat(Crew.get(second)).isTrue();
            assertThat(new Look(store, Ground.LOOP).worker("second").life().state())
                    .isEqualTo(WorkerRow.State.OFFLINE);
        }
        try (Store store = new MemoryStore()) {
            assertThat(leaveByReturn(store)).isEqualTo(0);
            assertThat(new Look(store, Ground.LOOP).state("0")).isEqualTo(TaskState.FAILED);
        }
    }

    private static Integer leaveByReturn(Store store) {
        try (SharedLoop<Integer> loop =
                new Ground(store).over(Ground.numbers(3)).open()) {
            for (Integer item : loop) {
                return item;
            }
        }
        return -1;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-046: interrupting who runs a body as a function gives the tasks back unharmed")
    void interrupt_function_givesBack(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            CountDownLatch inside = new CountDownLatch(2);
            Future<Object> running = crew.start(() -> {
                ground.over(Ground.numbers(5)).threads(2).forEach(item -> {
                    inside.countDown();
                    new CountDownLatch(1).await();
                });
                return null;
            });
            Crew.await(inside);
            crew.last().interrupt();
            assertThatThrownBy(() -> Crew.get(running)).isInstanceOf(LoopInterruptedException.class);
            assertThat(ground.look().states().values()).containsOnly(TaskState.READY);
            assertThat(ground.look().outcomes("0")).containsExactly(Outcome.INTERRUPTED);
            assertThat(Ground.walk(ground.over(Ground.numbers(5)))).hasSize(5);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-047: function and claim say how a task ended; a claim closed without a word has failed")
    void outcomes_explicit_recorded(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            LoopBuilder<String> items =
                    ground.over(List.of("a", "b", "c", "d", "e", "f", "g")).keyedBy(text -> text);
            try (SharedLoop<String> loop = items.open()) {
                claimed(loop).complete();
                claimed(loop).fail("why");
                claimed(loop).close();
                claimed(loop).skip("nothing to do");
                claimed(loop).timeOut("late");
                Claim<String> f = claimed(loop);
                assertThat(f.attempt()).isEqualTo(1);
                assertThat(f.id()).isEqualTo("f");
                f.fail(new IllegalArgumentException("said first"));
                f.complete();
                Claim<String> g = claimed(loop);
                assertThat(g.token()).isGreaterThan(f.token());
                g.release();
                Claim<String> again = claimed(loop);
                assertThat(again.id()).isEqualTo("g");
                assertThat(again.attempt()).isEqualTo(2);
                again.completeUnchanged();
                assertThat(loop.claim()).isNull();
                assertThat(loop.report().mine()).isEqualTo(new LoopReport.Mine(3, 4, 1, 0));
            }
            Look look = ground.look();
            assertThat(look.states().values())
                    .containsExactly(
                            TaskState.COMPLETED,
                            TaskState.FAILED,
                            TaskState.FAILED,
                            TaskState.SKIPPED,
                            TaskState.TIMED_OUT,
                            TaskState.FAILED,
                            TaskState.COMPLETED);
            assertThat(look.outcomes("g")).containsExactly(Outcome.INTERRUPTED, Outcome.NO_CHANGE);
            assertThat(look.attempts("f").get(0).findings().failure().message()).isEqualTo("said first");
        }
    }

    private static <T> Claim<T> claimed(SharedLoop<T> loop) throws InterruptedException {
        return Objects.requireNonNull(loop.claim());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-048, LB-058: finish() lets the item in hand end well, and the next pass goes on")
    void finish_inLoop_completesAndEnds(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop = ground.over(Ground.numbers(10)).open()) {
                List<Integer> seen = new ArrayList<>();
                for (Integer item : loop) {
                    seen.add(item);
                    if (item == 5) {
                        loop.finish();
                    }
                }
                assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5);
                assertThat(Ground.walk(loop)).containsExactly(6, 7, 8, 9);
            }
            assertThat(ground.look().count(TaskState.COMPLETED)).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("LB-049: finish() followed by break: break wins")
    void finish_thenBreak_failed() {
        try (Store store = new MemoryStore()) {
            try (SharedLoop<Integer> loop =
                    new Ground(store).over(Ground.numbers(3)).open()) {
                for (Integer item : loop) {
                    assertThat(item).isZero();
                    loop.finish();
                    break;
                }
            }
            assertThat(new Look(store, Ground.LOOP).state("0")).isEqualTo(TaskState.FAILED);
        }
    }

    @Test
    @DisplayName("LB-050: finish() before a pass has no effect on that pass, in any form")
    void finish_before_noEffect() {
        try (Store store = new MemoryStore();
                SharedLoop<Integer> loop =
                        new Ground(store).over(Ground.numbers(3)).open()) {
            loop.finish();
            assertThat(Ground.breakAt(loop, 1)).containsExactly(0, 1);
            loop.finish();
            Queue<Integer> rest = new ConcurrentLinkedQueue<>();
            loop.run(rest::add);
            assertThat(rest).containsExactly(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("finish() while threads wait and take never hangs and loses nothing")
    void finish_racingWithTake_ends(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            for (int round = 0; round < (kind == StoreKind.MEMORY ? 100 : 15); round++) {
                boolean wait = round % 2 == 0;
                int size = 1 + round % 7;
                String name = "round" + round;
                LoopBuilder<Integer> builder =
                        ground.over(Ground.numbers(size)).named(name).threads(3);
                SharedLoop<Integer> loop = (wait ? builder : builder.doNotWait()).open();
                AtomicInteger ran = new AtomicInteger();
                Future<LoopReport> run = crew.start(() -> loop.run(item -> ran.incrementAndGet()));
                loop.finish();
                LoopReport report = Crew.get(run);
                loop.close();
                assertThat(report.mine().completed()).isEqualTo(ran.get());
                assertThat(new Look(store, name).count(TaskState.COMPLETED)).isEqualTo(ran.get());
                assertThat(new Look(store, name).count(TaskState.RUNNING)).isZero();
            }
        }
    }

    @Test
    @DisplayName("LB-051: after finish() the worker keeps its heartbeat while the item in hand runs")
    void finish_bodyRuns_heartbeatGoesOn() {
        try (Store store = new MemoryStore()) {
            FakePlatform world = FakePlatform.create();
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop = LoopDoor.on(ground.over(Ground.numbers(2)), world)
                    .worker("me")
                    .beat(Duration.ofSeconds(1))
                    .open()) {
                loop.iterator().next();
                loop.finish();
                long beats = ground.look().worker("me").life().beats();
                Look.await("a beat", () -> {
                    world.advance(Duration.ofMillis(10));
                    return ground.look().worker("me").life().beats() > beats;
                });
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-052, LB-053, LB-060, LB-062: with a budget the failed task comes first in the next pass, of a stream too")
    void breakOut_budget2_failedComesFirst(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop = SharedLoop.over(Ground.numbers(10).stream())
                    .named(Ground.LOOP)
                    .store(store)
                    .retries(2)
                    .open()) {
                assertThat(Ground.breakAt(loop, 5)).hasSize(6);
                assertThat(Ground.walk(loop)).containsExactly(5, 6, 7, 8, 9);
            }
            assertThat(ground.look().outcomes("5")).containsExactly(Outcome.FAILED, Outcome.COMPLETED);
            assertThat(ground.look().count(TaskState.COMPLETED)).isEqualTo(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-056: class, message and stack of a failure are kept")
    void failure_ofFunction_kept(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            LoopReport report = new Ground(store)
                    .over(Ground.numbers(2))
                    .threads(1)
                    .forEach(item -> {
                        if (item == 1) {
                            throw new AssertionError("not so");
                        }
                    });
            assertThat(report.failures()).containsExactly(new LoopReport.FailedTask("1", "AssertionError: not so"));
            assertThat(report.isGood()).isFalse();
            Failure failure =
                    new Look(store, Ground.LOOP).attempts("1").get(0).findings().failure();
            assertThat(failure.type()).isEqualTo("java.lang.AssertionError");
            assertThat(failure.stack()).contains("EndingsTest");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-063, LB-065: a collection is walked again; done stays done, even with a new dependency")
    void pass_again_collectionReadAgain(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            List<String> items = new ArrayList<>(List.of("a"));
            Ground ground = new Ground(store);
            try (SharedLoop<String> loop =
                    ground.over(items).keyedBy(text -> text).open()) {
                assertThat(Ground.walk(loop)).containsExactly("a");
                items.add("b");
                assertThat(Ground.walk(loop)).containsExactly("b");
            }
            assertThat(Ground.ids(ground.tasks(Task.of("a").after("c").ownFingerprintOnly(), Task.of("c"))))
                    .containsExactly("c");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-064: a task of a stream that another worker had, and gave back, is still run")
    void stream_taskHeldByOther_pickedUpLater(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            SharedLoop<Integer> other =
                    ground.over(Ground.numbers(1)).worker("other").open();
            Claim<Integer> claim = Objects.requireNonNull(other.claim());
            CountDownLatch second = new CountDownLatch(1);
            Future<List<Integer>> walk = crew.start(() -> {
                try (SharedLoop<Integer> loop = SharedLoop.over(Stream.of(0, 1))
                        .named(Ground.LOOP)
                        .store(store)
                        .open()) {
                    List<Integer> seen = new ArrayList<>();
                    for (Integer item : loop) {
                        seen.add(item);
                        second.countDown();
                    }
                    return seen;
                }
            });
            Crew.await(second);
            claim.release();
            other.close();
            assertThat(Crew.get(walk)).containsExactly(1, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("an interrupt that a body leaves behind, or throws, ends neither its thread nor the loop")
    void function_interruptsItself_goesOn(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            LoopReport report = new Ground(store)
                    .over(Ground.numbers(20))
                    .threads(1)
                    .forEach(item -> {
                        if (item % 5 == 0) {
                            Thread.currentThread().interrupt();
                        } else if (item % 5 == 1) {
                            throw new InterruptedException("mine");
                        }
                    });
            assertThat(report.mine().completed()).isEqualTo(16);
            assertThat(report.mine().failed()).isEqualTo(4);
            assertThat(report.all().unfinished()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a source that throws ends the loop with its exception, whatever is in hand; the worker leaves")
    void source_throws_loopEndsAndLeaves(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            for (boolean each : new boolean[] {true, false}) {
                String name = "each" + each;
                Stream<Integer> bad = Stream.iterate(0, i -> i + 1).peek(i -> {
                    if (i == 3) {
                        throw new IllegalStateException("bad source");
                    }
                });
                LoopBuilder<Integer> builder =
                        SharedLoop.over(bad).named(name).store(store).threads(2);
                assertThatThrownBy(() -> (each ? builder.commitEach() : builder).forEach(item -> {}))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("bad source");
                assertThat(new Look(store, name).workers()).noneMatch(WorkerRow::isLive);
                assertThat(new Look(store, name).count(TaskState.RUNNING)).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "close() from another thread while bodies run: they fail, the run ends, and a second close does nothing")
    void close_whileRunning_ends(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            SharedLoop<Integer> loop = ground.over(Ground.numbers(4)).threads(2).open();
            CountDownLatch inside = new CountDownLatch(2);
            CountDownLatch go = new CountDownLatch(1);
            Future<LoopReport> run = crew.start(() -> loop.run(item -> {
                inside.countDown();
                go.await();
            }));
            Crew.await(inside);
            loop.close();
            loop.close();
            go.countDown();
            assertThat(Crew.get(run).mine().failed()).isEqualTo(2);
            assertThat(ground.look().count(TaskState.FAILED)).isEqualTo(2);
            assertThat(ground.look().count(TaskState.RUNNING)).isZero();
        }
    }
}
