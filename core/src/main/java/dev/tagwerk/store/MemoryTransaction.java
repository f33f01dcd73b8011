package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes the tables of a store in memory, and can take it all back. For one thread at a time. */
final class MemoryTransaction extends MemorySnapshot implements Transaction {
    private final Deque<Runnable> undo = new ArrayDeque<>();

    MemoryTransaction(MemoryTables tables) {
        super(tables);
    }

    /** Takes back everything, newest first. */
    void undo() {
        while (!undo.isEmpty()) {
            undo.pop().run();
        }
    }

    boolean hasChanged() {
        return !undo.isEmpty();
    }

    @Override
    public long next(int count) {
        long before = tables.counter;
        tables.counter += count;
        undo.push(() -> tables.counter = before);
        return before + 1;
    }

    @Override
    public GraphRow addGraph(String name) {
        GraphRow graph = new GraphRow(++tables.graphCounter, name, GraphRow.Run.NONE, GraphRow.Input.UNKNOWN);
        tables.graphs.put(graph.id(), graph);
        tables.ids.put(graph.id(), new HashMap<>());
        tables.tasksOf.put(graph.id(), new TreeMap<>());
        tables.retries.put(
                graph.id(),
                new TreeSet<>(
                        Comparator.comparingLong((TaskRow row) -> row.standing().retryAt())
                                .thenComparingLong(TaskRow::seq)));
        undo.push(() -> {
            tables.graphCounter--;
            tables.graphs.remove(graph.id());
            tables.ids.remove(graph.id());
            tables.tasksOf.remove(graph.id());
            tables.retries.remove(graph.id());
        });
        return graph;
    }

    @Override
    public void save(GraphRow graph) {
        replace(tables.graphs, graph.id(), graph);
    }

    @Override
    public Lane addLane(long graph, int run, Conditions conditions) {
        Lane lane = new Lane(++tables.laneCounter, run, conditions, Tally.ZERO);
        tables.claimable.put(lane.id(), new TreeSet<>(TaskRow.CLAIM_ORDER));
        replace(tables.lanes, lane.id(), new MemoryTables.LaneOf(graph, lane));
        undo.push(() -> {
            tables.laneCounter--;
            tables.claimable.remove(lane.id());
        });
        return lane;
    }

    @Override
    public void addToTally(int lane, Tally change) {
        MemoryTables.LaneOf old = Objects.requireNonNull(tables.lanes.get(lane));
        Lane before = old.lane();
        Lane after =
                new Lane(lane, before.run(), before.conditions(), before.tally().plus(change));
        replace(tables.lanes, lane, new MemoryTables.LaneOf(old.graph(), after));
    }

    @Override
    public void add(WorkerRow worker) {
        replace(tables.workers, worker.session(), worker);
    }

    @Override
    public void save(WorkerRow worker) {
        replace(tables.workers, worker.session(), worker);
    }

    @Override
    public void removeWorkers(Collection<Long> sessions) {
        sessions.forEach(session -> remove(tables.workers, session));
    }

    @Override
    public void addTasks(long graph, List<TaskRow> rows) {
        for (TaskRow row : rows) {
            Map<String, Long> ids = Objects.requireNonNull(tables.ids.get(graph));
            if (ids.containsKey(row.id())) {
                throw new IllegalStateException("Task " + row.id() + " is there already");
            }
            replace(ids, row.id(), row.seq());
            graphOf(row, graph);
            index(row);
        }
    }

    private void graphOf(TaskRow row, long graph) {
        replace(tables.tasks, row.seq(), row);
        replace(Objects.requireNonNull(tables.tasksOf.get(graph)), row.seq(), row);
    }

    @Override
    public void saveTasks(List<TaskRow> rows) {
        for (TaskRow row : rows) {
            TaskRow before = Objects.requireNonNull(tables.tasks.get(row.seq()));
            unindex(before);
            graphOf(row, lane(row).graph());
            index(row);
        }
    }

    private MemoryTables.LaneOf lane(TaskRow row) {
        return Objects.requireNonNull(tables.lanes.get(row.lane()));
    }

    private void index(TaskRow row) {
        NavigableSet<TaskRow> claimable = Objects.requireNonNull(tables.claimable.get(row.lane()));
        if (row.isClaimable() && claimable.add(row)) {
            undo.push(() -> claimable.remove(row));
        }
        NavigableSet<TaskRow> retries =
                Objects.requireNonNull(tables.retries.get(lane(row).graph()));
        if (isRetry(row) && retries.add(row)) {
            undo.push(() -> retries.remove(row));
        }
    }

    private void unindex(TaskRow row) {
        NavigableSet<TaskRow> claimable = Objects.requireNonNull(tables.claimable.get(row.lane()));
        if (claimable.remove(row)) {
            undo.push(() -> claimable.add(row));
        }
        NavigableSet<TaskRow> retries =
                Objects.requireNonNull(tables.retries.get(lane(row).graph()));
        if (isRetry(row) && retries.remove(row)) {
            undo.push(() -> retries.add(row));
        }
    }

    private static boolean isRetry(TaskRow row) {
        return row.standing().retryAt() != 0 && row.state() == TaskState.WAITING;
    }

    @Override
    public void addEdges(List<Edge> edges) {
        for (Edge edge : edges) {
            NavigableSet<Long> tasks = tables.dependents.computeIfAbsent(edge.dependency(), any -> new TreeSet<>());
            NavigableSet<Long> dependencies = tables.dependencies.computeIfAbsent(edge.task(), any -> new TreeSet<>());
            tasks.add(edge.task());
            dependencies.add(edge.dependency());
            undo.push(() -> {
                tasks.remove(edge.task());
                dependencies.remove(edge.dependency());
            });
        }
    }

    @Override
    public void removeEdgesTo(Collection<Long> tasks) {
        for (Long task : tasks) {
            NavigableSet<Long> dependencies = tables.dependencies.remove(task);
            if (dependencies == null) {
                continue;
            }
            dependencies.forEach(dependency ->
                    Objects.requireNonNull(tables.dependents.get(dependency)).remove(task));
            undo.push(() -> {
                tables.dependencies.put(task, dependencies);
                dependencies.forEach(dependency -> Objects.requireNonNull(tables.dependents.get(dependency))
                        .add(task));
            });
        }
    }

    @Override
    public void addClaims(List<ClaimRow> claims) {
        claims.forEach(claim -> replace(tables.claims, claim.token(), claim));
    }

    @Override
    public void removeClaims(Collection<Long> tokens) {
        tokens.forEach(token -> remove(tables.claims, token));
    }

    @Override
    public void saveResults(List<Result> results) {
        results.forEach(result -> replace(tables.results, result.task(), result.payload()));
    }

    @Override
    public void addAttempts(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            insert(tables.attempts.computeIfAbsent(attempt.task(), any -> new ArrayList<>(2)), attempt);
            TaskRow task = tables.tasks.get(attempt.task());
            if (task != null) {
                insert(tables.history.computeIfAbsent(lane(task).graph(), any -> new ArrayList<>()), attempt);
            }
        }
    }

    /** Puts the attempt where its number belongs: nearly always at the end. */
    private void insert(List<Attempt> history, Attempt attempt) {
        int place = history.size();
        while (place > 0 && history.get(place - 1).seq() > attempt.seq()) {
            place--;
        }
        history.add(place, attempt);
        undo.push(() -> history.remove(MemorySnapshot.placeAfter(history, attempt.seq() - 1)));
    }

    @Override
    public long pruneAttempts(long graph, int keep) {
        long removed = 0;
        for (Long task : tables.tasksOf.getOrDefault(graph, new TreeMap<>()).keySet()) {
            List<Attempt> history = tables.attempts.getOrDefault(task, List.of());
            if (history.size() > keep) {
                removed += history.size() - keep;
                replace(tables.attempts, task, new ArrayList<>(history.subList(history.size() - keep, history.size())));
            }
        }
        if (removed > 0) {
            List<Attempt> kept = new ArrayList<>();
            tables.tasksOf
                    .getOrDefault(graph, new TreeMap<>())
                    .keySet()
                    .forEach(task -> kept.addAll(tables.attempts.getOrDefault(task, List.of())));
            kept.sort(Comparator.comparingLong(Attempt::seq));
            replace(tables.history, graph, kept);
        }
        return removed;
    }

    @Override
    public void queue(long graph, List<Shift> shifts, long reached) {
        for (Shift shift : shifts) {
            long id = ++tables.shiftCounter;
            undo.push(() -> tables.shiftCounter--);
            replace(tables.queue, id, new MemoryTables.QueuedOf(graph, new QueuedShift(id, shift, reached)));
        }
    }

    @Override
    public void advance(Collection<Long> ids, long reached) {
        ids.forEach(id -> advance(id, reached));
    }

    private void advance(Long id, long reached) {
        MemoryTables.QueuedOf queued = Objects.requireNonNull(tables.queue.get(id));
        if (reached == Long.MAX_VALUE) {
            remove(tables.queue, id);
        } else {
            replace(
                    tables.queue,
                    id,
                    new MemoryTables.QueuedOf(
                            queued.graph(), new QueuedShift(id, queued.queued().shift(), reached)));
        }
    }

    private <K, V> void replace(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        undo.push(() -> {
            if (before == null) {
                map.remove(key);
            } else {
                map.put(key, before);
            }
        });
    }

    private <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            undo.push(() -> map.put(key, before));
        }
    }
}
