package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Shift;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each way to read a store: order, pages, empty arguments, doubled arguments, what is not there. */
abstract class ReadingContract extends ContractSubject {
    private static final long NOWHERE = 999_999;

    private long graph;
    private long other;
    private int lane;

    ReadingContract(StoreContract contract) {
        super(contract);
    }

    @BeforeEach
    void addTwoGraphs() {
        store().write(tx -> {
            graph = tx.addGraph("graph").id();
            other = tx.addGraph("other").id();
            lane = tx.addLane(graph, 1, Conditions.NONE).id();
            tx.addTasks(
                    graph,
                    List.of(
                            Rows.task(11, "a", lane, TaskState.READY),
                            Rows.prior(12, "b", lane, TaskState.READY, 5),
                            Rows.task(13, "c", lane, TaskState.WAITING),
                            Rows.prior(14, "d", lane, TaskState.READY, -5),
                            Rows.retry(15, "e", lane, 500),
                            Rows.retry(16, "f", lane, 400)));
            int foreign = tx.addLane(other, 1, Conditions.NONE).id();
            tx.addTasks(other, List.of(Rows.task(21, "a", foreign, TaskState.READY)));
            return graph;
        });
    }

    @Test
    void graphs_two_byNumber() {
        assertThat(rows(Snapshot::graphs)).extracting(GraphRow::name).containsExactly("graph", "other");
    }

    @Test
    void graph_byNameAndByNumber_sameRow() {
        GraphRow expected = new GraphRow(graph, "graph", GraphRow.Run.NONE, GraphRow.Input.UNKNOWN);
        assertThat(rows(snapshot -> List.of(snapshot.graph("graph"), snapshot.graph(graph))))
                .containsExactly(expected, expected);
    }

    @Test
    void graph_unknown_null() {
        assertThat(store().<Boolean>read(
                                s -> s.graph("Graph") == null && s.graph("") == null && s.graph(NOWHERE) == null))
                .isTrue();
    }

    @Test
    void lanes_ofOneGraph_byNumberAndOfAllRuns() {
        Conditions gpu = Conditions.requiring(List.of("gpu", "big"));
        store().write(tx -> tx.addLane(graph, 2, gpu));
        List<Lane> lanes = store().read(snapshot -> snapshot.lanes(graph));
        assertThat(lanes).extracting(Lane::run).containsExactly(1, 2);
        assertThat(lanes).extracting(Lane::conditions).containsExactly(Conditions.NONE, gpu);
        assertThat(lanes).isSortedAccordingTo((a, b) -> Integer.compare(a.id(), b.id()));
        assertThat(rows(snapshot -> snapshot.lanes(NOWHERE))).isEmpty();
    }

    @Test
    void workers_threeOfTwoGraphs_onlyThisGraphBySession() {
        WorkerRow live = Rows.worker(32, graph, "live");
        WorkerRow dead = Rows.worker(31, graph, "dead", WorkerRow.State.KILLED);
        store().write(tx -> {
            tx.add(live);
            tx.add(dead);
            tx.add(Rows.worker(33, other, "foreign"));
            return 0;
        });
        assertThat(rows(snapshot -> snapshot.workers(graph))).containsExactly(dead, live);
        assertThat(rows(snapshot -> snapshot.liveWorkers(graph))).containsExactly(live);
        assertThat(store().<WorkerRow>read(snapshot -> snapshot.worker(31))).isEqualTo(dead);
        assertThat(store().<Boolean>read(snapshot -> snapshot.worker(NOWHERE) == null))
                .isTrue();
    }

    @Test
    void find_doubledAndUnknownIds_eachKnownOnce() {
        List<TaskRow> found = store().read(snapshot -> snapshot.find(graph, List.of("c", "a", "a", "nobody", "A", "")));
        assertThat(found).extracting(TaskRow::seq).containsExactlyInAnyOrder(11L, 13L);
    }

    @Test
    void find_sameIdInTwoGraphs_thatOfTheGraph() {
        // LB-206: equal ids of different programs must not meet.
        assertThat(rows(snapshot -> snapshot.find(other, List.of("a"))))
                .extracting(TaskRow::seq)
                .containsExactly(21L);
        assertThat(rows(snapshot -> snapshot.find(NOWHERE, List.of("a")))).isEmpty();
    }

    @Test
    void find_unusualIds_exactMatch() {
        List<String> ids = List.of("x'y", "100%", "a b", "ünï\u0001\n", "[\"json\"]", "\uD83D\uDE00", "B");
        store().write(tx -> {
            for (int i = 0; i < ids.size(); i++) {
                tx.addTasks(graph, List.of(Rows.task(100 + i, ids.get(i), lane, TaskState.WAITING)));
            }
            return 0;
        });
        assertThat(rows(snapshot -> snapshot.find(graph, ids)))
                .extracting(TaskRow::id)
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void tasks_doubledAndUnknownNumbers_eachKnownOnce() {
        assertThat(rows(snapshot -> snapshot.tasks(List.of(12L, 12L, NOWHERE, -1L, 11L))))
                .extracting(TaskRow::id)
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void tasks_manyNumbers_all() {
        List<Long> numbers = LongStream.range(1_000, 41_000).boxed().toList();
        store().write(tx -> {
            tx.addTasks(
                    graph,
                    numbers.stream()
                            .map(number -> Rows.task(number, "n" + number, lane, TaskState.WAITING))
                            .toList());
            return 0;
        });
        assertThat(rows(snapshot -> snapshot.tasks(numbers))).hasSize(40_000);
        assertThat(rows(snapshot ->
                        snapshot.find(graph, numbers.stream().map(n -> "n" + n).toList())))
                .hasSize(40_000);
    }

    @Test
    void emptyArguments_nothing() {
        boolean empty = store().read(s -> s.find(graph, List.of()).isEmpty()
                && s.tasks(List.of()).isEmpty()
                && s.dependents(List.of(), Edge.START, 9).isEmpty()
                && s.dependencies(List.of()).isEmpty()
                && s.claims(List.of()).isEmpty()
                && s.claimsOn(List.of()).isEmpty()
                && s.claimsOf(List.of()).isEmpty());
        assertThat(empty).isTrue();
    }

    @Test
    void list_pages_byNumberWithoutGapOrOverlap() {
        Set<TaskState> states = EnumSet.of(TaskState.READY, TaskState.WAITING);
        assertThat(numbers(rows(s -> s.list(graph, states, 0, 4)))).containsExactly(11L, 12L, 13L, 14L);
        assertThat(numbers(rows(s -> s.list(graph, states, 14, 4)))).containsExactly(15L, 16L);
        assertThat(numbers(rows(s -> s.list(graph, states, 16, 4)))).isEmpty();
        assertThat(numbers(rows(s -> s.list(graph, EnumSet.of(TaskState.READY), 11, 9))))
                .containsExactly(12L, 14L);
        assertThat(numbers(rows(s -> s.list(graph, states, 0, 0)))).isEmpty();
        assertThat(numbers(rows(s -> s.list(NOWHERE, states, 0, 9)))).isEmpty();
    }

    @Test
    void claimable_pages_byPriorityThenNumber() {
        List<TaskRow> all = store().read(s -> s.claimable(lane, null, 9));
        assertThat(numbers(all)).containsExactly(12L, 11L, 14L);
        assertThat(numbers(rows(s -> s.claimable(lane, null, 2)))).containsExactly(12L, 11L);
        assertThat(numbers(rows(s -> s.claimable(lane, all.get(1), 2)))).containsExactly(14L);
        assertThat(numbers(rows(s -> s.claimable(lane, all.get(2), 2)))).isEmpty();
        assertThat(numbers(rows(s -> s.claimable(777, null, 2)))).isEmpty();
    }

    @Test
    void claimable_byIds_thoseOfThemThatAre() {
        List<TaskRow> all = rows(s -> s.list(graph, EnumSet.allOf(TaskState.class), 0, 99));
        List<String> ids = new ArrayList<>(all.stream().map(TaskRow::id).toList());
        List<Long> claimable =
                all.stream().filter(TaskRow::isClaimable).map(TaskRow::seq).toList();
        ids.add("nobody");
        ids.add(ids.get(0));
        assertThat(claimable).contains(11L, 12L, 14L);
        assertThat(numbers(rows(s -> s.claimable(graph, ids)))).containsExactlyInAnyOrderElementsOf(claimable);
        ids.add("zero\0");
        assertThat(numbers(rows(s -> s.claimable(graph, ids)))).containsExactlyInAnyOrderElementsOf(claimable);
        for (TaskRow row : all) {
            assertThat(rows(s -> s.claimable(graph, List.of(row.id())))).hasSize(row.isClaimable() ? 1 : 0);
        }
        assertThat(rows(s -> s.claimable(graph, List.of()))).isEmpty();
        assertThat(rows(s -> s.claimable(777, ids))).isEmpty();
    }

    @Test
    void claimable_runningTask_whileItHasFreeSlots() {
        TaskRow shared = Rows.unusual(41, "shared", lane);
        store().write(tx -> {
            tx.addTasks(graph, List.of(shared));
            return 0;
        });
        assertThat(shared.isClaimable()).isFalse();
        assertThat(numbers(rows(s -> s.claimable(lane, null, 9)))).doesNotContain(41L);
    }

    @Test
    void retries_two_earliestAndDueOnes() {
        assertThat(store().<Long>read(s -> s.nextRetry(graph))).isEqualTo(400);
        assertThat(store().<Long>read(s -> s.nextRetry(other))).isZero();
        assertThat(numbers(rows(s -> s.dueRetries(graph, 399, 9)))).isEmpty();
        assertThat(numbers(rows(s -> s.dueRetries(graph, 400, 9)))).containsExactly(16L);
        assertThat(numbers(rows(s -> s.dueRetries(graph, 500, 9)))).containsExactly(15L, 16L);
        assertThat(numbers(rows(s -> s.dueRetries(graph, 500, 1)))).containsExactly(15L);
    }

    @Test
    void edges_pages_bothWays() {
        store().write(tx -> {
            tx.addEdges(List.of(new Edge(12, 13), new Edge(11, 14), new Edge(11, 13), new Edge(11, 12)));
            return 0;
        });
        List<Long> both = List.of(12L, 11L, 11L, NOWHERE);
        assertThat(rows(s -> s.dependents(both, Edge.START, 9)))
                .containsExactly(new Edge(11, 12), new Edge(11, 13), new Edge(11, 14), new Edge(12, 13));
        assertThat(rows(s -> s.dependents(both, Edge.START, 2))).containsExactly(new Edge(11, 12), new Edge(11, 13));
        assertThat(rows(s -> s.dependents(both, new Edge(11, 13), 2)))
                .containsExactly(new Edge(11, 14), new Edge(12, 13));
        assertThat(rows(s -> s.dependents(List.of(12L), new Edge(11, 13), 2))).containsExactly(new Edge(12, 13));
        assertThat(rows(s -> s.dependencies(List.of(14L, 13L, 13L, NOWHERE))))
                .containsExactly(new Edge(11, 13), new Edge(12, 13), new Edge(11, 14));
    }

    @Test
    void claims_threeWays_byToken() {
        ClaimRow one = new ClaimRow(51, 11, 31, new ClaimRow.Grant(1, false, 0));
        ClaimRow two = new ClaimRow(52, 12, 31, new ClaimRow.Grant(4, true, 1L << 41));
        ClaimRow three = new ClaimRow(53, 11, 32, new ClaimRow.Grant(2, false, 0));
        store().write(tx -> {
            tx.addClaims(List.of(three, one, two));
            return 0;
        });
        assertThat(rows(s -> s.claims(List.of(53L, 51L, 51L, NOWHERE)))).containsExactlyInAnyOrder(one, three);
        assertThat(rows(s -> s.claimsOn(List.of(12L, 11L, 11L, NOWHERE)))).containsExactly(one, two, three);
        assertThat(rows(s -> s.claimsOf(List.of(32L, 31L, 31L, NOWHERE)))).containsExactly(one, two, three);
        assertThat(rows(s -> s.claimsOf(List.of(32L)))).containsExactly(three);
    }

    @Test
    void attempts_severalTasks_oldestFirst() {
        Attempt first = Rows.attempt(61, 12, Outcome.FAILED);
        Attempt second = Rows.event(62, 11, Outcome.INVALIDATED);
        Attempt third = Rows.attempt(63, 12, Outcome.COMPLETED);
        store().write(tx -> {
            tx.addAttempts(List.of(first, second));
            tx.addAttempts(List.of(third, Rows.attempt(64, 21, Outcome.COMPLETED)));
            return 0;
        });
        assertThat(rows(s -> s.attempts(12))).containsExactly(first, third);
        assertThat(rows(s -> s.attempts(NOWHERE))).isEmpty();
        Set<Outcome> all = EnumSet.allOf(Outcome.class);
        assertThat(rows(s -> s.history(graph, all, 0, 9))).containsExactly(first, second, third);
        assertThat(rows(s -> s.history(graph, all, 61, 1))).containsExactly(second);
        assertThat(rows(s -> s.history(graph, EnumSet.of(Outcome.COMPLETED), 0, 9)))
                .containsExactly(third);
    }

    @Test
    void queuedShifts_twoGraphs_ownOldestFirst() {
        Shift one = new Shift(12, -1, 0, 88);
        Shift two = new Shift(11, 0, 1, 0);
        store().write(tx -> {
            tx.queue(graph, List.of(one), 5);
            tx.queue(other, List.of(two), 0);
            tx.queue(graph, List.of(two), 0);
            return 0;
        });
        List<Snapshot.QueuedShift> queued = store().read(s -> s.queuedShifts(graph, 9));
        assertThat(queued).extracting(Snapshot.QueuedShift::shift).containsExactly(one, two);
        assertThat(queued).extracting(Snapshot.QueuedShift::reached).containsExactly(5L, 0L);
        assertThat(rows(s -> s.queuedShifts(graph, 1))).hasSize(1);
        assertThat(rows(s -> s.queuedShifts(NOWHERE, 9))).isEmpty();
    }

    private static List<Long> numbers(List<TaskRow> rows) {
        return rows.stream().map(TaskRow::seq).toList();
    }
}
