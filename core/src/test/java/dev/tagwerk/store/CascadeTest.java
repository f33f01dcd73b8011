package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class CascadeTest {
    private static final EnumSet<TaskState> ALL = EnumSet.allOf(TaskState.class);

    private final MemoryStore store = new MemoryStore();

    /** Tasks in which number i needs those that {@code needs} names, all of them ready or waiting. */
    private void graph(int size, Function<Integer, List<Integer>> needs) {
        store.write(tx -> {
            long graph = tx.addGraph("graph").id();
            int lane = tx.addLane(graph, 0, Conditions.NONE).id();
            Tally.Change change = new Tally.Change();
            List<TaskRow> rows = new ArrayList<>();
            List<Edge> edges = new ArrayList<>();
            tx.next(size);
            for (int i = 1; i <= size; i++) {
                List<Integer> dependencies = needs.apply(i);
                for (int dependency : dependencies) {
                    edges.add(new Edge(dependency, i));
                }
                Terms terms = new Terms(lane, Policy.DEFAULT, Budget.DEFAULT, Evidence.NONE, 0);
                Gate gate = Decisions.gate(
                        dependencies.stream().map(d -> rows.get(d - 1)).toList());
                TaskState state = dependencies.isEmpty() ? TaskState.READY : TaskState.WAITING;
                rows.add(new TaskRow(i, "t" + i, terms, Standing.fresh(state, gate), null));
                change.add(rows.get(i - 1).standing(), 1);
            }
            tx.addTasks(graph, rows);
            tx.addEdges(edges);
            tx.addToTally(lane, change.toTally());
            return 0;
        });
    }

    /** Changes something, and spreads the news of it to at most so many dependents; says whether all of it is spread. */
    private boolean step(int limit, Consumer<Workspace> what) {
        return store.<Boolean>write(tx -> step(tx, limit, what));
    }

    private static boolean step(Transaction tx, int limit, Consumer<Workspace> what) {
        Workspace space = new Workspace(tx, java.util.Objects.requireNonNull(tx.graph("graph")), 0);
        what.accept(space);
        new Cascade(space, limit).spread();
        space.close();
        return !space.graph.run().cascading();
    }

    private List<TaskRow> rows() {
        return store.read(s -> s.list(1, ALL, 0, Integer.MAX_VALUE));
    }

    private static TaskRow run(Workspace space, TaskRow row, Outcome outcome) {
        ClaimRow claim = new ClaimRow(space.tx.next(1), row.seq(), 1, new ClaimRow.Grant(1, false, 0));
        Ended ended = new Ended(claim, outcome, new Span(0, 1), Ended.Result.NOTHING);
        return Decisions.ended(Decisions.claimed(row), claim, ended, space.tx.next(1));
    }

    @RepeatedTest(40)
    @DisplayName("However the news is cut, everybody has taken in each piece once")
    void spread_randomChangesAndLimits_gatesAreWhatTheDependenciesSay(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Random random = new Random(seed);
        int size = 40;
        graph(
                size,
                i -> random.ints(0, i)
                        .distinct()
                        .limit(Math.min(i - 1, 4))
                        .filter(d -> d > 0)
                        .boxed()
                        .toList());
        for (int i = 0; i < 150; i++) {
            int changes = random.nextInt(4);
            step(random.nextInt(8), space -> {
                for (int j = 0; j < changes; j++) {
                    TaskRow row =
                            load(space, List.of(1L + random.nextInt(size))).get(0);
                    if (row.state() == TaskState.READY) {
                        space.put(run(space, row, random.nextBoolean() ? Outcome.COMPLETED : Outcome.FAILED));
                    } else if (row.state().isFinalFailure()) {
                        space.put(Decisions.reopened(row.with(
                                row.standing().with(row.standing().tries().forgiven()))));
                    } else if (row.state().isSatisfied() && random.nextInt(3) == 0) {
                        space.put(Decisions.invalidated(row));
                    }
                }
            });
        }
        while (!step(5, space -> {})) {
            // Everything that is still under way.
        }
        Map<Long, TaskRow> rows = new HashMap<>();
        rows().forEach(row -> rows.put(row.seq(), row));
        for (TaskRow row : rows.values()) {
            List<Edge> edges = store.read(s -> s.dependencies(List.of(row.seq())));
            Gate expected = Decisions.gate(edges.stream()
                    .map(edge -> java.util.Objects.requireNonNull(rows.get(edge.dependency())))
                    .toList());
            Gate gate = row.standing().gate();
            assertThat(List.of(gate.pending(), gate.broken()))
                    .as("pending and broken of %s, seed %s", row.id(), seed)
                    .isEqualTo(List.of(expected.pending(), expected.broken()));
            assertThat(gate.newest())
                    .as("newest of %s, seed %s", row.id(), seed)
                    .isGreaterThanOrEqualTo(expected.newest());
            assertThat(Decisions.settle(row))
                    .as("%s has settled, seed %s", row.id(), seed)
                    .isEqualTo(row);
        }
        assertThat(store.<List<Snapshot.QueuedShift>>read(s -> s.queuedShifts(1, 9)))
                .isEmpty();
    }

    @Test
    @DisplayName("Queued news is taken in page by page, not piece by piece")
    void spread_manyQueuedPieces_fewCallsOfTheStore() {
        int roots = 400;
        graph(2 * roots, i -> i <= roots ? List.of() : List.of(i - roots));
        step(
                0,
                space -> load(
                                space,
                                rows().stream().limit(roots).map(TaskRow::seq).toList())
                        .forEach(row -> space.put(run(space, row, Outcome.COMPLETED))));
        assertThat(store.<List<Snapshot.QueuedShift>>read(s -> s.queuedShifts(1, 999)))
                .hasSize(roots);
        List<String> calls = new ArrayList<>();
        store.write(tx -> step(counting(tx, calls), 1_000, space -> {}));
        assertThat(rows()).filteredOn(row -> row.state() == TaskState.READY).hasSize(roots);
        assertThat(calls).as("calls of primitives").hasSizeLessThan(20);
    }

    private static Transaction counting(Transaction tx, List<String> calls) {
        return (Transaction) Proxy.newProxyInstance(
                CascadeTest.class.getClassLoader(), new Class<?>[] {Transaction.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    try {
                        return method.invoke(tx, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static List<TaskRow> load(Workspace space, List<Long> numbers) {
        space.load(numbers);
        return numbers.stream()
                .map(number -> Objects.requireNonNull(space.row(number)))
                .toList();
    }
}
