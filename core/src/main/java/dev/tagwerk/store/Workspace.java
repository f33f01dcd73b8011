package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has read and changed of one graph: each row is read once and written once per flush, the tallies
 * are kept by comparing, and every change of a task's class becomes news for its dependents. For one thread at a time.
 */
final class Workspace {
    /** Before the first row, whose lane it is not. */
    private static final Tally.Change NO_CHANGE = new Tally.Change();

    final Transaction tx;
    final long now;
    GraphRow graph;

    private final GraphRow savedGraph;
    private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
    private final LongMap<Entry> entries;
    /** Entries that differ from what the store has. */
    private final List<Entry> dirty = new ArrayList<>();

    private final List<Attempt> attempts = new ArrayList<>();
    /** Tasks whose edges are replaced by those below. */
    private final List<Long> rewired = new ArrayList<>();

    private final List<Edge> edges = new ArrayList<>();
    private List<Shift> news = new ArrayList<>();
    /** The lane that was asked for last: mostly it is the same one again. */
    private @Nullable Lane recent;

    /** A row as the store has it, null when it is not there yet, and as it is now. */
    private static final class Entry {
        @Nullable
        TaskRow stored;

        TaskRow row;
        boolean dirty;

        Entry(@Nullable TaskRow stored, TaskRow row) {
            this.stored = stored;
            this.row = row;
        }
    }

    Workspace(Transaction tx, GraphRow graph, long now) {
        this(tx, graph, now, 0);
    }

    /** With room for so many rows at first. */
    Workspace(Transaction tx, GraphRow graph, long now, int expected) {
        this.entries = new LongMap<>(expected);
        this.tx = tx;
        this.graph = graph;
        this.savedGraph = graph;
        this.now = now;
        for (Lane lane : tx.lanes(graph.id())) {
            lanes.put(lane.id(), lane);
        }
    }

    /** The lanes of the live run. */
    List<Lane> liveLanes() {
        List<Lane> live = new ArrayList<>();
        for (Lane lane : lanes.values()) {
            if (lane.run() == graph.run().number()) {
                live.add(lane);
            }
        }
        return live;
    }

    /** Whether the task was offered in the live run. */
    boolean isInLiveRun(TaskRow row) {
        return lane(row.lane()).run() == graph.run().number();
    }

    Lane lane(int id) {
        Lane last = recent;
        if (last != null && last.id() == id) {
            return last;
        }
        Lane lane = lanes.get(id);
        if (lane == null) {
            throw new IllegalStateException(
                    "Lane " + id + " is missing in " + graph.name() + ". This is a bug in Tagwerk; please report it.");
        }
        recent = lane;
        return lane;
    }

    /** The lane of the live run for these conditions. */
    int laneFor(Conditions conditions) {
        if (recent != null && isFor(conditions, recent)) {
            return recent.id();
        }
        for (Lane lane : lanes.values()) {
            if (isFor(conditions, lane)) {
                recent = lane;
                return lane.id();
            }
        }
        Lane added = tx.addLane(graph.id(), graph.run().number(), conditions);
        put(added);
        return added.id();
    }

    private boolean isFor(Conditions conditions, Lane lane) {
        return lane.run() == graph.run().number() && lane.conditions().equals(conditions);
    }

    private void put(Lane lane) {
        lanes.put(lane.id(), lane);
        recent = lane;
    }

    /** The task, moved to the live run's lane for its conditions. */
    TaskRow inLiveRun(TaskRow row) {
        return isInLiveRun(row)
                ? row
                : row.with(row.terms().inLane(laneFor(lane(row.lane()).conditions())));
    }

    /** Reads those of these tasks that have not been read. */
    void load(Collection<Long> numbers) {
        Numbers missing = new Numbers(numbers.size());
        for (long number : numbers) {
            if (entries.get(number) == null) {
                missing.append(number);
            }
        }
        if (!missing.isEmpty()) {
            tx.tasks(missing).forEach(this::remember);
        }
    }

    /** The task as it is now; null when it has not been read. */
    @Nullable
    TaskRow row(long number) {
        Entry entry = entries.get(number);
        return entry == null ? null : entry.row;
    }

    /** Takes in a row as the store has it, unless it is known already; gives it as it is now. */
    TaskRow remember(TaskRow row) {
        Entry known = entries.get(row.seq());
        if (known == null) {
            entries.put(row.seq(), new Entry(row, row));
            return row;
        }
        return known.row;
    }

    /** Adds a task that the store does not have. */
    void add(TaskRow row) {
        Entry entry = new Entry(null, row);
        entries.put(row.seq(), entry);
        touch(entry);
    }

    private void touch(Entry entry) {
        if (!entry.dirty) {
            entry.dirty = true;
            dirty.add(entry);
        }
    }

    /** Puts a changed task in the place of the old one. */
    @SuppressWarnings("ReferenceEquality") // an unchanged row is the same object
    TaskRow put(TaskRow after) {
        Entry entry = entries.get(after.seq());
        if (entry == null || entry.row == after) {
            return after;
        }
        TaskRow before = entry.row;
        entry.row = after;
        touch(entry);
        if (before.hasValidSuccess() && !after.hasValidSuccess()) {
            record(after, Outcome.INVALIDATED);
        }
        Shift shift = Decisions.shift(before, after);
        if (shift != null) {
            news.add(shift);
        }
        return after;
    }

    /** Gives these tasks these edges, and no others. They are written once the tasks are. */
    void wire(List<Long> tasks, List<Edge> edgesToThem) {
        rewired.addAll(tasks);
        edges.addAll(edgesToThem);
    }

    /** Adds a row of history. */
    void record(Attempt attempt) {
        attempts.add(attempt);
    }

    /** Adds an event to a task's history. */
    void record(TaskRow row, Outcome event) {
        record(new Attempt(
                tx.next(1),
                row.seq(),
                new Attempt.By(0, 0, 0, new Span(now, 0)),
                event,
                new Attempt.Findings(row.terms().evidence().fingerprint(), "", null, List.of())));
    }

    /** The news that came up since the last call. */
    List<Shift> takeNews() {
        List<Shift> taken = news;
        news = new ArrayList<>();
        return taken;
    }

    boolean hasNews() {
        return !news.isEmpty();
    }

    /** Writes what has changed since the last flush, and brings the tallies up to date. */
    void flush() {
        List<TaskRow> added = new ArrayList<>(dirty.size());
        List<TaskRow> changed = new ArrayList<>(dirty.size());
        Map<Integer, Tally.Change> changes = new LinkedHashMap<>();
        int lane = 0;
        Tally.Change change = NO_CHANGE;
        for (Entry entry : dirty) {
            TaskRow before = entry.stored;
            TaskRow row = entry.row;
            if (before != null && before.lane() != lane) {
                lane = before.lane();
                change = changes.computeIfAbsent(lane, any -> new Tally.Change());
            }
            if (before == null) {
                added.add(row);
            } else {
                changed.add(row);
                change.add(before.standing(), -1);
            }
            if (row.lane() != lane) {
                lane = row.lane();
                change = changes.computeIfAbsent(lane, any -> new Tally.Change());
            }
            change.add(row.standing(), 1);
            entry.stored = row;
            entry.dirty = false;
        }
        dirty.clear();
        tx.addTasks(graph.id(), added);
        tx.saveTasks(changed);
        changes.forEach(this::addToTally);
        tx.removeEdgesTo(rewired);
        tx.addEdges(edges);
        rewired.clear();
        edges.clear();
        tx.addAttempts(attempts);
        attempts.clear();
    }

    private void addToTally(Integer id, Tally.Change change) {
        if (!change.isEmpty()) {
            Tally tally = change.toTally();
            tx.addToTally(id, tally);
            Lane lane = lane(id);
            put(new Lane(id, lane.run(), lane.conditions(), lane.tally().plus(tally)));
        }
    }

    /** Writes everything; news that is left over must have been queued before. */
    void close() {
        flush();
        if (!graph.equals(savedGraph)) {
            tx.save(graph);
        }
    }

    /** Sets whether news is queued in the store. */
    void setCascading(boolean cascading) {
        graph = graph.with(graph.run().cascading(cascading));
    }

    /** How the tasks of the live run stand, with those that earlier runs have satisfied. */
    Tally total() {
        Tally sum = Tally.ZERO;
        for (Lane lane : lanes.values()) {
            sum = sum.plus(lane.tallyIn(graph.run().number()));
        }
        return sum;
    }

    /** How the tasks of the live run stand, in these lanes. */
    Tally tally(Predicate<Lane> which) {
        Tally sum = Tally.ZERO;
        for (Lane lane : lanes.values()) {
            if (lane.run() == graph.run().number() && which.test(lane)) {
                sum = sum.plus(lane.tally());
            }
        }
        return sum;
    }
}
