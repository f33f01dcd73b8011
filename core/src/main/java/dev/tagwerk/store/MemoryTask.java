package dev.tagwerk.store;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that a store in memory has of one task, found in one step: its row, its neighbours in the graph, its history. For one
 * thread at a time.
 */
final class MemoryTask {
    private static final @Nullable MemoryTask[] NONE = {};

    TaskRow row;
    /** The newest row of its history. */
    @Nullable
    Past past;

    /** First the tasks that it needs, then those that need it, both by their numbers; then room. */
    private @Nullable MemoryTask[] neighbours = NONE;

    private int needs;
    private int dependents;

    /** A row of a task's history, and what was before it. */
    record Past(Attempt attempt, @Nullable Past before) {}

    MemoryTask(TaskRow row) {
        this.row = row;
    }

    /** The task's number. */
    long seq() {
        return row.seq();
    }

    /** How many tasks it needs. */
    int needs() {
        return needs;
    }

    /** One of the tasks that it needs, by their numbers. */
    MemoryTask need(int place) {
        return neighbour(place);
    }

    /** How many tasks need it. */
    int dependents() {
        return dependents;
    }

    /** One of the tasks that need it, by their numbers. */
    MemoryTask dependent(int place) {
        return neighbour(needs + place);
    }

    private MemoryTask neighbour(int place) {
        return Objects.requireNonNull(neighbours[place]);
    }

    /** The place of the first dependent with a larger number than this one: nearly always behind all. */
    int placeAfter(long task) {
        int low = dependents == 0 || dependent(dependents - 1).seq() <= task ? dependents : 0;
        int high = dependents;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (dependent(middle).seq() <= task) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The tasks that it needs now. */
    MemoryTask[] copyOfNeeds() {
        MemoryTask[] copy = new MemoryTask[needs];
        System.arraycopy(neighbours, 0, copy, 0, needs);
        return copy;
    }

    /** Makes it need these tasks, each once and by their numbers, and no others. */
    void setNeeds(MemoryTask[] tasks) {
        for (int i = 0; i < needs; i++) {
            need(i).removeDependent(this);
        }
        if (needs != tasks.length) {
            @Nullable MemoryTask[] room = new MemoryTask[tasks.length + dependents];
            System.arraycopy(neighbours, needs, room, tasks.length, dependents);
            neighbours = room;
            needs = tasks.length;
        }
        System.arraycopy(tasks, 0, neighbours, 0, needs);
        for (MemoryTask task : tasks) {
            task.addDependent(this);
        }
    }

    private void addDependent(MemoryTask task) {
        int used = needs + dependents;
        int place = needs + placeAfter(task.seq());
        if (used == neighbours.length) {
            // An even number: objects are padded to eight bytes anyway.
            neighbours = Arrays.copyOf(neighbours, (used + 2 + dependents / 2) & ~1);
        }
        System.arraycopy(neighbours, place, neighbours, place + 1, used - place);
        neighbours[place] = task;
        dependents++;
    }

    private void removeDependent(MemoryTask task) {
        int behind = needs + placeAfter(task.seq());
        System.arraycopy(neighbours, behind, neighbours, behind - 1, needs + dependents - behind);
        dependents--;
        neighbours[needs + dependents] = null;
    }
}
