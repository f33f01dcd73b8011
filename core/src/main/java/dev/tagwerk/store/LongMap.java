package dev.tagwerk.store;

import org.jspecify.annotations.Nullable;

/**
 * Values by number, found by hashing, without boxing: for the few numbers of one transaction, which may lie anywhere. Numbers
 * are larger than 0. For one thread at a time.
 */
final class LongMap<V> {
    private static final long[] NO_KEYS = {};
    private static final @Nullable Object[] NO_VALUES = {};

    /** Places to begin with: many a map stays empty. */
    private final int room;

    private long[] keys = NO_KEYS;
    private @Nullable Object[] values = NO_VALUES;
    private int size;

    LongMap() {
        this(2);
    }

    /** With room for so many values at first. */
    LongMap(int expected) {
        this.room = Integer.highestOneBit(Math.max(4, 2 * expected) - 1) * 2;
    }

    int size() {
        return size;
    }

    /** The value at this number; null for none. */
    @Nullable
    V get(long number) {
        return size == 0 ? null : cast(values[find(number)]);
    }

    /** Puts a value at this number; gives the one that was there, or null. */
    @Nullable
    V put(long number, V value) {
        if (keys.length == 0) {
            keys = new long[room];
            values = new Object[room];
        }
        int place = find(number);
        Object before = values[place];
        values[place] = value;
        if (before == null) {
            keys[place] = number;
            if (++size * 2 > keys.length) {
                grow();
            }
        }
        return cast(before);
    }

    /** The place of this number, or the free one where it belongs. */
    private int find(long number) {
        int mask = keys.length - 1;
        int place = (int) ((number * 0x9E3779B97F4A7C15L) >>> 32) & mask;
        while (values[place] != null && keys[place] != number) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int place = find(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }

    @SuppressWarnings("unchecked") // only values of V are ever put
    private @Nullable V cast(@Nullable Object value) {
        return (V) value;
    }
}
