package dev.tagwerk.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Values by number, in the order of the numbers: pages of an array, found without hashing and without boxing. Made for numbers
 * that a store gives out rising, so that neighbours are used together; pages without values are let go. For one thread at a
 * time.
 */
final class SeqMap<V> implements UndoLog.Place {
    /** Behind every number. */
    static final long END = Long.MAX_VALUE;

    private static final int BITS = 6;
    private static final int PAGE = 1 << BITS;

    private @Nullable Page[] pages = new Page[1];
    /** Number of the page at place 0. */
    private long base;
    /** No page before this place holds anything. */
    private int first;

    private int size;
    /** The page that was emptied last, to be used next: what comes and goes, like claims, needs one page most of the time. */
    private @Nullable Page spare;

    private static final class Page {
        final @Nullable Object[] values = new Object[PAGE];
        int count;
    }

    int size() {
        return size;
    }

    /** The value at this number; null for none. */
    @Nullable
    V get(long number) {
        Page page = page(number);
        return page == null ? null : cast(page.values[slot(number)]);
    }

    /** Puts a value at this number; gives the one that was there, or null. */
    @Nullable
    V put(long number, V value) {
        Page page = page(number);
        if (page == null) {
            page = addPage(number);
        }
        Object before = page.values[slot(number)];
        page.values[slot(number)] = value;
        if (before == null) {
            page.count++;
            size++;
        }
        return cast(before);
    }

    /** Removes the value at this number; gives it, or null. */
    @Nullable
    V remove(long number) {
        Page page = page(number);
        Object before = page == null ? null : page.values[slot(number)];
        if (page != null && before != null) {
            page.values[slot(number)] = null;
            size--;
            if (--page.count == 0) {
                pages[place(number)] = null;
                spare = page;
            }
        }
        return cast(before);
    }

    @Override
    @SuppressWarnings("unchecked") // what came from the map goes back to it
    public void putBack(long number, @Nullable Object before) {
        if (before == null) {
            remove(number);
        } else {
            put(number, (V) before);
        }
    }

    /** The smallest number with a value that is larger than this one; {@link #END} for none. */
    long next(long after) {
        if (size == 0 || after == END) {
            return END;
        }
        while (pages[first] == null) {
            first++;
        }
        long from = Math.max(after + 1, (base + first) << BITS);
        for (long place = (from >>> BITS) - base; place < pages.length; place++) {
            Page page = pages[(int) place];
            if (page != null) {
                for (int slot = slot(from); slot < PAGE; slot++) {
                    if (page.values[slot] != null) {
                        return ((base + place) << BITS) + slot;
                    }
                }
            }
            from = 0;
        }
        return END;
    }

    private static int slot(long number) {
        return (int) number & (PAGE - 1);
    }

    private int place(long number) {
        return (int) ((number >>> BITS) - base);
    }

    private @Nullable Page page(long number) {
        long place = (number >>> BITS) - base;
        return place < 0 || place >= pages.length ? null : pages[(int) place];
    }

    private Page addPage(long number) {
        long wanted = number >>> BITS;
        if (size == 0) {
            Arrays.fill(pages, null);
            base = wanted;
            first = 0;
        }
        if (wanted < base || wanted - base >= pages.length) {
            resize(wanted);
        }
        Page page = spare == null ? new Page() : spare;
        spare = null;
        int place = (int) (wanted - base);
        pages[place] = page;
        first = Math.min(first, place);
        return page;
    }

    /** Makes room for this page, with as much again in the direction in which the map grows; empty pages in front are dropped. */
    private void resize(long wanted) {
        int last = pages.length - 1;
        while (last > 0 && pages[last] == null) {
            last--;
        }
        while (first < last && pages[first] == null) {
            first++;
        }
        long low = Math.min(wanted, base + first);
        long high = Math.max(wanted, base + last);
        long length = high - low + 1;
        long spare = length / 2 + 1;
        long newBase = wanted < base + first ? Math.max(0, low - spare) : low;
        @Nullable Page[] room = new Page[Math.toIntExact(length + spare)];
        System.arraycopy(pages, first, room, (int) (base + first - newBase), last - first + 1);
        first = (int) (base + first - newBase);
        pages = room;
        base = newBase;
    }

    @SuppressWarnings("unchecked") // only values of V are ever put
    private @Nullable V cast(@Nullable Object value) {
        return (V) value;
    }
}
