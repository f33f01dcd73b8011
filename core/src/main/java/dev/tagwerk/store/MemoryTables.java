package dev.tagwerk.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The tables of a store in memory, guarded by the store's lock. For one thread at a time. */
final class MemoryTables {
    long counter;
    long graphCounter;
    long shiftCounter;
    final NavigableMap<Long, GraphRow> graphs = new TreeMap<>();
    /** The lanes of all graphs; lane number n stands at place n - 1. */
    final List<LaneOf> lanes = new ArrayList<>();

    final NavigableMap<Long, WorkerRow> workers = new TreeMap<>();
    final SeqMap<TaskRow> tasks = new SeqMap<>();
    final Map<Long, IdIndex> ids = new HashMap<>();
    final Map<Long, NavigableSet<TaskRow>> retries = new HashMap<>();
    final SeqMap<Dependents> dependents = new SeqMap<>();
    final SeqMap<Numbers> dependencies = new SeqMap<>();
    final SeqMap<ClaimRow> claims = new SeqMap<>();
    /** The newest row of history of each task. */
    final SeqMap<Past> attempts = new SeqMap<>();
    /** The history of each graph, by commit number. */
    final Map<Long, SeqMap<Attempt>> history = new HashMap<>();

    final SeqMap<Payload> results = new SeqMap<>();
    final NavigableMap<Long, QueuedOf> queue = new TreeMap<>();

    /** A lane, its graph, and what of it is claimable. */
    record LaneOf(long graph, Lane lane, ClaimQueue claimable) {}

    /** Queued news and its graph. */
    record QueuedOf(long graph, Snapshot.QueuedShift queued) {}

    /** A row of a task's history, and what was before it. */
    record Past(Attempt attempt, @Nullable Past before) {}

    LaneOf laneOf(TaskRow row) {
        return lanes.get(row.lane() - 1);
    }
}
