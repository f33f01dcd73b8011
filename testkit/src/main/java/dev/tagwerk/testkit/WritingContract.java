package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Shift;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Standing;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to change a store. */
abstract class WritingContract extends ContractSubject {
    private GraphRow graph = new GraphRow(0, "", GraphRow.Run.NONE, GraphRow.Input.UNKNOWN);
    private int lane;

    WritingContract(StoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void addGraph() {
        store().write(tx -> {
            graph = tx.addGraph("graph");
            lane = tx.addLane(graph.id(), 1, Conditions.NONE).id();
            return 0;
        });
    }

    @Test
    void next_severalNumbers_risingAcrossTransactions() {
        long first = store().write(tx -> tx.next(5));
        long second = store().write(tx -> tx.next(1));
        long third = store().write(tx -> tx.next(1));
        assertThat(first).isPositive();
        assertThat(second).isGreaterThanOrEqualTo(first + 5);
        assertThat(third).isGreaterThan(second);
    }

    @Test
    void save_graph_runAndInputAreKept() {
        GraphRow changed = graph.with(new GraphRow.Run(3, 2, 1, true)).with(new GraphRow.Input(1L << 40, true));
        store().write(tx -> {
            tx.save(changed);
            return 0;
        });
        assertThat(store().<GraphRow>read(s -> s.graph("graph"))).isEqualTo(changed);
    }

    @Test
    void addLane_fresh_emptyTally() {
        Lane added = store().write(tx -> tx.addLane(graph.id(), 4, Conditions.requiring(List.of("x"))));
        assertThat(added.tally()).isEqualTo(Tally.ZERO);
        assertThat(rows(s -> s.lanes(graph.id()))).contains(added);
        assertThat(added.id()).isGreaterThan(lane);
    }

    @Test
    void addToTally_severalTimes_sum() {
        Tally one = tally(TaskState.READY, 3);
        Tally less = tally(TaskState.READY, -1);
        store().write(tx -> {
            tx.addToTally(lane, one);
            tx.addToTally(lane, less);
            tx.addToTally(lane, tally(TaskState.CANCELLED, 1));
            return 0;
        });
        Tally sum = store().read(s -> s.lanes(graph.id())).get(0).tally();
        assertThat(sum.count(TaskState.READY)).isEqualTo(2);
        assertThat(sum.count(TaskState.CANCELLED)).isEqualTo(1);
        assertThat(sum.tasks()).isEqualTo(3);
    }

    @Test
    void worker_addedSavedRemoved_everyFieldIsKept() {
        WorkerRow worker = Rows.worker(31, graph.id(), "anna");
        store().write(tx -> {
            tx.add(worker);
            return 0;
        });
        assertThat(store().<WorkerRow>read(s -> s.worker(31))).isEqualTo(worker);
        WorkerRow gone = new WorkerRow(
                31,
                graph.id(),
                worker.profile(),
                new WorkerRow.Life(WorkerRow.State.OFFLINE, 9, 1_000, 9_000, false),
                new WorkerRow.Done(7, 8, 0));
        store().write(tx -> {
            tx.save(gone);
            return 0;
        });
        assertThat(store().<WorkerRow>read(s -> s.worker(31))).isEqualTo(gone);
        store().write(tx -> {
            tx.removeWorkers(List.of(31L, 31L, 999L));
            return 0;
        });
        assertThat(rows(s -> s.workers(graph.id()))).isEmpty();
    }

    @Test
    void tasks_addedAndSaved_everyFieldIsKept() {
        TaskRow plain = Rows.task(11, "plain", lane, TaskState.WAITING);
        TaskRow unusual = Rows.unusual(12, "unusual", lane);
        store().write(tx -> {
            tx.addTasks(graph.id(), List.of(plain, unusual));
            return 0;
        });
        assertThat(rows(s -> s.tasks(List.of(11L, 12L)))).containsExactlyInAnyOrder(plain, unusual);
        int second =
                store().write(tx -> tx.addLane(graph.id(), 2, Conditions.NONE)).id();
        TaskRow swapped =
                new TaskRow(11, "plain", unusual.terms().inLane(second), unusual.standing(), unusual.success());
        TaskRow calmed = new TaskRow(12, "unusual", plain.terms(), plain.standing(), null);
        store().write(tx -> {
            tx.saveTasks(List.of(swapped, calmed));
            return 0;
        });
        assertThat(rows(s -> s.find(graph.id(), List.of("plain", "unusual"))))
                .containsExactlyInAnyOrder(swapped, calmed);
    }

    @Test
    void saveTasks_otherStateLanePriority_claimableOrderFollows() {
        TaskRow a = Rows.task(11, "a", lane, TaskState.WAITING);
        TaskRow b = Rows.task(12, "b", lane, TaskState.READY);
        int second = store().write(tx -> {
            tx.addTasks(graph.id(), List.of(a, b));
            return tx.addLane(graph.id(), 2, Conditions.NONE).id();
        });
        TaskRow moved = Rows.task(11, "a", second, TaskState.READY);
        TaskRow raised = Rows.prior(12, "b", second, TaskState.READY, 3);
        store().write(tx -> {
            tx.saveTasks(List.of(moved, raised));
            return 0;
        });
        assertThat(rows(s -> s.claimable(lane, null, 9))).isEmpty();
        assertThat(rows(s -> s.claimable(second, null, 9))).containsExactly(raised, moved);
    }

    @Test
    void saveTasks_retryPutOffAndOver_nextRetryFollows() {
        TaskRow early = Rows.retry(11, "a", lane, 100);
        store().write(tx -> {
            tx.addTasks(graph.id(), List.of(early, Rows.retry(12, "b", lane, 200)));
            return 0;
        });
        store().write(tx -> {
            tx.saveTasks(List.of(early.with(early.standing().retryingAt(300))));
            return 0;
        });
        assertThat(store().<Long>read(s -> s.nextRetry(graph.id()))).isEqualTo(200);
        store().write(tx -> {
            tx.saveTasks(List.of(Rows.task(12, "b", lane, TaskState.READY)));
            return 0;
        });
        assertThat(store().<Long>read(s -> s.nextRetry(graph.id()))).isEqualTo(300);
        // A blocked task may have a retry behind it; nothing will happen when that is due.
        Standing blocked = early.standing().in(TaskState.BLOCKED).retryingAt(300);
        store().write(tx -> {
            tx.saveTasks(List.of(early.with(blocked)));
            return 0;
        });
        assertThat(store().<Long>read(s -> s.nextRetry(graph.id()))).isZero();
        assertThat(rows(s -> s.dueRetries(graph.id(), 1_000, 9))).isEmpty();
    }

    @Test
    void removeEdgesTo_oneTask_othersStay() {
        store().write(tx -> {
            for (int i = 1; i <= 4; i++) {
                tx.addTasks(graph.id(), List.of(Rows.task(i, "t" + i, lane, TaskState.WAITING)));
            }
            tx.addEdges(List.of(new Edge(1, 3), new Edge(2, 3), new Edge(1, 4), new Edge(3, 4)));
            return 0;
        });
        store().write(tx -> {
            tx.removeEdgesTo(List.of(3L, 3L, 99L));
            return 0;
        });
        assertThat(rows(s -> s.dependents(List.of(1L, 2L, 3L), Edge.START, 9)))
                .containsExactly(new Edge(1, 4), new Edge(3, 4));
        assertThat(rows(s -> s.dependencies(List.of(3L, 4L)))).containsExactly(new Edge(1, 4), new Edge(3, 4));
    }

    @Test
    void removeClaims_one_othersStay() {
        ClaimRow one = new ClaimRow(51, 11, 31, new ClaimRow.Grant(1, false, 0));
        ClaimRow two = new ClaimRow(52, 11, 32, new ClaimRow.Grant(2, true, 0));
        store().write(tx -> {
            tx.addClaims(List.of(one, two));
            tx.removeClaims(List.of(51L, 51L, 99L));
            return 0;
        });
        assertThat(rows(s -> s.claimsOn(List.of(11L)))).containsExactly(two);
    }

    @Test
    @SuppressWarnings("EnumOrdinal") // any numbers do, as long as they differ
    void addAttempts_everyOutcome_everyFieldIsKept() {
        List<Attempt> rows = java.util.Arrays.stream(Outcome.values())
                .map(outcome -> outcome.isEvent()
                        ? Rows.event(100 + outcome.ordinal(), 11, outcome)
                        : Rows.attempt(100 + outcome.ordinal(), 11, outcome))
                .toList();
        store().write(tx -> {
            tx.addTasks(graph.id(), List.of(Rows.task(11, "a", lane, TaskState.READY)));
            tx.addAttempts(rows);
            return 0;
        });
        assertThat(rows(s -> s.attempts(11))).containsExactlyElementsOf(rows);
    }

    @Test
    void addAttempts_olderNumberLater_orderOfNumbers() {
        // What is refused is written before the ends of the same exchange, but has a later number.
        store().write(tx -> {
            tx.addTasks(graph.id(), List.of(Rows.task(11, "a", lane, TaskState.READY)));
            tx.addAttempts(List.of(Rows.event(102, 11, Outcome.REFUSED)));
            tx.addAttempts(List.of(Rows.attempt(101, 11, Outcome.FAILED)));
            return 0;
        });
        assertThat(rows(s -> s.attempts(11))).extracting(Attempt::seq).containsExactly(101L, 102L);
        store().write(tx -> tx.pruneAttempts(graph.id(), 1));
        assertThat(rows(s -> s.attempts(11))).extracting(Attempt::seq).containsExactly(102L);
    }

    @Test
    void pruneAttempts_fifteenRowsKeepFive_newestFiveStay() {
        // LB-258
        store().write(tx -> {
            tx.addTasks(
                    graph.id(),
                    List.of(Rows.task(11, "a", lane, TaskState.READY), Rows.task(12, "b", lane, TaskState.READY)));
            for (int i = 0; i < 15; i++) {
                tx.addAttempts(List.of(Rows.attempt(100 + i, 11, Outcome.FAILED)));
            }
            tx.addAttempts(List.of(Rows.attempt(200, 12, Outcome.COMPLETED)));
            return 0;
        });
        assertThat(store().<Long>write(tx -> tx.pruneAttempts(graph.id(), 5))).isEqualTo(10);
        assertThat(rows(s -> s.attempts(11))).extracting(Attempt::seq).containsExactly(110L, 111L, 112L, 113L, 114L);
        assertThat(rows(s -> s.attempts(12))).hasSize(1);
        assertThat(store().<Long>write(tx -> tx.pruneAttempts(graph.id(), 5))).isZero();
        assertThat(store().<Long>write(tx -> tx.pruneAttempts(999, 0))).isZero();
        assertThat(store().<Long>write(tx -> tx.pruneAttempts(graph.id(), 0))).isEqualTo(6);
    }

    @Test
    void advance_partWayThenToTheEnd_entryIsGone() {
        store().write(tx -> {
            tx.queue(graph.id(), List.of(new Shift(1, -1, 0, 7)), 0);
            tx.queue(graph.id(), List.of(new Shift(2, 1, 1, 0)), 0);
            return 0;
        });
        Snapshot.QueuedShift first =
                store().read(s -> s.queuedShifts(graph.id(), 1)).get(0);
        store().write(tx -> {
            tx.advance(List.of(first.id()), 44);
            return 0;
        });
        assertThat(rows(s -> s.queuedShifts(graph.id(), 1)))
                .containsExactly(new Snapshot.QueuedShift(first.id(), first.shift(), 44));
        store().write(tx -> {
            tx.advance(List.of(first.id()), Long.MAX_VALUE);
            return 0;
        });
        assertThat(rows(s -> s.queuedShifts(graph.id(), 9)))
                .extracting(queued -> queued.shift().dependency())
                .containsExactly(2L);
    }

    @Test
    void queue_severalThenAdvanceSome_theRestKeepsItsPlace() {
        List<Shift> shifts = LongStream.rangeClosed(1, 6)
                .mapToObj(i -> new Shift(i, 1, 0, 0))
                .toList();
        store().write(tx -> {
            tx.queue(graph.id(), shifts, 0);
            return 0;
        });
        List<Snapshot.QueuedShift> all = rows(s -> s.queuedShifts(graph.id(), 9));
        assertThat(all).extracting(Snapshot.QueuedShift::shift).isEqualTo(shifts);
        store().write(tx -> {
            tx.advance(List.of(all.get(0).id(), all.get(1).id(), all.get(3).id()), Long.MAX_VALUE);
            tx.advance(List.of(all.get(2).id(), all.get(4).id()), 17);
            return 0;
        });
        assertThat(rows(s -> s.queuedShifts(graph.id(), 9)))
                .extracting(queued -> queued.shift().dependency(), Snapshot.QueuedShift::reached)
                .containsExactly(tuple(3L, 17L), tuple(5L, 17L), tuple(6L, 0L));
    }

    @Test
    void emptyArguments_nothingChanges() {
        StoreDump before = StoreDump.of(store());
        store().write(tx -> {
            tx.removeWorkers(List.of());
            tx.queue(graph.id(), List.of(), 0);
            tx.advance(List.of(), 3);
            tx.advance(List.of(), Long.MAX_VALUE);
            tx.addTasks(graph.id(), List.of());
            tx.saveTasks(List.of());
            tx.addEdges(List.of());
            tx.removeEdgesTo(List.of());
            tx.addClaims(List.of());
            tx.removeClaims(List.of());
            tx.addAttempts(List.of());
            return 0;
        });
        assertThat(StoreDump.of(store())).isEqualTo(before);
    }

    @SuppressWarnings("EnumOrdinal") // the places of a tally are the states in their order
    static Tally tally(TaskState state, long count) {
        long[] counts = new long[Tally.size()];
        counts[state.ordinal()] = count;
        return Tally.of(counts);
    }
}
