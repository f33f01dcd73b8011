package dev.tagwerk.testkit;

import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Everything that can be read of a store, in one canonical order: two stores with equal dumps are in the same state.
 * Immutable.
 *
 * @param rows the rows: records of the store, and texts for what is no record
 */
public record StoreDump(List<Object> rows) {
    private static final Set<TaskState> ALL_STATES = EnumSet.allOf(TaskState.class);
    private static final Set<Outcome> ALL_OUTCOMES = EnumSet.allOf(Outcome.class);

    /** Copies the list. */
    public StoreDump {
        rows = List.copyOf(rows);
    }

    /** A line of text per row. */
    public List<String> lines() {
        return rows.stream().map(Object::toString).toList();
    }

    /** The state of this store. */
    public static StoreDump of(Store store) {
        return store.read(StoreDump::of);
    }

    /** The state in this snapshot. */
    public static StoreDump of(Snapshot snapshot) {
        List<Object> rows = new ArrayList<>();
        for (GraphRow graph : snapshot.graphs()) {
            rows.add(graph);
            addGraph(snapshot, graph.id(), rows);
        }
        return new StoreDump(rows);
    }

    /** The state of these graphs in this store. */
    public static StoreDump of(Store store, Collection<String> graphs) {
        return store.read(snapshot -> {
            List<Object> rows = new ArrayList<>();
            for (String name : graphs) {
                GraphRow graph = snapshot.graph(name);
                rows.add(name + ": " + graph);
                if (graph != null) {
                    addGraph(snapshot, graph.id(), rows);
                }
            }
            return new StoreDump(rows);
        });
    }

    private static void addGraph(Snapshot snapshot, long graph, List<Object> rows) {
        for (Lane lane : snapshot.lanes(graph)) {
            rows.add(lane);
            snapshot.claimable(lane.id(), null, Integer.MAX_VALUE)
                    .forEach(row -> rows.add("claimable " + lane.id() + " " + row.seq()));
        }
        snapshot.workers(graph).forEach(worker -> rows.add(worker));
        snapshot.liveWorkers(graph).forEach(worker -> rows.add("live " + worker.session()));
        List<TaskRow> tasks = snapshot.list(graph, ALL_STATES, 0, Integer.MAX_VALUE);
        tasks.forEach(task -> rows.add(task));
        List<Long> numbers = tasks.stream().map(TaskRow::seq).toList();
        snapshot.dependencies(numbers).forEach(edge -> rows.add(edge));
        snapshot.dependents(numbers, Edge.START, Integer.MAX_VALUE)
                .forEach(edge -> rows.add("dependent " + edge.dependency() + " " + edge.task()));
        snapshot.claimsOn(numbers).forEach(claim -> rows.add(claim));
        numbers.forEach(number -> snapshot.attempts(number).forEach(attempt -> rows.add(attempt)));
        snapshot.results(numbers).stream()
                .sorted(Comparator.comparingLong(Snapshot.Result::task))
                .forEach(result -> rows.add(result));
        snapshot.history(graph, ALL_OUTCOMES, 0, Integer.MAX_VALUE)
                .forEach(attempt -> rows.add("history " + attempt.seq()));
        snapshot.queuedShifts(graph, Integer.MAX_VALUE).forEach(queued -> rows.add(queued));
        rows.add("next retry " + snapshot.nextRetry(graph));
        snapshot.dueRetries(graph, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .sorted(Comparator.comparingLong(TaskRow::seq))
                .forEach(row -> rows.add("retry " + row.seq()));
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
