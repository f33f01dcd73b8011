package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What lies on a desk: claims not started, claims in hand, results not handed in. Guarded by the desk's lock. For one thread at
 * a time.
 */
final class Shelf {
    /** The wall clock is read once in so long; between that, what passed on the other clock is added. */
    private static final long CLOCK_NANOS = 1_000_000;

    private final Platform platform;
    private final Deque<Answer.Claimed> claims = new ArrayDeque<>();
    private @Nullable InHand newestInHand;
    private int inHand;
    private List<Laid> results = new ArrayList<>();
    private long laidDown;
    private long handedIn;
    private long oldestResult;
    private long oldestClaim;
    private long clockNanos;
    private long clockMillis;

    Shelf(Platform platform) {
        this.platform = platform;
        readClock(platform.nanoTime());
    }

    private void readClock(long nanos) {
        clockNanos = nanos;
        clockMillis = platform.now().toEpochMilli();
    }

    private long millis(long nanos) {
        if (nanos - clockNanos >= CLOCK_NANOS) {
            readClock(nanos);
        }
        return clockMillis;
    }

    /** Starts the next claim; null when there is none. */
    @Nullable
    InHand start() {
        Answer.Claimed claimed = claims.poll();
        if (claimed == null) {
            return null;
        }
        long nanos = platform.nanoTime();
        InHand started = new InHand(claimed, millis(nanos), nanos);
        InHand before = newestInHand;
        started.before = before == null ? started : before;
        started.behind = started;
        if (before != null) {
            before.behind = started;
        }
        newestInHand = started;
        inHand++;
        return started;
    }

    /** Takes this out of what is in hand; says whether it was there. An end of the row points to itself. */
    private boolean remove(InHand hand) {
        InHand before = hand.before;
        InHand behind = hand.behind;
        if (before == null || behind == null) {
            return false;
        }
        boolean oldest = before == hand;
        boolean newest = behind == hand;
        if (!oldest) {
            before.behind = newest ? before : behind;
        }
        if (!newest) {
            behind.before = oldest ? behind : before;
        }
        if (newest) {
            newestInHand = oldest ? null : before;
        }
        hand.before = null;
        hand.behind = null;
        inHand--;
        return true;
    }

    /** Adds claims; says whether there were none before. */
    boolean add(List<Answer.Claimed> more) {
        boolean first = claims.isEmpty() && !more.isEmpty();
        if (first) {
            oldestClaim = platform.nanoTime();
        }
        claims.addAll(more);
        return first;
    }

    int claims() {
        return claims.size();
    }

    int inHand() {
        return inHand;
    }

    /** Lays down how this attempt ended; null when its claim had been settled before. */
    @Nullable
    Ended lay(InHand hand, Outcome outcome, Ended.Result result) {
        if (!remove(hand)) {
            return null;
        }
        long nanos = platform.nanoTime();
        Ended ended = hand.end(outcome, result, nanos);
        if (results.isEmpty()) {
            oldestResult = nanos;
        }
        results.add(new Laid(ended, hand.task().id()));
        laidDown++;
        return ended;
    }

    boolean hasResults() {
        return !results.isEmpty();
    }

    List<Laid> takeResults() {
        List<Laid> taken = results;
        results = new ArrayList<>();
        return taken;
    }

    void putBackResults(List<Laid> laid) {
        results.addAll(0, laid);
    }

    /** Number of the newest result laid down. */
    long laidDown() {
        return laidDown;
    }

    /** Notes that all results up to this number are committed. */
    void handedIn(long number) {
        handedIn = Math.max(handedIn, number);
    }

    /** Whether the result of this number is committed. */
    boolean isHandedIn(long number) {
        return handedIn >= number;
    }

    boolean hasResultOlderThan(long nanos) {
        return !results.isEmpty() && platform.nanoTime() - oldestResult > nanos;
    }

    boolean hasClaimOlderThan(long nanos) {
        return !claims.isEmpty() && platform.nanoTime() - oldestClaim > nanos;
    }

    /** Turns claims that nobody has started into results that hand them back. */
    void handBackClaims() {
        long millis = platform.now().toEpochMilli();
        claims.forEach(claimed -> results.add(new Laid(Ended.handedBack(claimed.claim(), millis), "")));
        claims.clear();
    }

    /** Notes that all claims are lost. */
    void loseAll() {
        claims.clear();
        loseInHand();
    }

    void loseInHand() {
        allInHand().forEach(InHand::lose);
    }

    private List<InHand> allInHand() {
        List<InHand> all = new ArrayList<>(inHand);
        InHand hand = newestInHand;
        while (hand != null) {
            all.add(0, hand);
            hand = hand.before == hand ? null : hand.before;
        }
        return all;
    }

    /** Takes all results, with an end of this kind for everything in hand; claims not started are simply forgotten. */
    List<Laid> clear(Outcome forInHand, Ended.Result result) {
        List<Laid> last = takeResults();
        for (InHand hand : allInHand()) {
            last.add(new Laid(
                    hand.end(forInHand, result, platform.nanoTime()),
                    hand.task().id()));
            remove(hand);
        }
        claims.clear();
        return last;
    }
}
