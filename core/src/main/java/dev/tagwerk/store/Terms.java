package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Policy;

/**
 * What was declared of a task, as a store keeps it. Immutable.
 *
 * @param treatment how it is treated: one and the same object for many tasks
 * @param evidence what is known of its input
 * @param digest digest of the declaration, to see at once that declaring again changes nothing
 */
public record Terms(Treatment treatment, Evidence evidence, long digest) {
    /**
     * How a task is treated. Immutable.
     *
     * @param lane the lane in which the task queues
     * @param policy how it is to be treated
     * @param budget its retries, resolved
     */
    public record Treatment(int lane, Policy policy, Budget budget) {}

    /** Terms with a treatment of their own. */
    public Terms(int lane, Policy policy, Budget budget, Evidence evidence, long digest) {
        this(new Treatment(lane, policy, budget), evidence, digest);
    }

    /** The lane in which the task queues. */
    public int lane() {
        return treatment.lane();
    }

    /** How it is to be treated. */
    public Policy policy() {
        return treatment.policy();
    }

    /** Its retries, resolved. */
    public Budget budget() {
        return treatment.budget();
    }

    /** Whether these come of this declaration, but for the budget: that of a run only grows. */
    boolean isOf(Declaration declaration) {
        return digest == declaration.digest() && evidence.equals(declaration.evidence());
    }

    /** The same in another lane. */
    public Terms inLane(int newLane) {
        return newLane == lane() ? this : new Terms(newLane, policy(), budget(), evidence, digest);
    }

    /** The same with another budget. */
    public Terms with(Budget newBudget) {
        return newBudget.equals(budget()) ? this : new Terms(lane(), policy(), newBudget, evidence, digest);
    }

    /** The same with other evidence. */
    public Terms with(Evidence newEvidence) {
        return newEvidence.equals(evidence) ? this : new Terms(treatment, newEvidence, digest);
    }

    /** These, sharing with others what is equal: of a million tasks most are treated alike. */
    Terms sharing(Terms others) {
        if (equals(others)) {
            return others;
        }
        return treatment.equals(others.treatment) ? new Terms(others.treatment, evidence, digest) : this;
    }
}
