package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.TaskState;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Changes the tables of a store in memory, and can take it all back. For one thread at a time. */
final class MemoryTransaction extends MemorySnapshot implements Transaction {
    private final UndoLog undo;
    private final long counterBefore;

    MemoryTransaction(MemoryTables tables, UndoLog undo) {
        super(tables);
        this.undo = undo;
        this.counterBefore = tables.counter;
    }

    /** Takes back everything, newest first. */
    void undo() {
        tables.counter = counterBefore;
        undo.takeBack();
    }

    boolean hasChanged() {
        return tables.counter != counterBefore || !undo.isEmpty();
    }

    @Override
    public long next(int count) {
        tables.counter += count;
        return tables.counter - count + 1;
    }

    @Override
    public GraphRow addGraph(String name) {
        GraphRow graph = new GraphRow(++tables.graphCounter, name, GraphRow.Run.NONE, GraphRow.Input.UNKNOWN);
        undo.add(() -> tables.graphCounter--);
        replace(tables.graphs, graph.id(), graph);
        replace(tables.ids, graph.id(), new IdIndex(tables.tasks));
        replace(tables.history, graph.id(), new SeqMap<>());
        replace(
                tables.retries,
                graph.id(),
                new TreeSet<>(
                        Comparator.comparingLong((TaskRow row) -> row.standing().retryAt())
                                .thenComparingLong(TaskRow::seq)));
        return graph;
    }

    @Override
    public void save(GraphRow graph) {
        replace(tables.graphs, graph.id(), graph);
    }

    @Override
    public Lane addLane(long graph, int run, Conditions conditions) {
        Lane lane = new Lane(tables.lanes.size() + 1, run, conditions, Tally.ZERO);
        tables.lanes.add(new MemoryTables.LaneOf(graph, lane, new ClaimQueue()));
        undo.add(() -> tables.lanes.remove(tables.lanes.size() - 1));
        return lane;
    }

    @Override
    public void addToTally(int lane, Tally change) {
        MemoryTables.LaneOf old = tables.lanes.get(lane - 1);
        Lane before = old.lane();
        Lane after =
                new Lane(lane, before.run(), before.conditions(), before.tally().plus(change));
        tables.lanes.set(lane - 1, new MemoryTables.LaneOf(old.graph(), after, old.claimable()));
        undo.add(() -> tables.lanes.set(lane - 1, old));
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
        IdIndex ids = Objects.requireNonNull(tables.ids.get(graph));
        for (TaskRow row : rows) {
            if (ids.find(row.id()) != 0) {
                throw new IllegalStateException("Task " + row.id() + " is there already");
            }
            undo.put(tables.tasks, row.seq(), row);
            ids.add(row);
            undo.add(() -> ids.remove(row));
            index(row);
        }
    }

    @Override
    public void saveTasks(List<TaskRow> rows) {
        for (TaskRow row : rows) {
            unindex(Objects.requireNonNull(undo.put(tables.tasks, row.seq(), row)));
            index(row);
        }
    }

    private void index(TaskRow row) {
        if (row.isClaimable()) {
            ClaimQueue claimable = tables.laneOf(row).claimable();
            claimable.add(row);
            undo.add(() -> claimable.remove(row));
        } else if (isRetry(row)) {
            NavigableSet<TaskRow> retries = retries(row);
            retries.add(row);
            undo.add(() -> retries.remove(row));
        }
    }

    private void unindex(TaskRow row) {
        if (row.isClaimable()) {
            ClaimQueue claimable = tables.laneOf(row).claimable();
            claimable.remove(row);
            undo.add(() -> claimable.add(row));
        } else if (isRetry(row)) {
            NavigableSet<TaskRow> retries = retries(row);
            retries.remove(row);
            undo.add(() -> retries.add(row));
        }
    }

    private NavigableSet<TaskRow> retries(TaskRow row) {
        return Objects.requireNonNull(tables.retries.get(tables.laneOf(row).graph()));
    }

    /** A task that waits for its retry; such a task is not claimable. */
    private static boolean isRetry(TaskRow row) {
        return row.standing().retryAt() != 0 && row.state() == TaskState.WAITING;
    }

    @Override
    public void addEdges(List<Edge> edges) {
        for (int from = 0; from < edges.size(); ) {
            long task = edges.get(from).task();
            int to = from + 1;
            while (to < edges.size() && edges.get(to).task() == task) {
                to++;
            }
            addEdges(task, edges.subList(from, to));
            from = to;
        }
    }

    private void addEdges(long task, List<Edge> edges) {
        Numbers before = tables.dependencies.get(task);
        int known = before == null ? 0 : before.size();
        long[] needs = new long[known + edges.size()];
        for (int i = 0; i < known; i++) {
            needs[i] = Objects.requireNonNull(before).at(i);
        }
        for (int i = 0; i < edges.size(); i++) {
            long dependency = edges.get(i).dependency();
            needs[known + i] = dependency;
            Dependents found = tables.dependents.get(dependency);
            Dependents dependents = found == null ? new Dependents() : found;
            if (found == null) {
                undo.put(tables.dependents, dependency, dependents);
            }
            dependents.add(task);
            undo.add(() -> dependents.remove(task));
        }
        undo.put(tables.dependencies, task, Numbers.sorted(needs));
    }

    @Override
    public void removeEdgesTo(Collection<Long> tasks) {
        for (Long task : tasks) {
            Numbers needs = tables.dependencies.get(task);
            if (needs == null) {
                continue;
            }
            undo.remove(tables.dependencies, task);
            for (int i = 0; i < needs.size(); i++) {
                Dependents dependents = Objects.requireNonNull(tables.dependents.get(needs.at(i)));
                dependents.remove(task);
                undo.add(() -> dependents.add(task));
            }
        }
    }

    @Override
    public void addClaims(List<ClaimRow> claims) {
        claims.forEach(claim -> undo.put(tables.claims, claim.token(), claim));
    }

    @Override
    public void removeClaims(Collection<Long> tokens) {
        tokens.forEach(token -> undo.remove(tables.claims, token));
    }

    @Override
    public void saveResults(List<Result> results) {
        results.forEach(result -> undo.put(tables.results, result.task(), result.payload()));
    }

    @Override
    public void addAttempts(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            undo.put(tables.attempts, attempt.task(), with(tables.attempts.get(attempt.task()), attempt));
            TaskRow task = tables.tasks.get(attempt.task());
            if (task != null) {
                undo.put(history(tables.laneOf(task).graph()), attempt.seq(), attempt);
            }
        }
    }

    private SeqMap<Attempt> history(long graph) {
        return Objects.requireNonNull(tables.history.get(graph));
    }

    /** The history with this row where its number belongs: nearly always at the end. */
    private static MemoryTables.Past with(MemoryTables.@Nullable Past past, Attempt attempt) {
        return past == null || past.attempt().seq() < attempt.seq()
                ? new MemoryTables.Past(attempt, past)
                : new MemoryTables.Past(past.attempt(), with(past.before(), attempt));
    }

    @Override
    public long pruneAttempts(long graph, int keep) {
        long removed = 0;
        Set<Long> pruned = new HashSet<>();
        SeqMap<Attempt> history = tables.history.getOrDefault(graph, new SeqMap<>());
        for (long at = history.next(0); at != SeqMap.END; at = history.next(at)) {
            long task = Objects.requireNonNull(history.get(at)).task();
            if (pruned.add(task)) {
                removed += prune(history, task, keep);
            }
        }
        return removed;
    }

    /** Keeps so many of a task's rows; says how many were removed. */
    private int prune(SeqMap<Attempt> history, long task, int keep) {
        List<Attempt> all = attempts(task);
        List<Attempt> gone = all.subList(0, Math.max(0, all.size() - keep));
        gone.forEach(attempt -> undo.remove(history, attempt.seq()));
        MemoryTables.Past kept = null;
        for (Attempt attempt : all.subList(gone.size(), all.size())) {
            kept = new MemoryTables.Past(attempt, kept);
        }
        if (kept == null) {
            undo.remove(tables.attempts, task);
        } else if (!gone.isEmpty()) {
            undo.put(tables.attempts, task, kept);
        }
        return gone.size();
    }

    @Override
    public void queue(long graph, List<Shift> shifts, long reached) {
        for (Shift shift : shifts) {
            long id = ++tables.shiftCounter;
            undo.add(() -> tables.shiftCounter--);
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
        undo.add(() -> {
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
            undo.add(() -> map.put(key, before));
        }
    }
}
