package dev.tagwerk.engine;

import dev.tagwerk.task.Declaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * What a desk has drawn from its source and not offered yet, and how much to draw at a time: more while the source is quick,
 * less when it is slow. Guarded by the desk's lock, but for {@link #draw}. For one thread at a time.
 */
final class Drawing {
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST = 1_024;
    /** Up to so many workers declare as much as that at a time: what one declares keeps all the others waiting. */
    private static final int FEW_WORKERS = 8;

    private final Feed feed;
    private final Platform platform;
    private final boolean oneByOne;
    private List<Declaration> drawn = new ArrayList<>();
    private int size;
    private boolean busy;
    private volatile int workers;
    private volatile int most = MOST;
    private boolean inVain;
    /** How long one draw took; written by the one who draws. */
    private volatile long took;

    Drawing(Feed feed, Platform platform, boolean oneByOne) {
        this.feed = feed;
        this.platform = platform;
        this.oneByOne = oneByOne && !feed.declaresFirst();
        this.size = feed.declaresFirst() ? MOST : 1;
    }

    /** Whether somebody draws now. */
    boolean isBusy() {
        return busy;
    }

    /** Whether nothing waits to be offered. */
    boolean isEmpty() {
        return drawn.isEmpty();
    }

    /** Whether nothing is here and nothing will come. */
    boolean isOver() {
        return feed.hasEnded() && !busy && drawn.isEmpty();
    }

    /** Whether one may draw now. */
    boolean mayBegin() {
        return !busy && drawn.isEmpty() && !feed.hasEnded();
    }

    /** Begins to draw for so many hungry threads, as one of so many workers; says how much to draw. */
    int begin(int hungry, int live) {
        busy = true;
        workers = live;
        most = Math.max(1, MOST * FEW_WORKERS / Math.max(FEW_WORKERS, live));
        return oneByOne ? 1 : Math.min(most, Math.max(size, hungry));
    }

    /**
     * Draws until there is enough that must be declared, the source is slow or has ended, or some time is over; without the desk's
     * lock.
     */
    List<Declaration> draw(int atMost, UnaryOperator<List<Declaration>> undeclared) throws Exception {
        long begin = platform.nanoTime();
        List<Declaration> left = new ArrayList<>();
        int times = 0;
        boolean more;
        do {
            if (workers > 1 && atMost >= most) {
                // All workers are in one place of the input: each its own part of what comes next.
                feed.leaveToOthers(most * (int) Math.floorMod(platform.randomLong(), (long) workers));
            }
            List<Declaration> got = feed.draw(atMost);
            left.addAll(undeclared.apply(got));
            times++;
            took = (platform.nanoTime() - begin) / times;
            more = left.isEmpty() || (got.size() == atMost && left.size() < atMost / 2);
        } while (more && !feed.hasEnded() && took * times < QUICK_NANOS);
        return left;
    }

    /** Ends a draw that gave this. */
    void end(List<Declaration> got) {
        busy = false;
        inVain = got.isEmpty();
        offer(drawn, got);
        size = took < QUICK_NANOS ? Math.min(MOST, size * 2) : Math.max(1, size / 2);
    }

    /** Whether nothing of what was drawn since the last exchange had to be declared. */
    boolean wasInVain() {
        return inVain;
    }

    /** Takes all that is drawn. */
    List<Declaration> take() {
        List<Declaration> taken = drawn;
        inVain = false;
        drawn = new ArrayList<>();
        return taken;
    }

    /** Puts back what could not be offered, before what was drawn since. */
    void putBack(List<Declaration> declarations) {
        offer(declarations, drawn);
    }

    /** What the next exchange declares, none twice. */
    private void offer(List<Declaration> first, List<Declaration> then) {
        if (first.isEmpty() || then.isEmpty()) {
            drawn = new ArrayList<>(first.isEmpty() ? then : first);
            return;
        }
        Map<String, Declaration> all = new LinkedHashMap<>();
        first.forEach(declaration -> all.put(declaration.id(), declaration));
        then.forEach(declaration -> all.putIfAbsent(declaration.id(), declaration));
        drawn = new ArrayList<>(all.values());
    }
}
