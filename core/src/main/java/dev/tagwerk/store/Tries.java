package dev.tagwerk.store;

import dev.tagwerk.task.Budget;

/**
 * What was tried. Immutable.
 *
 * @param attempts the highest number of an attempt that ended, in the task's whole life: how many there were, but for those of
 *     several workers at a time that were handed back
 * @param failed failures since the last success or invalidation
 * @param killed deaths of workers that count against the budget, since the last success or invalidation
 * @param suspect whether a worker died while it held this claim together with others; such a task is claimed alone
 * @param nanos how long the last attempt took
 */
public record Tries(int attempts, int failed, int killed, boolean suspect, long nanos) {
    /** Nothing was tried. */
    public static final Tries NONE = new Tries(0, 0, 0, false, 0);

    /** Whether this budget allows one more attempt. */
    public boolean isWithin(Budget budget) {
        return failed <= budget.failed() && killed <= budget.killed();
    }

    /** The same with a full budget again. */
    public Tries forgiven() {
        return new Tries(attempts, 0, 0, false, nanos);
    }
}
