package dev.tagwerk.store;

/**
 * The right of one worker to run one task once, as a store keeps it. Immutable.
 *
 * @param token number of the claim, larger than that of every earlier claim in the store: a fencing token
 * @param task number of the task
 * @param session the worker's session
 * @param grant how it was given
 */
public record ClaimRow(long token, long task, long session, Grant grant) {
    /**
     * How a claim was given. Immutable.
     *
     * @param attempt number of the attempt, from 1
     * @param ahead whether the claim was made ahead of need, together with others
     * @param at when, in milliseconds of the epoch, by the clock of the worker that got it; for people only
     */
    public record Grant(int attempt, boolean ahead, long at) {}

    /** Number of the attempt, from 1. */
    public int attempt() {
        return grant.attempt();
    }

    /** Whether the claim was made ahead of need, together with others. */
    public boolean ahead() {
        return grant.ahead();
    }
}
