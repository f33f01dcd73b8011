package dev.tagwerk.task;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a task is to be treated. Immutable.
 *
 * @param priority larger is claimed earlier; 0 by default
 * @param slots how many workers may run the task at the same time, at least 1
 * @param budget retries, or null for those of the loop or flow
 * @param evenIfDependenciesFail whether the task runs once all dependencies have ended, well or not
 * @param ownFingerprintOnly whether a redone dependency leaves a satisfied task alone
 */
public record Policy(
        int priority, int slots, @Nullable Budget budget, boolean evenIfDependenciesFail, boolean ownFingerprintOnly) {
    /** Priority 0, one worker, the budget of the loop, and the cascade on. */
    public static final Policy DEFAULT = new Policy(0, 1, null, false, false);

    /** Checks the number of slots. */
    public Policy {
        if (slots < 1) {
            throw new IllegalArgumentException("A task needs room for at least one worker; got " + slots);
        }
    }

    /** The same with this budget. */
    public Policy withBudget(@Nullable Budget newBudget) {
        return Objects.equals(newBudget, budget) // all of a million tasks share one
                ? this
                : new Policy(priority, slots, newBudget, evenIfDependenciesFail, ownFingerprintOnly);
    }

    /** The same with this priority. */
    public Policy withPriority(int newPriority) {
        return new Policy(newPriority, slots, budget, evenIfDependenciesFail, ownFingerprintOnly);
    }

    /** The same with room for this many workers at a time. */
    public Policy withSlots(int newSlots) {
        return new Policy(priority, newSlots, budget, evenIfDependenciesFail, ownFingerprintOnly);
    }

    /** The same, run also when dependencies fail. */
    public Policy withEvenIfDependenciesFail(boolean value) {
        return new Policy(priority, slots, budget, value, ownFingerprintOnly);
    }

    /** The same, without the cascade. */
    public Policy withOwnFingerprintOnly(boolean value) {
        return new Policy(priority, slots, budget, evenIfDependenciesFail, value);
    }
}
