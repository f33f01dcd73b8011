package dev.tagwerk.engine;

import dev.tagwerk.task.Declaration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

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
    private Drawn drawn = Drawn.NOTHING;
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
        return drawn.declarations().isEmpty();
    }

    /** Whether nothing is here and nothing will come. */
    boolean isOver() {
        return feed.hasEnded() && !busy && isEmpty();
    }

    /** Whether one may draw now. */
    boolean mayBegin() {
        return !busy && isEmpty() && !feed.hasEnded();
    }

    /** Begins to draw for so many hungry threads, as one of so many workers; says how much to draw. */
    int begin(int hungry, int live) {
        busy = true;
        workers = live;
        most = Math.max(1, MOST / Feed.PAGE * FEW_WORKERS / Math.max(FEW_WORKERS, live)) * Feed.PAGE;
        return oneByOne ? 1 : Math.min(most, Math.max(size, hungry));
    }

    /** Looks up what of some drawn tasks must be declared. */
    @FunctionalInterface
    interface LookUp {
        /** Of these tasks; {@code page} says that they are a whole page of the input. */
        Drawn undeclared(List<Declaration> drawn, boolean page);
    }

    /**
     * Draws until there is enough that must be declared, the source is slow or has ended, or some time is over; without the desk's
     * lock. A page of a finite input is drawn as a whole, but for those with which a run begins.
     */
    Drawn draw(int atMost, LookUp lookUp) throws Exception {
        long begin = platform.nanoTime();
        if (workers > 1 && atMost >= Feed.PAGE) {
            // All workers are in one place of the input: each its own part of what comes next.
            feed.leaveToOthers(most / Feed.PAGE * (int) Math.floorMod(platform.randomLong(), (long) workers));
        }
        List<Declaration> left = new ArrayList<>();
        List<Drawn.Page> pages = new ArrayList<>();
        int enough = Math.max(atMost / 2, atMost - Feed.PAGE);
        int times = 0;
        boolean more;
        do {
            int page = feed.leftOfPage();
            int room = Math.min(atMost, page);
            List<Declaration> got = feed.draw(room);
            Drawn found = lookUp.undeclared(got, page == Feed.PAGE && got.size() == page);
            left.addAll(found.declarations());
            pages.addAll(found.pages());
            times++;
            took = (platform.nanoTime() - begin) / times;
            boolean paged = page <= Feed.PAGE;
            more = left.isEmpty() || (paged && got.size() == room && left.size() <= enough);
        } while (more && !feed.hasEnded() && took * times < QUICK_NANOS);
        return new Drawn(left, pages);
    }

    /** Ends a draw that gave this. */
    void end(Drawn got) {
        busy = false;
        inVain = got.declarations().isEmpty();
        drawn = drawn.and(got);
        size = took < QUICK_NANOS ? Math.min(MOST, size * 2) : Math.max(1, size / 2);
    }

    /** Whether nothing of what was drawn since the last exchange had to be declared. */
    boolean wasInVain() {
        return inVain;
    }

    /** Takes all that is drawn. */
    Drawn take() {
        Drawn taken = drawn;
        inVain = false;
        drawn = Drawn.NOTHING;
        return taken;
    }

    /** Puts back what could not be offered, before what was drawn since. */
    void putBack(Drawn taken) {
        drawn = taken.and(drawn);
    }
}
