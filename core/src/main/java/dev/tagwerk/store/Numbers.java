package dev.tagwerk.store;

import java.util.AbstractList;
import java.util.RandomAccess;

/** A list of numbers, kept without boxing. Immutable. */
final class Numbers extends AbstractList<Long> implements RandomAccess {
    /** No number. */
    static final Numbers NONE = new Numbers(new long[0]);

    private final long[] numbers;

    private Numbers(long[] numbers) {
        this.numbers = numbers;
    }

    /** These numbers, which rise. The array is not used by anybody else any more. */
    static Numbers rising(long[] numbers) {
        return new Numbers(numbers);
    }

    @Override
    public Long get(int place) {
        return numbers[place];
    }

    @Override
    public int size() {
        return numbers.length;
    }
}
