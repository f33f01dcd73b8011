package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A task as a store keeps it. Immutable.
 *
 * @param seq number of the task within the store, given in order of registration
 * @param id the task's name
 * @param terms what was declared of it
 * @param standing where it stands
 * @param success what is remembered of its last success; null before the first
 */
public record TaskRow(
        long seq,
        String id,
        Terms terms,
        Standing standing,
        @Nullable Success success) {
    /** The order in which claimable tasks are given out: by priority, larger first, then by number. */
    public static final Comparator<TaskRow> CLAIM_ORDER = Comparator.comparingInt(
                    (TaskRow row) -> -row.terms().policy().priority())
            .thenComparingLong(TaskRow::seq);

    /** The task's state. */
    public TaskState state() {
        return standing.state();
    }

    /** The task's lane. */
    public int lane() {
        return terms.lane();
    }

    /** Whether the last success still counts, as far as the task itself is concerned. */
    public boolean hasValidSuccess() {
        return success != null && success.valid();
    }

    /** Whether one more worker may claim the task, as far as its state and its budget are concerned. */
    public boolean isClaimable() {
        Slots slots = standing.slots();
        return standing.state() == TaskState.READY
                || (standing.state() == TaskState.RUNNING
                        && !slots.done()
                        && slots.running() < terms.policy().slots()
                        && standing.tries().isWithin(terms.budget()));
    }

    /** The same with this standing. */
    public TaskRow with(Standing newStanding) {
        return new TaskRow(seq, id, terms, newStanding, success);
    }

    /** The same with these terms. */
    public TaskRow with(Terms newTerms) {
        return new TaskRow(seq, id, newTerms, standing, success);
    }

    /** The same with this last success. */
    public TaskRow with(@Nullable Success newSuccess) {
        return new TaskRow(seq, id, terms, standing, newSuccess);
    }
}
