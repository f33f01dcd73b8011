package dev.tagwerk.flow;

import java.util.Collection;
import java.util.Map;
import java.util.Spliterator;

/**
 * Tells whether the order in which a collection iterates is part of what it says. The collections state it themselves, by the
 * characteristic {@link Spliterator#ORDERED}, wrappers such as {@code unmodifiableMap} included. Safe for use by several threads.
 */
public final class Encounter {
    private Encounter() {}

    /** Whether this collection has an order: a list, a sorted or linked set, but not a {@code HashSet}. */
    public static boolean ordered(Collection<?> values) {
        return values.spliterator().hasCharacteristics(Spliterator.ORDERED);
    }

    /** Whether this map has an order: a sorted or linked one, but not a {@code HashMap}. */
    public static boolean ordered(Map<?, ?> map) {
        return ordered(map.entrySet());
    }
}
