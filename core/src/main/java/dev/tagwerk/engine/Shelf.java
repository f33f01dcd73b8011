package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lies on a desk: claims not started, claims in hand, results not handed in. Guarded by the desk's lock. For one thread at
 * a time.
 */
final class Shelf {
    private final Platform platform;
    private final Deque<Answer.Claimed> claims = new ArrayDeque<>();
    private final Map<Long, InHand> inHand = new HashMap<>();
    private List<Ended> results = new ArrayList<>();
    private long laidDown;
    private long handedIn;
    private long oldestResult;
    private long oldestClaim;

    Shelf(Platform platform) {
        this.platform = platform;
    }

    /** Starts the next claim; null when there is none. */
    @Nullable
    InHand start() {
        Answer.Claimed claimed = claims.poll();
        if (claimed == null) {
            return null;
        }
        InHand started = new InHand(claimed, platform);
        inHand.put(claimed.claim().token(), started);
        return started;
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
        return inHand.size();
    }

    /** Lays down how this attempt ended; null when its claim had been settled before. */
    @Nullable
    Ended lay(InHand hand, Outcome outcome, Ended.Result result) {
        if (inHand.remove(hand.claim().token()) == null) {
            return null;
        }
        Ended ended = hand.end(outcome, result, platform);
        if (results.isEmpty()) {
            oldestResult = platform.nanoTime();
        }
        results.add(ended);
        laidDown++;
        return ended;
    }

    boolean hasResults() {
        return !results.isEmpty();
    }

    List<Ended> takeResults() {
        List<Ended> taken = results;
        results = new ArrayList<>();
        return taken;
    }

    void putBackResults(List<Ended> ended) {
        results.addAll(0, ended);
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
        claims.forEach(claimed -> results.add(Ended.handedBack(claimed.claim(), millis)));
        claims.clear();
    }

    /** Notes that all claims are lost. */
    void loseAll() {
        claims.clear();
        loseInHand();
    }

    void loseInHand() {
        inHand.values().forEach(InHand::lose);
    }

    /** Takes all results, with an end of this kind for everything in hand; claims not started are simply forgotten. */
    List<Ended> clear(Outcome forInHand, Ended.Result result) {
        List<Ended> last = takeResults();
        inHand.values().forEach(hand -> last.add(hand.end(forInHand, result, platform)));
        inHand.clear();
        claims.clear();
        return last;
    }
}
