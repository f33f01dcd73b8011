package dev.tagwerk.jdbc;

import dev.tagwerk.store.Terms;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Policy;

/**
 * What many tasks have in common, kept once: the policy without its priority, and the budget. Immutable.
 *
 * @param policy the policy, with priority 0
 * @param budget the retries, resolved
 */
record Manner(Policy policy, Budget budget) {
    /** That of these terms. */
    static Manner of(Terms terms) {
        Policy policy = terms.policy();
        return new Manner(policy.priority() == 0 ? policy : policy.withPriority(0), terms.budget());
    }
}
