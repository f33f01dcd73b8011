package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.Outcome;

/**
 * A claim whose body has started. Safe for use by several threads.
 */
public final class InHand {
    private final Answer.Claimed claimed;
    private final long startMillis;
    private final long startNanos;
    private volatile boolean lost;

    InHand(Answer.Claimed claimed, Platform platform) {
        this.claimed = claimed;
        this.startMillis = platform.now().toEpochMilli();
        this.startNanos = platform.nanoTime();
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

    Ended end(Outcome outcome, Ended.Result result, Platform platform) {
        return new Ended(
                claim(), outcome, new Span(startMillis, Math.max(0, platform.nanoTime() - startNanos)), result);
    }
}
