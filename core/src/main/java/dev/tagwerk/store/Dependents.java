package dev.tagwerk.store;

import java.util.Arrays;

/** The numbers of the tasks that need one task, ascending. For one thread at a time. */
final class Dependents {
    private long[] tasks = new long[2];
    private int size;

    int size() {
        return size;
    }

    long at(int place) {
        return tasks[place];
    }

    /** The place of the first task with a larger number than this one. */
    int placeAfter(long task) {
        int found = Arrays.binarySearch(tasks, 0, size, task);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** Adds a task unless it is there: nearly always at the end. */
    void add(long task) {
        int place = size == 0 || tasks[size - 1] < task ? size : placeAfter(task);
        if (place > 0 && tasks[place - 1] == task) {
            return;
        }
        if (size == tasks.length) {
            tasks = Arrays.copyOf(tasks, size + 2 + size / 2);
        }
        System.arraycopy(tasks, place, tasks, place + 1, size - place);
        tasks[place] = task;
        size++;
    }

    void remove(long task) {
        int place = placeAfter(task) - 1;
        if (place >= 0 && tasks[place] == task) {
            System.arraycopy(tasks, place + 1, tasks, place, size - place - 1);
            size--;
        }
    }
}
