package dev.tagwerk.store;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction in memory has to take back if it fails, newest first. What was there before a change of a {@link SeqMap}
 * is noted in three arrays, without an object for each. For one thread at a time.
 */
final class UndoLog {
    private @Nullable SeqMap<?>[] maps = new SeqMap<?>[256];
    private long[] numbers = new long[256];
    /** What was there; where there is no map, the action that takes the change back. */
    private @Nullable Object[] before = new Object[256];

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    <V> @Nullable V put(SeqMap<V> map, long number, V value) {
        V old = map.put(number, value);
        note(map, number, old);
        return old;
    }

    <V> void remove(SeqMap<V> map, long number) {
        V old = map.remove(number);
        if (old != null) {
            note(map, number, old);
        }
    }

    void add(Runnable action) {
        note(null, 0, action);
    }

    private void note(@Nullable SeqMap<?> map, long number, @Nullable Object old) {
        if (size == numbers.length) {
            maps = Arrays.copyOf(maps, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
        }
        maps[size] = map;
        numbers[size] = number;
        before[size++] = old;
    }

    /** Takes back everything, newest first. */
    void takeBack() {
        for (int i = size - 1; i >= 0; i--) {
            takeBack(i);
        }
        clear();
    }

    @SuppressWarnings("unchecked") // what came from a map goes back to it
    private void takeBack(int i) {
        SeqMap<Object> map = (SeqMap<Object>) maps[i];
        Object old = before[i];
        if (map == null) {
            ((Runnable) Objects.requireNonNull(old)).run();
        } else if (old == null) {
            map.remove(numbers[i]);
        } else {
            map.put(numbers[i], old);
        }
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(maps, 0, size, null);
        Arrays.fill(before, 0, size, null);
        size = 0;
    }
}
