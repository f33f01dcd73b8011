package dev.tagwerk.jdbc;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by number, of which the older half is let go from time to time: those that were used since the last time stay.
 * For one thread at a time.
 */
final class Recent<V> {
    private final int most;
    private Map<Long, V> young = new HashMap<>();
    private Map<Long, V> old = new HashMap<>();

    /**
     * Without values.
     *
     * @param most how many are used before others are let go; up to twice as many are kept
     */
    Recent(int most) {
        this.most = most;
    }

    @Nullable
    V get(long number) {
        V known = young.get(number);
        if (known == null) {
            known = old.remove(number);
            if (known != null) {
                put(number, known);
            }
        }
        return known;
    }

    void put(long number, V value) {
        if (young.size() >= most) {
            old = young;
            young = new HashMap<>();
        }
        young.put(number, value);
    }

    void remove(long number) {
        young.remove(number);
        old.remove(number);
    }

    void clear() {
        young.clear();
        old.clear();
    }
}
