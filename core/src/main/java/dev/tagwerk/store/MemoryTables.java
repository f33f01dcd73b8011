package dev.tagwerk.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/** The tables of a store in memory, guarded by the store's lock. For one thread at a time. */
final class MemoryTables {
    long counter;
    long graphCounter;
    int laneCounter;
    long shiftCounter;
    final NavigableMap<Long, GraphRow> graphs = new TreeMap<>();
    final NavigableMap<Integer, LaneOf> lanes = new TreeMap<>();
    final NavigableMap<Long, WorkerRow> workers = new TreeMap<>();
    final Map<Long, TaskRow> tasks = new HashMap<>();
    final Map<Long, NavigableMap<Long, TaskRow>> tasksOf = new HashMap<>();
    final Map<Long, Map<String, Long>> ids = new HashMap<>();
    final Map<Integer, NavigableSet<TaskRow>> claimable = new HashMap<>();
    final Map<Long, NavigableSet<TaskRow>> retries = new HashMap<>();
    final Map<Long, NavigableSet<Long>> dependents = new HashMap<>();
    final Map<Long, NavigableSet<Long>> dependencies = new HashMap<>();
    final NavigableMap<Long, ClaimRow> claims = new TreeMap<>();
    final Map<Long, List<Attempt>> attempts = new HashMap<>();
    /** The history of each graph, in the order of commit numbers. */
    final Map<Long, List<Attempt>> history = new HashMap<>();

    final Map<Long, Payload> results = new HashMap<>();
    final NavigableMap<Long, QueuedOf> queue = new TreeMap<>();

    /** A lane and its graph. */
    record LaneOf(long graph, Lane lane) {}

    /** Queued news and its graph. */
    record QueuedOf(long graph, Snapshot.QueuedShift queued) {}
}
