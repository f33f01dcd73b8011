package dev.tagwerk.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The claimable tasks of one lane of a store in memory, in {@link TaskRow#CLAIM_ORDER}. For one thread at a time. */
final class ClaimQueue {
    private final NavigableMap<Integer, SeqMap<TaskRow>> byPriority = new TreeMap<>(Collections.reverseOrder());

    void add(TaskRow row) {
        byPriority.computeIfAbsent(priority(row), any -> new SeqMap<>()).put(row.seq(), row);
    }

    void remove(TaskRow row) {
        SeqMap<TaskRow> rows = byPriority.get(priority(row));
        if (rows != null) {
            rows.remove(row.seq());
        }
    }

    /** At most {@code limit} tasks behind this one; null to begin. */
    List<TaskRow> page(@Nullable TaskRow after, int limit) {
        NavigableMap<Integer, SeqMap<TaskRow>> rest =
                after == null ? byPriority : byPriority.tailMap(priority(after), true);
        List<TaskRow> page = new ArrayList<>(Math.min(limit, 64));
        for (Map.Entry<Integer, SeqMap<TaskRow>> level : rest.entrySet()) {
            SeqMap<TaskRow> rows = level.getValue();
            long at = rows.next(after != null && level.getKey() == priority(after) ? after.seq() : 0);
            while (at != SeqMap.END && page.size() < limit) {
                TaskRow row = rows.get(at);
                if (row != null) {
                    page.add(row);
                }
                at = rows.next(at);
            }
        }
        return page;
    }

    private static int priority(TaskRow row) {
        return row.terms().policy().priority();
    }
}
