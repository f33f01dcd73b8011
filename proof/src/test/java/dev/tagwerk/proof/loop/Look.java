package dev.tagwerk.proof.loop;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** What a test reads of a store behind a loop's back. Immutable. */
record Look(Store store, String loop) {
    private static final int ALL = 1_000_000;

    /** Waits until this holds, at most ten seconds. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited 10 s in vain for: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    private <R> R at(Function<Snapshot, Function<GraphRow, R>> look, R otherwise) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(loop);
            return graph == null ? otherwise : look.apply(snapshot).apply(graph);
        });
    }

    /** The task, or null. */
    TaskRow task(String id) {
        return at(
                snapshot -> graph -> snapshot.find(graph.id(), List.of(id)).stream()
                        .findFirst()
                        .orElse(null),
                null);
    }

    /** The state of the task, or null when the store does not know it. */
    TaskState state(String id) {
        TaskRow row = task(id);
        return row == null ? null : row.state();
    }

    /** The states of all tasks. */
    Map<String, TaskState> states() {
        return at(
                snapshot -> graph -> {
                    Map<String, TaskState> states = new TreeMap<>();
                    snapshot.list(graph.id(), EnumSet.allOf(TaskState.class), 0, ALL)
                            .forEach(row -> states.put(row.id(), row.state()));
                    return states;
                },
                Map.of());
    }

    /** How many tasks are in this state. */
    long count(TaskState state) {
        return states().values().stream().filter(state::equals).count();
    }

    /** The history of a task. */
    List<Attempt> attempts(String id) {
        TaskRow row = task(id);
        return row == null ? List.of() : store.read(snapshot -> snapshot.attempts(row.seq()));
    }

    /** The outcomes in the history of a task. */
    List<Outcome> outcomes(String id) {
        return attempts(id).stream().map(Attempt::outcome).toList();
    }

    /** Ids of the tasks that the last success of this one relied on. */
    List<String> consumed(String id) {
        List<Attempt> attempts = attempts(id);
        List<Long> numbers = attempts.get(attempts.size() - 1).findings().consumed();
        List<String> ids = new ArrayList<>();
        store.<Object>read(snapshot -> {
            snapshot.tasks(numbers).forEach(row -> ids.add(row.id()));
            return ids;
        });
        return ids.stream().sorted().toList();
    }

    /** The workers, in the order in which they came. */
    List<WorkerRow> workers() {
        return at(snapshot -> graph -> snapshot.workers(graph.id()), List.of());
    }

    /** The newest worker of this name. */
    WorkerRow worker(String identity) {
        return workers().stream()
                .filter(worker -> worker.profile().identity().equals(identity))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** The graph. */
    GraphRow graph() {
        return at(snapshot -> graph -> graph, null);
    }
}
