package dev.tagwerk.store;

/**
 * The right of one worker to run one task once, as a store keeps it. Immutable.
 *
 * @param token number of the claim, larger than that of every earlier claim in the store: a fencing token
 * @param task number of the task
 * @param session the worker's session
 * @param attempt number of the attempt, from 1
 * @param ahead whether the claim was made ahead of need, together with others
 */
public record ClaimRow(long token, long task, long session, int attempt, boolean ahead) {}
