package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The tables of a store in memory, guarded by the store's lock. For one thread at a time. */
final class MemoryTables {
    long counter;
    long graphCounter;
    long shiftCounter;
    final NavigableMap<Long, GraphRow> graphs = new TreeMap<>();
    /** What is kept of each graph. */
    final Map<Long, PartsOf> parts = new HashMap<>();
    /** The lanes of all graphs; lane number n stands at place n - 1. */
    final List<LaneOf> lanes = new ArrayList<>();

    final NavigableMap<Long, WorkerRow> workers = new TreeMap<>();
    final SeqMap<MemoryTask> tasks = new SeqMap<>();
    final SeqMap<ClaimRow> claims = new SeqMap<>();
    final SeqMap<Payload> results = new SeqMap<>();
    final NavigableMap<Long, QueuedOf> queue = new TreeMap<>();

    /** The tasks of a graph by id, those whose retry is not due yet, and the history by commit number. */
    record PartsOf(IdIndex ids, NavigableSet<TaskRow> retries, SeqMap<Attempt> history) {
        PartsOf(SeqMap<MemoryTask> tasks) {
            this(
                    new IdIndex(tasks),
                    new TreeSet<>(Comparator.comparingLong(
                                    (TaskRow row) -> row.standing().retryAt())
                            .thenComparingLong(TaskRow::seq)),
                    new SeqMap<>());
        }
    }

    /** A lane, its graph and what is kept of that, and what of the lane is claimable. */
    record LaneOf(long graph, PartsOf parts, Lane lane, ClaimQueue claimable) {}

    /** Queued news and its graph. */
    record QueuedOf(long graph, Snapshot.QueuedShift queued) {}

    LaneOf laneOf(TaskRow row) {
        return lanes.get(row.lane() - 1);
    }

    /** The row of this number; null for none. */
    @Nullable
    TaskRow row(long number) {
        MemoryTask task = tasks.get(number);
        return task == null ? null : task.row;
    }

    /** The task of this number, which is there. */
    MemoryTask task(long number) {
        return Objects.requireNonNull(tasks.get(number), () -> "Task " + number + " is not in the store");
    }

    /** Adds a task, wherever it is looked for. */
    void add(TaskRow row) {
        tasks.put(row.seq(), new MemoryTask(row));
        laneOf(row).parts().ids().add(row);
        index(row);
    }

    /** Takes back what {@link #add} did. */
    void remove(TaskRow row) {
        unindex(row);
        laneOf(row).parts().ids().remove(row.id());
        tasks.remove(row.seq());
    }

    /** Puts a row in the place of an older one, wherever it is looked for; gives the older one. */
    TaskRow replace(TaskRow row) {
        MemoryTask task = task(row.seq());
        TaskRow before = task.row;
        unindex(before);
        task.row = row;
        index(row);
        return before;
    }

    private void index(TaskRow row) {
        if (row.isClaimable()) {
            laneOf(row).claimable().add(row);
        } else if (isRetry(row)) {
            laneOf(row).parts().retries().add(row);
        }
    }

    private void unindex(TaskRow row) {
        if (row.isClaimable()) {
            laneOf(row).claimable().remove(row);
        } else if (isRetry(row)) {
            laneOf(row).parts().retries().remove(row);
        }
    }

    /** A task that waits for its retry; such a task is not claimable. */
    private static boolean isRetry(TaskRow row) {
        return row.standing().retryAt() != 0 && row.state() == TaskState.WAITING;
    }
}
