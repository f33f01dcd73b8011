package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Changes the tables of a store in memory, and can take it all back. For one thread at a time. */
final class MemoryTransaction extends MemorySnapshot implements Transaction {
    private static final Comparator<MemoryTask> BY_NUMBER = Comparator.comparingLong(MemoryTask::seq);
    private static final MemoryTask[] NO_TASKS = {};

    private final UndoLog undo;
    private final long counterBefore;
    private final UndoLog.Place rows = (number, before) -> putBackRow(number, (TaskRow) before);
    private final UndoLog.Place needs =
            (number, before) -> tables.task(number).setNeeds((MemoryTask[]) Objects.requireNonNull(before));
    private final UndoLog.Place pasts = (number, before) -> tables.task(number).past = (MemoryTask.Past) before;

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
        replace(tables.parts, graph.id(), new MemoryTables.PartsOf(tables.tasks));
        return graph;
    }

    @Override
    public void save(GraphRow graph) {
        replace(tables.graphs, graph.id(), graph);
    }

    @Override
    public Lane addLane(long graph, int run, Conditions conditions) {
        Lane lane = new Lane(tables.lanes.size() + 1, run, conditions, Tally.ZERO);
        tables.lanes.add(new MemoryTables.LaneOf(graph, parts(graph), lane, new ClaimQueue()));
        undo.add(() -> tables.lanes.remove(tables.lanes.size() - 1));
        return lane;
    }

    @Override
    public void addToTally(int lane, Tally change) {
        MemoryTables.LaneOf old = tables.lanes.get(lane - 1);
        Lane before = old.lane();
        Lane after =
                new Lane(lane, before.run(), before.conditions(), before.tally().plus(change));
        tables.lanes.set(lane - 1, new MemoryTables.LaneOf(old.graph(), old.parts(), after, old.claimable()));
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
        IdIndex ids = parts(graph).ids();
        for (TaskRow row : rows) {
            if (ids.find(row.id()) != null) {
                throw new IllegalStateException("Task " + row.id() + " is there already");
            }
            tables.add(row);
            undo.note(this.rows, row.seq(), null);
        }
    }

    @Override
    public void saveTasks(List<TaskRow> rows) {
        for (TaskRow row : rows) {
            undo.note(this.rows, row.seq(), tables.replace(row));
        }
    }

    private void putBackRow(long number, @Nullable TaskRow before) {
        if (before == null) {
            tables.remove(tables.task(number).row);
        } else {
            tables.replace(before);
        }
    }

    private MemoryTables.PartsOf parts(long graph) {
        return Objects.requireNonNull(tables.parts.get(graph));
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

    private void addEdges(long number, List<Edge> edges) {
        MemoryTask task = tables.task(number);
        MemoryTask[] before = task.copyOfNeeds();
        MemoryTask[] all = Arrays.copyOf(before, before.length + edges.size());
        for (int i = 0; i < edges.size(); i++) {
            all[before.length + i] = tables.task(edges.get(i).dependency());
        }
        Arrays.sort(all, BY_NUMBER);
        setNeeds(task, before, all);
    }

    @Override
    public void removeEdgesTo(Collection<Long> tasks) {
        for (Long number : tasks) {
            MemoryTask task = tables.tasks.get(number);
            if (task != null && task.needs() > 0) {
                setNeeds(task, task.copyOfNeeds(), NO_TASKS);
            }
        }
    }

    private void setNeeds(MemoryTask task, MemoryTask[] before, MemoryTask[] after) {
        task.setNeeds(after);
        undo.note(needs, task.seq(), before);
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
            MemoryTask task = tables.task(attempt.task());
            setPast(task, with(task.past, attempt));
            undo.put(tables.laneOf(task.row).parts().history(), attempt.seq(), attempt);
        }
    }

    private void setPast(MemoryTask task, MemoryTask.@Nullable Past past) {
        undo.note(pasts, task.seq(), task.past);
        task.past = past;
    }

    /** The history with this row where its number belongs: nearly always at the end. */
    private static MemoryTask.Past with(MemoryTask.@Nullable Past past, Attempt attempt) {
        return past == null || past.attempt().seq() < attempt.seq()
                ? new MemoryTask.Past(attempt, past)
                : new MemoryTask.Past(past.attempt(), with(past.before(), attempt));
    }

    @Override
    public long pruneAttempts(long graph, int keep) {
        if (!tables.parts.containsKey(graph)) {
            return 0;
        }
        long removed = 0;
        Set<Long> pruned = new HashSet<>();
        SeqMap<Attempt> history = parts(graph).history();
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
        MemoryTask.Past kept = null;
        for (Attempt attempt : all.subList(gone.size(), all.size())) {
            kept = new MemoryTask.Past(attempt, kept);
        }
        if (!gone.isEmpty()) {
            setPast(tables.task(task), kept);
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
