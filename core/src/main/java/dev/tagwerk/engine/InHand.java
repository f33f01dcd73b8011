package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A claim whose body has started. Safe for use by several threads.
 */
public final class InHand {
    private final Answer.Claimed claimed;
    private final long startMillis;
    private final long startNanos;
    private volatile boolean lost;
    /** Neighbours in the shelf's ring of what is in hand, guarded by the desk's lock; null once it is not in hand any more. */
    @Nullable
    InHand before;

    @Nullable
    InHand behind;

    InHand(Answer.Claimed claimed, long startMillis, long startNanos) {
        this.claimed = claimed;
        this.startMillis = startMillis;
        this.startNanos = startNanos;
    }

    /** The claim. */
    public ClaimRow claim() {
        return claimed.claim();
    }

    /** The task as it was when it was claimed. */
    public TaskRow task() {
        return claimed.task();
    }

    /** Whether this worker was taken for dead meanwhile, so that the result will not be accepted. */
    public boolean isLost() {
        return lost;
    }

    void lose() {
        lost = true;
    }

    Ended end(Outcome outcome, Ended.Result result, long endNanos) {
        return new Ended(claim(), outcome, new Span(startMillis, Math.max(0, endNanos - startNanos)), result);
    }
}
