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
 * Everything that can be read of a store, as text in one canonical order: two stores with equal dumps are in the same state.
 * Immutable.
 *
 * @param lines a line per row
 */
public record StoreDump(List<String> lines) {
    private static final Set<TaskState> ALL_STATES = EnumSet.allOf(TaskState.class);
    private static final Set<Outcome> ALL_OUTCOMES = EnumSet.allOf(Outcome.class);

    /** Copies the lines. */
    public StoreDump {
        lines = List.copyOf(lines);
    }

    /** The state of this store. */
    public static StoreDump of(Store store) {
        return store.read(StoreDump::of);
    }

    /** The state in this snapshot. */
    public static StoreDump of(Snapshot snapshot) {
        List<String> lines = new ArrayList<>();
        for (GraphRow graph : snapshot.graphs()) {
            lines.add(graph.toString());
            addGraph(snapshot, graph.id(), lines);
        }
        return new StoreDump(lines);
    }

    /** The state of these graphs in this store. */
    public static StoreDump of(Store store, Collection<String> graphs) {
        return store.read(snapshot -> {
            List<String> lines = new ArrayList<>();
            for (String name : graphs) {
                GraphRow graph = snapshot.graph(name);
                lines.add(name + ": " + graph);
                if (graph != null) {
                    addGraph(snapshot, graph.id(), lines);
                }
            }
            return new StoreDump(lines);
        });
    }

    private static void addGraph(Snapshot snapshot, long graph, List<String> lines) {
        for (Lane lane : snapshot.lanes(graph)) {
            lines.add(lane.toString());
            snapshot.claimable(lane.id(), null, Integer.MAX_VALUE)
                    .forEach(row -> lines.add("claimable " + lane.id() + " " + row.seq()));
        }
        snapshot.workers(graph).forEach(worker -> lines.add(worker.toString()));
        snapshot.liveWorkers(graph).forEach(worker -> lines.add("live " + worker.session()));
        List<TaskRow> tasks = snapshot.list(graph, ALL_STATES, 0, Integer.MAX_VALUE);
        tasks.forEach(task -> lines.add(task.toString()));
        List<Long> numbers = tasks.stream().map(TaskRow::seq).toList();
        snapshot.dependencies(numbers).forEach(edge -> lines.add(edge.toString()));
        snapshot.dependents(numbers, Edge.START, Integer.MAX_VALUE).forEach(edge -> lines.add("dependent " + edge));
        snapshot.claimsOn(numbers).forEach(claim -> lines.add(claim.toString()));
        numbers.forEach(number -> snapshot.attempts(number).forEach(attempt -> lines.add(attempt.toString())));
        snapshot.history(graph, ALL_OUTCOMES, 0, Integer.MAX_VALUE)
                .forEach(attempt -> lines.add("history " + attempt.seq()));
        snapshot.queuedShifts(graph, Integer.MAX_VALUE).forEach(queued -> lines.add(queued.toString()));
        lines.add("next retry " + snapshot.nextRetry(graph));
        snapshot.dueRetries(graph, Long.MAX_VALUE, Integer.MAX_VALUE).stream()
                .sorted(Comparator.comparingLong(TaskRow::seq))
                .forEach(row -> lines.add("retry " + row.seq()));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
