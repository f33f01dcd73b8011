package dev.tagwerk.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one graph by their ids: an open hash table, 8 bytes a place, at most half full. The ids themselves stand in the
 * rows. For one thread at a time.
 */
final class IdIndex {
    private @Nullable MemoryTask[] tasks = new MemoryTask[16];
    private int[] hashes = new int[16];
    private int size;

    /** The task of this id; null for none. */
    @Nullable
    MemoryTask find(String id) {
        return tasks[place(id)];
    }

    /** Adds a task, which is not in this index yet. */
    void add(MemoryTask task) {
        String id = task.row.id();
        int place = place(id);
        tasks[place] = task;
        hashes[place] = hash(id);
        if (++size * 2 > tasks.length) {
            grow();
        }
    }

    /** Removes the task of this id, which is in this index. */
    void remove(String id) {
        int hole = place(id);
        int mask = tasks.length - 1;
        tasks[hole] = null;
        size--;
        // Whatever was pushed behind the hole by others moves up, so that no search ends too early.
        for (int place = (hole + 1) & mask; tasks[place] != null; place = (place + 1) & mask) {
            int home = hashes[place] & mask;
            if (((place - home) & mask) >= ((place - hole) & mask)) {
                tasks[hole] = tasks[place];
                hashes[hole] = hashes[place];
                tasks[place] = null;
                hole = place;
            }
        }
    }

    private static int hash(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private int place(String id) {
        int hash = hash(id);
        int mask = tasks.length - 1;
        int place = hash & mask;
        while (tasks[place] != null
                && !(hashes[place] == hash
                        && Objects.requireNonNull(tasks[place]).row.id().equals(id))) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        @Nullable MemoryTask[] oldTasks = tasks;
        int[] oldHashes = hashes;
        tasks = new MemoryTask[oldTasks.length * 2];
        hashes = new int[tasks.length];
        int mask = tasks.length - 1;
        for (int i = 0; i < oldTasks.length; i++) {
            if (oldTasks[i] != null) {
                int place = oldHashes[i] & mask;
                while (tasks[place] != null) {
                    place = (place + 1) & mask;
                }
                tasks[place] = oldTasks[i];
                hashes[place] = oldHashes[i];
            }
        }
    }
}
