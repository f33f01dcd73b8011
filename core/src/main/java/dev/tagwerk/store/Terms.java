package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Policy;

/**
 * What was declared of a task, as a store keeps it. Immutable.
 *
 * @param lane the lane in which the task queues
 * @param policy how it is to be treated
 * @param budget its retries, resolved
 * @param evidence what is known of its input
 * @param digest digest of the declaration, to see at once that declaring again changes nothing
 */
public record Terms(int lane, Policy policy, Budget budget, Evidence evidence, long digest) {
    /** The same in another lane. */
    public Terms inLane(int newLane) {
        return newLane == lane ? this : new Terms(newLane, policy, budget, evidence, digest);
    }

    /** The same with another budget. */
    public Terms with(Budget newBudget) {
        return newBudget.equals(budget) ? this : new Terms(lane, policy, newBudget, evidence, digest);
    }

    /** The same with other evidence. */
    public Terms with(Evidence newEvidence) {
        return newEvidence.equals(evidence) ? this : new Terms(lane, policy, budget, newEvidence, digest);
    }
}
