package dev.tagwerk.cli;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Shows what items printed in the order of the items. Safe for use by several threads.
 *
 * <p>The first item of the queue decides. If its command ended here, its output is shown and it leaves. If it will not run here
 * any more, because it is done or somebody else did it, it leaves silently; only the store knows that, so the store is asked,
 * for a page of items at once. Otherwise everybody behind it waits: their output stays in files, and only their names are held.
 */
final class OrderedOutput implements ItemOutput {
    private static final int PAGE = 512;
    private static final long ASK_NANOS = 200_000_000L;

    private final LogPrinter printer;
    private final Function<Collection<String>, Set<String>> settled;
    private final Deque<String> queue = new ArrayDeque<>();
    private final Map<String, Path> ended = new HashMap<>();
    private final Set<String> elsewhere = new HashSet<>();
    private long askedAt = System.nanoTime() - ASK_NANOS;

    /**
     * An empty queue.
     *
     * @param settled says which of these items will not run any more
     */
    OrderedOutput(LogPrinter printer, Function<Collection<String>, Set<String>> settled) {
        this.printer = printer;
        this.settled = settled;
    }

    @Override
    public synchronized void drawn(String item) {
        queue.add(item);
        if (queue.size() % PAGE == 0) {
            advance(false);
        }
    }

    @Override
    public synchronized void ended(String item, Path log) {
        ended.put(item, log);
        advance(false);
    }

    @Override
    public synchronized void finish() {
        advance(true);
    }

    private void advance(boolean last) {
        while (!queue.isEmpty()) {
            String first = queue.getFirst();
            @Nullable Path log = ended.remove(first);
            if (log != null) {
                queue.removeFirst();
                printer.print(log);
            } else if (last || elsewhere.remove(first)) {
                queue.removeFirst();
            } else if (!ask()) {
                return;
            }
        }
        // Whoever ended again after it was shown: a retry.
        ended.values().forEach(printer::print);
        ended.clear();
    }

    /** Asks the store about the first items; says whether the very first one is settled. */
    private boolean ask() {
        long now = System.nanoTime();
        if (now - askedAt < ASK_NANOS && queue.size() < PAGE) {
            return false;
        }
        askedAt = now;
        List<String> open = new ArrayList<>(PAGE);
        for (String item : queue) {
            if (open.size() == PAGE) {
                break;
            }
            if (!ended.containsKey(item) && !elsewhere.contains(item)) {
                open.add(item);
            }
        }
        elsewhere.addAll(settled.apply(open));
        return elsewhere.contains(queue.getFirst());
    }
}
