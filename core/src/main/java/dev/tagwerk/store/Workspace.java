package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction has read and changed of one graph: each row is read once and written once per flush, the tallies
 * are kept by comparing, and every change of a task's class becomes news for its dependents. For one thread at a time.
 */
final class Workspace {
    final Transaction tx;
    final long now;
    GraphRow graph;

    private final GraphRow savedGraph;
    private final Map<Integer, Lane> lanes = new LinkedHashMap<>();
    /** Rows as the store has them (null: not there yet), and as they are now. */
    private final Map<Long, @Nullable TaskRow> stored = new HashMap<>();

    private final Map<Long, TaskRow> current = new LinkedHashMap<>();
    private final List<Attempt> attempts = new ArrayList<>();
    private List<Shift> news = new ArrayList<>();

    Workspace(Transaction tx, GraphRow graph, long now) {
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
        return lanes.values().stream()
                .filter(lane -> lane.run() == graph.run().number())
                .toList();
    }

    /** Whether the task was offered in the live run. */
    boolean isInLiveRun(TaskRow row) {
        return lane(row.lane()).run() == graph.run().number();
    }

    Lane lane(int id) {
        Lane lane = lanes.get(id);
        if (lane == null) {
            throw new IllegalStateException(
                    "Lane " + id + " is missing in " + graph.name() + ". This is a bug in Tagwerk; please report it.");
        }
        return lane;
    }

    /** The lane of the live run for these conditions. */
    int laneFor(Conditions conditions) {
        for (Lane lane : lanes.values()) {
            if (lane.run() == graph.run().number() && lane.conditions().equals(conditions)) {
                return lane.id();
            }
        }
        Lane added = tx.addLane(graph.id(), graph.run().number(), conditions);
        lanes.put(added.id(), added);
        return added.id();
    }

    /** The task, moved to the live run's lane for its conditions. */
    TaskRow inLiveRun(TaskRow row) {
        return isInLiveRun(row)
                ? row
                : row.with(row.terms().inLane(laneFor(lane(row.lane()).conditions())));
    }

    /** These tasks as they are now, each once, reading those that have not been read. */
    List<TaskRow> load(Collection<Long> numbers) {
        List<Long> missing = new ArrayList<>();
        for (Long number : numbers) {
            if (!current.containsKey(number)) {
                missing.add(number);
            }
        }
        if (!missing.isEmpty()) {
            tx.tasks(missing).forEach(this::remember);
        }
        List<TaskRow> rows = new ArrayList<>(numbers.size());
        for (Long number : new LinkedHashSet<>(numbers)) {
            TaskRow row = current.get(number);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Takes in a row as the store has it, unless it is known already; gives it as it is now. */
    TaskRow remember(TaskRow row) {
        TaskRow known = current.putIfAbsent(row.seq(), row);
        if (known == null) {
            stored.put(row.seq(), row);
            return row;
        }
        return known;
    }

    /** Adds a task that the store does not have. */
    void add(TaskRow row) {
        stored.put(row.seq(), null);
        current.put(row.seq(), row);
    }

    /** Puts a changed task in the place of the old one. */
    @SuppressWarnings("ReferenceEquality") // an unchanged row is the same object
    TaskRow put(TaskRow after) {
        TaskRow before = current.get(after.seq());
        if (before == null || before == after) {
            return after;
        }
        current.put(after.seq(), after);
        if (before.hasValidSuccess() && !after.hasValidSuccess()) {
            record(after, Outcome.INVALIDATED);
        }
        Shift shift = Decisions.shift(before, after);
        if (shift != null) {
            news.add(shift);
        }
        return after;
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
    @SuppressWarnings("ReferenceEquality") // an unchanged row is the same object
    void flush() {
        List<TaskRow> added = new ArrayList<>();
        List<TaskRow> changed = new ArrayList<>();
        Map<Integer, Tally.Change> changes = new LinkedHashMap<>();
        for (TaskRow row : current.values()) {
            TaskRow before = stored.get(row.seq());
            if (before == row) {
                continue;
            }
            if (before == null) {
                added.add(row);
            } else {
                changed.add(row);
                changes.computeIfAbsent(before.lane(), lane -> new Tally.Change())
                        .add(before.standing(), -1);
            }
            changes.computeIfAbsent(row.lane(), lane -> new Tally.Change()).add(row.standing(), 1);
            stored.put(row.seq(), row);
        }
        tx.addTasks(graph.id(), added);
        tx.saveTasks(changed);
        changes.forEach(this::addToTally);
        tx.addAttempts(attempts);
        attempts.clear();
    }

    private void addToTally(Integer id, Tally.Change change) {
        if (!change.isEmpty()) {
            Tally tally = change.toTally();
            tx.addToTally(id, tally);
            Lane lane = lane(id);
            lanes.put(
                    id, new Lane(id, lane.run(), lane.conditions(), lane.tally().plus(tally)));
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
        for (Lane lane : liveLanes()) {
            if (which.test(lane)) {
                sum = sum.plus(lane.tally());
            }
        }
        return sum;
    }
}
