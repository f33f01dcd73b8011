package dev.tagwerk.store;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.RandomAccess;

/** A list of numbers, kept without boxing. Nothing is taken out of it or changed. For one thread at a time, once it is full for several. */
final class Numbers extends AbstractList<Long> implements RandomAccess {
    /** No number. */
    static final Numbers NONE = new Numbers(0);

    private long[] numbers;
    private int size;

    /** An empty list with room for so many. */
    Numbers(int expected) {
        numbers = new long[expected];
    }

    /** These numbers, each once and rising. */
    static Numbers rising(Collection<Long> any) {
        Numbers rising = new Numbers(any.size());
        if (any instanceof Numbers given) {
            System.arraycopy(given.numbers, 0, rising.numbers, 0, given.size);
            rising.size = given.size;
        } else {
            any.forEach(rising::append);
        }
        rising.sort();
        return rising;
    }

    private void sort() {
        int kept = Math.min(1, size);
        while (kept < size && numbers[kept - 1] < numbers[kept]) {
            kept++;
        }
        if (kept == size) {
            return;
        }
        Arrays.sort(numbers, 0, size);
        kept = 1;
        for (int i = 1; i < size; i++) {
            if (numbers[i] != numbers[kept - 1]) {
                numbers[kept++] = numbers[i];
            }
        }
        size = kept;
    }

    /** Adds a number at the end. */
    void append(long number) {
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, 2 * size + 4);
        }
        numbers[size++] = number;
    }

    long at(int place) {
        return numbers[place];
    }

    @Override
    public Long get(int place) {
        if (place >= size) {
            throw new IndexOutOfBoundsException(place);
        }
        return numbers[place];
    }

    @Override
    public int size() {
        return size;
    }
}
