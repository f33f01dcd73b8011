package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Shift;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Transaction;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Transactions: all or nothing, one after the other, and seen by others only when they are committed. */
abstract class TransactionContract extends ContractSubject {
    private static final long PATIENCE_SECONDS = 30;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private GraphRow graph = new GraphRow(0, "", GraphRow.Run.NONE, GraphRow.Input.UNKNOWN);
    private int lane;

    TransactionContract(StoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void addOneOfEach() {
        store().write(tx -> {
            graph = tx.addGraph("graph");
            lane = tx.addLane(graph.id(), 1, Conditions.NONE).id();
            tx.add(Rows.worker(31, graph.id(), "anna"));
            tx.addTasks(
                    graph.id(),
                    List.of(
                            Rows.task(11, "a", lane, TaskState.READY),
                            Rows.retry(12, "b", lane, 100),
                            Rows.unusual(13, "c", lane)));
            tx.addEdges(List.of(new Edge(11, 12), new Edge(11, 13)));
            tx.addClaims(List.of(new ClaimRow(51, 13, 31, new ClaimRow.Grant(1, false, 0))));
            tx.addAttempts(List.of(Rows.attempt(61, 13, Outcome.FAILED), Rows.attempt(62, 13, Outcome.COMPLETED)));
            tx.queue(graph.id(), List.of(new Shift(11, 1, 0, 0)), 0);
            return 0;
        });
    }

    /** Each primitive, changing something. */
    private Map<String, Consumer<Transaction>> changes() {
        Map<String, Consumer<Transaction>> all = new LinkedHashMap<>();
        TaskRow a = Rows.task(11, "a", lane, TaskState.READY);
        TaskRow b = Rows.retry(12, "b", lane, 100);
        WorkerRow anna = Rows.worker(31, graph.id(), "anna", WorkerRow.State.KILLED);
        all.put("next", tx -> tx.next(3));
        all.put("addGraph", tx -> tx.addGraph("another"));
        all.put("save graph", tx -> tx.save(graph.with(new GraphRow.Run(9, 9, 9, true))));
        all.put("addLane", tx -> tx.addLane(graph.id(), 2, Conditions.NONE));
        all.put("addToTally", tx -> tx.addToTally(lane, WritingContract.tally(TaskState.READY, 1)));
        all.put("add worker", tx -> tx.add(Rows.worker(32, graph.id(), "bert")));
        all.put("save worker", tx -> tx.save(anna));
        all.put("removeWorkers", tx -> tx.removeWorkers(List.of(31L)));
        all.put("addTasks", tx -> tx.addTasks(graph.id(), List.of(Rows.retry(14, "d", lane, 50))));
        all.put("addTasks to another graph", tx -> {
            long other = tx.addGraph("yet another").id();
            int foreign = tx.addLane(other, 1, Conditions.NONE).id();
            tx.addTasks(other, List.of(Rows.task(15, "a", foreign, TaskState.READY)));
        });
        all.put(
                "saveTasks",
                tx -> tx.saveTasks(List.of(
                        a.with(a.standing().in(TaskState.RUNNING)),
                        b.with(b.standing().retryingAt(0).in(TaskState.READY)))));
        all.put("saveTasks twice", tx -> {
            tx.saveTasks(List.of(a.with(a.standing().in(TaskState.RUNNING))));
            tx.saveTasks(List.of(Rows.retry(11, "a", lane, 10)));
        });
        all.put("saveTasks to another lane", tx -> {
            int second = tx.addLane(graph.id(), 2, Conditions.NONE).id();
            tx.saveTasks(List.of(a.with(a.terms().inLane(second))));
        });
        all.put("addEdges", tx -> tx.addEdges(List.of(new Edge(12, 13), new Edge(13, 11))));
        all.put("removeEdgesTo", tx -> tx.removeEdgesTo(List.of(12L, 13L)));
        all.put("removeEdgesTo and addEdges", tx -> {
            tx.removeEdgesTo(List.of(13L));
            tx.addEdges(List.of(new Edge(11, 13), new Edge(12, 13)));
        });
        all.put("addClaims", tx -> tx.addClaims(List.of(new ClaimRow(52, 11, 31, new ClaimRow.Grant(1, true, 0)))));
        all.put("removeClaims", tx -> tx.removeClaims(List.of(51L)));
        all.put("addAttempts", tx -> tx.addAttempts(List.of(Rows.attempt(63, 11, Outcome.FAILED))));
        all.put("pruneAttempts", tx -> tx.pruneAttempts(graph.id(), 1));
        all.put("addAttempts and pruneAttempts", tx -> {
            tx.addAttempts(List.of(Rows.attempt(65, 13, Outcome.FAILED)));
            tx.pruneAttempts(graph.id(), 0);
            tx.addAttempts(List.of(Rows.attempt(66, 13, Outcome.FAILED)));
        });
        all.put("queue", tx -> tx.queue(graph.id(), List.of(new Shift(12, 1, 0, 0)), 0));
        all.put(
                "advance",
                tx -> tx.advance(List.of(tx.queuedShifts(graph.id(), 1).get(0).id()), 7));
        all.put(
                "advance to the end",
                tx -> tx.advance(List.of(tx.queuedShifts(graph.id(), 1).get(0).id()), Long.MAX_VALUE));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> write_workThrows_nothingRemains() {
        return changes().entrySet().stream()
                .map(change -> DynamicTest.dynamicTest(
                        change.getKey(),
                        // A time limit set for all tests does not reach dynamic ones.
                        () -> assertTimeoutPreemptively(LIMIT, () -> checkRollback(change.getValue()))));
    }

    private void checkRollback(Consumer<Transaction> change) {
        StoreDump before = StoreDump.of(store());
        IllegalStateException boom = new IllegalStateException("boom");
        assertThatThrownBy(() -> store().write(tx -> {
                    change.accept(tx);
                    throw boom;
                }))
                .isSameAs(boom);
        assertThat(StoreDump.of(store())).isEqualTo(before);
    }

    @Test
    void write_everythingThenThrows_nothingRemainsAndTheStoreWorks() {
        StoreDump before = StoreDump.of(store());
        assertThatThrownBy(() -> store().write(tx -> {
                    changes().values().forEach(change -> change.accept(tx));
                    throw new OutOfMemoryError("not really");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(StoreDump.of(store())).isEqualTo(before);
        store().write(tx -> tx.addGraph("another"));
        assertThat(StoreDump.of(store())).isNotEqualTo(before);
    }

    @Test
    void write_ownChanges_areSeenAtOnce() {
        store().write(tx -> {
            tx.saveTasks(List.of(Rows.prior(12, "b", lane, TaskState.READY, 4)));
            tx.addTasks(graph.id(), List.of(Rows.prior(14, "d", lane, TaskState.READY, 9)));
            assertThat(tx.claimable(lane, null, 9)).extracting(TaskRow::seq).containsExactly(14L, 12L, 11L);
            assertThat(tx.find(graph.id(), List.of("d"))).hasSize(1);
            assertThat(tx.nextRetry(graph.id())).isZero();
            tx.addEdges(List.of(new Edge(12, 14)));
            assertThat(tx.dependents(List.of(12L), Edge.START, 9)).containsExactly(new Edge(12, 14));
            tx.removeClaims(List.of(51L));
            assertThat(tx.claimsOf(List.of(31L))).isEmpty();
            return 0;
        });
    }

    @Test
    void read_duringAWrite_seesCommittedStateOnlyOrWaits() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> seen = store().write(tx -> {
                tx.addTasks(graph.id(), List.of(Rows.task(14, "d", lane, TaskState.READY)));
                CountDownLatch started = new CountDownLatch(1);
                Future<Integer> reading = threads.submit(() -> {
                    started.countDown();
                    return store().read(
                                    s -> s.find(graph.id(), List.of("a", "d")).size());
                });
                await(started);
                tx.addEdges(List.of(new Edge(11, 14)));
                return reading;
            });
            // Before the commit it is one task, after it two; that it reads a state in between is what must not be.
            assertThat(seen.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isBetween(1, 2);
        } finally {
            threads.shutdownNow();
        }
        assertThatThrownBy(() -> store().write(tx -> {
                    tx.addTasks(graph.id(), List.of(Rows.task(15, "e", lane, TaskState.READY)));
                    throw new IllegalStateException("boom");
                }))
                .hasMessage("boom");
        assertThat(rows(s -> s.find(graph.id(), List.of("e")))).isEmpty();
    }

    @Test
    void write_severalThreads_neverOverlapAndNothingIsLost() throws Exception {
        int each = 50;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        store().write(tx -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            tx.addToTally(lane, WritingContract.tally(TaskState.READY, 1));
                            Thread.onSpinWait();
                            inside.decrementAndGet();
                            return 0;
                        });
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(1);
        assertThat(rows(s -> s.lanes(graph.id())).get(0).tally().count(TaskState.READY))
                .isEqualTo(4L * each);
    }

    @Test
    void watch_commitAndRead_calledForTheCommit() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        try (Store.Watch watch = store().watch(called::countDown)) {
            assertThat(watch).isNotNull();
            store().write(tx -> tx.next(1));
            assertThat(called.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void open_again_sameState() {
        StoreDump before = StoreDump.of(store());
        long number = store().write(tx -> tx.next(1));
        restart();
        if (contract.isDurable()) {
            assertThat(StoreDump.of(store())).isEqualTo(before);
            assertThat(store().<Long>write(tx -> tx.next(1))).isGreaterThan(number);
        } else {
            assertThat(StoreDump.of(store()).lines()).isEmpty();
        }
    }

    @Test
    void close_twice_thenUseIsRefused() {
        Store closed = store();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.read(s -> s.graphs())).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> closed.write(tx -> tx.next(1)))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(StoreException.Problem.CLOSED));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
