package dev.tagwerk.store;

import java.util.Objects;

/**
 * The numbers of the tasks of one graph by their ids: an open hash table of numbers, 12 bytes a place, at most half full. The ids
 * themselves stand in the rows. For one thread at a time.
 */
final class IdIndex {
    private final SeqMap<TaskRow> tasks;
    private long[] numbers = new long[16];
    private int[] hashes = new int[16];
    private int size;

    /** An index of rows that stand in {@code tasks}. */
    IdIndex(SeqMap<TaskRow> tasks) {
        this.tasks = tasks;
    }

    /** The number of the task of this id; 0 for none. */
    long find(String id) {
        return numbers[place(id)];
    }

    /** Adds a task, which stands among the tasks and not in this index yet. */
    void add(TaskRow row) {
        int place = place(row.id());
        numbers[place] = row.seq();
        hashes[place] = hash(row.id());
        if (++size * 2 > numbers.length) {
            grow();
        }
    }

    /** Removes a task, which still stands among the tasks. */
    void remove(TaskRow row) {
        int hole = place(row.id());
        int mask = numbers.length - 1;
        numbers[hole] = 0;
        size--;
        // Whatever was pushed behind the hole by others moves up, so that no search ends too early.
        for (int place = (hole + 1) & mask; numbers[place] != 0; place = (place + 1) & mask) {
            int home = hashes[place] & mask;
            if (((place - home) & mask) >= ((place - hole) & mask)) {
                numbers[hole] = numbers[place];
                hashes[hole] = hashes[place];
                numbers[place] = 0;
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
        int mask = numbers.length - 1;
        int place = hash & mask;
        while (numbers[place] != 0
                && !(hashes[place] == hash
                        && Objects.requireNonNull(tasks.get(numbers[place]))
                                .id()
                                .equals(id))) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldNumbers = numbers;
        int[] oldHashes = hashes;
        numbers = new long[oldNumbers.length * 2];
        hashes = new int[numbers.length];
        int mask = numbers.length - 1;
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != 0) {
                int place = oldHashes[i] & mask;
                while (numbers[place] != 0) {
                    place = (place + 1) & mask;
                }
                numbers[place] = oldNumbers[i];
                hashes[place] = oldHashes[i];
            }
        }
    }
}
