package dev.tagwerk;

import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a loop holds, by their ids: an open hash table of the tasks themselves, 8 bytes a place, at most three quarters
 * full. Safe for use by several threads.
 *
 * <p>Changes are made under a lock, looks without one. A place that was used is never used for another task as long as its table
 * lives, so a look finds whatever was added before it, in the order that other means have made sure of; one that comes at the
 * same time as the change may miss it. A task is immutable, so it is whole wherever it is seen.
 */
final class HeldTasks {
    private static final int LEAST = 16;
    private static final Task<?> GONE = Task.of("gone");

    private volatile Table table;
    /** Places that are not free, with those of tasks that are gone. */
    private int used;

    private volatile int size;

    private static final class Table {
        final @Nullable Task<?>[] tasks;
        final int[] hashes;

        Table(int places) {
            tasks = new Task<?>[places];
            hashes = new int[places];
        }

        /** The place of the task of this id, or the free one where it belongs. */
        int place(String id, int hash) {
            int mask = tasks.length - 1;
            int place = hash & mask;
            while (true) {
                Task<?> task = tasks[place];
                if (task == null
                        || (hashes[place] == hash && isHeld(task) && task.id().equals(id))) {
                    return place;
                }
                place = (place + 1) & mask;
            }
        }
    }

    @SuppressWarnings("ReferenceEquality") // a user's task may be equal to it
    private static boolean isHeld(Task<?> task) {
        return task != GONE;
    }

    /** With room for so many. */
    HeldTasks(int expected) {
        table = new Table(places(expected));
    }

    private static int places(int tasks) {
        return Integer.highestOneBit(Math.max(LEAST, tasks + tasks / 3)) * 2;
    }

    private static int hash(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    /** The task of this id; null when it is not held. */
    @Nullable
    Task<?> get(String id) {
        Table now = table;
        return now.tasks[now.place(id, hash(id))];
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /** All of them, in no particular order. */
    List<Task<?>> all() {
        List<Task<?>> all = new ArrayList<>(size);
        for (Task<?> task : table.tasks) {
            if (task != null && isHeld(task)) {
                all.add(task);
            }
        }
        return all;
    }

    /** Adds a task unless there is one of its id; says whether it did. */
    synchronized boolean add(Task<?> task) {
        int hash = hash(task.id());
        int place = table.place(task.id(), hash);
        if (table.tasks[place] != null) {
            return false;
        }
        put(table, place, hash, task);
        size++;
        if (++used > table.tasks.length / 4 * 3) {
            rebuild();
        }
        return true;
    }

    private static void put(Table table, int place, int hash, Task<?> task) {
        table.hashes[place] = hash;
        table.tasks[place] = task;
    }

    /** Makes a table without those that are gone. */
    private void rebuild() {
        Table room = new Table(places(size + size / 2));
        for (Task<?> task : all()) {
            int hash = hash(task.id());
            put(room, room.place(task.id(), hash), hash, task);
        }
        used = size;
        table = room;
    }

    /** Lets go of the task of this id, if it is held. */
    synchronized void remove(String id) {
        int hash = hash(id);
        int place = table.place(id, hash);
        if (table.tasks[place] != null) {
            table.tasks[place] = GONE;
            size--;
        }
    }
}
