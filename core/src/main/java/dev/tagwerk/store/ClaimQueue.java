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

    /** The level that was used last: mostly all tasks have one priority. */
    private int recentPriority;

    private SeqMap<TaskRow> recent = level(0);

    void add(TaskRow row) {
        level(row).put(row.seq(), row);
    }

    void remove(TaskRow row) {
        level(row).remove(row.seq());
    }

    private SeqMap<TaskRow> level(TaskRow row) {
        if (priority(row) != recentPriority) {
            recentPriority = priority(row);
            recent = level(recentPriority);
        }
        return recent;
    }

    private SeqMap<TaskRow> level(int priority) {
        return byPriority.computeIfAbsent(priority, any -> new SeqMap<>());
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
