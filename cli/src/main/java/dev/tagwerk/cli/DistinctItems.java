package dev.tagwerk.cli;

import dev.tagwerk.WaitingIterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Items without those that came before; counts both. Drawn by one thread at a time, the counts may be read by any. */
final class DistinctItems implements WaitingIterator<String> {
    private final WaitingIterator<String> items;
    private final Consumer<String> onDrawn;
    private final DigestSet known = new DigestSet();
    private @Nullable String next;
    private volatile long distinct;
    private volatile long repeated;

    DistinctItems(WaitingIterator<String> items, Consumer<String> onDrawn) {
        this.items = items;
        this.onDrawn = onDrawn;
    }

    @Override
    public synchronized boolean hasNext() {
        while (next == null && items.hasNext()) {
            String item = items.next();
            if (known.add(item)) {
                next = item;
            } else {
                repeated++;
            }
        }
        return next != null;
    }

    @Override
    public synchronized boolean isReady() {
        return next != null || items.isReady();
    }

    @Override
    public synchronized String next() {
        if (!hasNext() || next == null) {
            return items.next();
        }
        String item = next;
        next = null;
        distinct++;
        onDrawn.accept(item);
        return item;
    }

    /** How many different items were drawn. */
    long distinct() {
        return distinct;
    }

    /** How many items were left out, because they had come before. */
    long repeated() {
        return repeated;
    }
}
