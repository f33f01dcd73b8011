package dev.tagwerk;

import dev.tagwerk.engine.InHand;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import org.jspecify.annotations.Nullable;

/**
 * The right to run one task once, for those who want to say themselves how it ended. Safe for use by several threads.
 * What is said first counts.
 *
 * <pre>{@code
 * Claim<Path> claim;
 * while ((claim = loop.claim()) != null) {
 *     try (claim) {
 *         resize(claim.item());
 *         claim.complete();
 *     }                       // closed without a word: the task failed
 * }
 * }</pre>
 *
 * @param <T> type of the item
 */
public final class Claim<T extends @Nullable Object> implements AutoCloseable {
    private final SharedLoop<T> loop;
    private final InHand hand;
    private final Task<T> task;

    Claim(SharedLoop<T> loop, InHand hand, Task<T> task) {
        this.loop = loop;
        this.hand = hand;
        this.task = task;
    }

    /** The item. */
    public T item() {
        return task.data();
    }

    /** The task behind the item. */
    public Task<T> task() {
        return task;
    }

    /** The task's name. */
    public String id() {
        return task.id();
    }

    /** Number of the attempt, from 1. */
    public int attempt() {
        return hand.claim().attempt();
    }

    /**
     * The fencing token: a number larger than that of every earlier claim in the store. Hand it to whatever you write to, and
     * let that refuse smaller ones.
     */
    public long token() {
        return hand.claim().token();
    }

    /** Whether this worker was taken for dead meanwhile; another one may have the task, and this result will be refused. */
    public boolean isLost() {
        return hand.isLost();
    }

    /** The task ended well. */
    public void complete() {
        loop.end(hand, Outcome.COMPLETED, Ended.Result.NOTHING);
    }

    /** The task ended well, with this fingerprint of its output: dependents do not run again if it is the same as before. */
    public void complete(String outputFingerprint) {
        loop.end(hand, Outcome.COMPLETED, Ended.Result.output(outputFingerprint));
    }

    /** The task ended well and its output is what it was: dependents do not run again. */
    public void completeUnchanged() {
        loop.end(hand, Outcome.NO_CHANGE, Ended.Result.NOTHING);
    }

    /** There is nothing to do for the task; dependents may run. */
    public void skip(String reason) {
        loop.end(hand, Outcome.SKIPPED, Ended.Result.failure(Failure.of("Skipped", reason)));
    }

    /** The task failed with this exception. */
    public void fail(Throwable why) {
        loop.end(hand, Outcome.FAILED, Ended.Result.failure(Failure.of(why)));
    }

    /** The task failed for this reason. */
    public void fail(String why) {
        loop.end(hand, Outcome.FAILED, Ended.Result.failure(Failure.of("Failed", why)));
    }

    /** The task took too long. */
    public void timeOut(String why) {
        loop.end(hand, Outcome.TIMED_OUT, Ended.Result.failure(Failure.of("TimedOut", why)));
    }

    /** Gives the task back unharmed: the attempt is recorded as interrupted and costs no budget. */
    public void release() {
        loop.end(
                hand,
                Outcome.INTERRUPTED,
                Ended.Result.failure(Failure.of("Released", "the claim was given back by its worker")));
    }

    /** The task ended so, unless it was said before how. */
    void end(Outcome outcome, Ended.Result result) {
        loop.end(hand, outcome, result);
    }

    /** How often the task has failed since its last success. */
    int failures() {
        return hand.task().standing().tries().failed();
    }

    /** Fails the task unless it was said before how it ended. */
    @Override
    public void close() {
        loop.end(hand, Outcome.FAILED, Ended.Result.failure(SharedLoop.LEFT));
    }
}
