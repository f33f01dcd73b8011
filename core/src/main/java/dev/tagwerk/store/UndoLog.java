package dev.tagwerk.store;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction in memory has to take back if it fails, newest first. What was there before a change is noted in three
 * arrays, without an object for each. For one thread at a time.
 */
final class UndoLog {
    /** Where something can be put back as it was before a change. */
    interface Place {
        /** Puts back what was at this number; null for nothing. */
        void putBack(long number, @Nullable Object before);
    }

    /** For changes that are taken back by an action of their own. */
    private static final Place ACTION = (number, action) -> ((Runnable) Objects.requireNonNull(action)).run();

    private @Nullable Place[] places = new Place[256];
    private long[] numbers = new long[256];
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
        note(ACTION, 0, action);
    }

    /** Notes what was at this number of this place. */
    void note(Place place, long number, @Nullable Object old) {
        if (size == numbers.length) {
            places = Arrays.copyOf(places, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            before = Arrays.copyOf(before, 2 * size);
        }
        places[size] = place;
        numbers[size] = number;
        before[size++] = old;
    }

    /** Takes back everything, newest first. */
    void takeBack() {
        for (int i = size - 1; i >= 0; i--) {
            Objects.requireNonNull(places[i]).putBack(numbers[i], before[i]);
        }
        clear();
    }

    /** Forgets everything. */
    void clear() {
        Arrays.fill(places, 0, size, null);
        Arrays.fill(before, 0, size, null);
        size = 0;
    }
}
