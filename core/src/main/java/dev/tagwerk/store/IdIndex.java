package dev.tagwerk.store;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of one graph by their ids: an open hash table of their numbers, 8 bytes a place, at most half full. The ids
 * themselves stand in the rows. In it are no references: a collector would have to look through all of a large table for those
 * to new objects, again and again, as it fills in no order. For one thread at a time.
 */
final class IdIndex {
    /** Of a place so many bits are the number, and the rest bits of the hash, so that few rows are looked at in vain. */
    private static final int NUMBER_BITS = 44;

    private static final long NUMBER = (1L << NUMBER_BITS) - 1;

    private final SeqMap<MemoryTask> tasks;
    private long[] places = new long[16];
    private int size;

    /** An index of tasks that stand in {@code tasks}. */
    IdIndex(SeqMap<MemoryTask> tasks) {
        this.tasks = tasks;
    }

    /** The task of this id; null for none. */
    @Nullable
    MemoryTask find(String id) {
        long found = places[place(id, hash(id))];
        return found == 0 ? null : task(found);
    }

    private MemoryTask task(long found) {
        return Objects.requireNonNull(tasks.get(found & NUMBER));
    }

    /** Adds a task, which stands among the tasks and not in this index yet. */
    void add(TaskRow row) {
        if (row.seq() > NUMBER) {
            throw new IllegalStateException("A store in memory has numbers up to " + NUMBER + "; this one has used them"
                    + " up. Begin a new one.");
        }
        int hash = hash(row.id());
        places[place(row.id(), hash)] = tag(hash) | row.seq();
        if (++size * 2 > places.length) {
            grow();
        }
    }

    /** Removes a task, which still stands among the tasks. */
    void remove(String id) {
        int hole = place(id, hash(id));
        int mask = places.length - 1;
        places[hole] = 0;
        size--;
        // Whatever was pushed behind the hole by others moves up, so that no search ends too early.
        for (int place = (hole + 1) & mask; places[place] != 0; place = (place + 1) & mask) {
            int home = hash(task(places[place]).row.id()) & mask;
            if (((place - home) & mask) >= ((place - hole) & mask)) {
                places[hole] = places[place];
                places[place] = 0;
                hole = place;
            }
        }
    }

    private static int hash(String id) {
        int hash = id.hashCode() * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }

    private static long tag(int hash) {
        return (long) (hash >>> (Integer.SIZE + NUMBER_BITS - Long.SIZE)) << NUMBER_BITS;
    }

    private int place(String id, int hash) {
        long tag = tag(hash);
        int mask = places.length - 1;
        int place = hash & mask;
        while (places[place] != 0
                && !((places[place] & ~NUMBER) == tag
                        && task(places[place]).row.id().equals(id))) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] old = places;
        places = new long[old.length * 2];
        int mask = places.length - 1;
        for (long one : old) {
            if (one != 0) {
                int place = hash(task(one).row.id()) & mask;
                while (places[place] != 0) {
                    place = (place + 1) & mask;
                }
                places[place] = one;
            }
        }
    }
}
