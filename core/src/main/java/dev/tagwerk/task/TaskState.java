package dev.tagwerk.task;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Where a task stands. The states fall into three classes, and the class is all that a dependent ever looks at:
 * {@linkplain #isSatisfied() satisfied}, {@linkplain #isBroken() broken} or open (neither).
 *
 * <p>The legal transitions are listed in {@link #successors()} and checked wherever a state is written.
 */
public enum TaskState {
    /** Named as a dependency by somebody, declared by nobody yet. Not counted as a task. */
    UNKNOWN,
    /** Declared, but nobody wants it in this run. */
    UNWANTED,
    /** Wanted; a dependency is not satisfied yet, or a retry is not due yet. */
    WAITING,
    /** Wanted, all dependencies satisfied; a worker that fulfils the conditions may claim it. */
    READY,
    /** Claimed by at least one worker. */
    RUNNING,
    /** Its body ended well. */
    COMPLETED,
    /** Its body decided that there is nothing to do. */
    SKIPPED,
    /** Satisfied by an earlier run; found unchanged in this one. */
    UP_TO_DATE,
    /** Satisfied in an earlier run; something it depends on is being redone, so it is not known whether that still holds. */
    IN_DOUBT,
    /** A dependency is broken, so this task cannot run. */
    BLOCKED,
    /** Its body failed and the retry budget is used up. */
    FAILED,
    /** Its body took too long and the retry budget is used up. */
    TIMED_OUT,
    /** Its workers died and the budget for that is used up. */
    KILLED,
    /** Cancelled before or while it ran. */
    CANCELLED;

    /** Whether dependents may run. */
    public boolean isSatisfied() {
        return this == COMPLETED || this == SKIPPED || this == UP_TO_DATE;
    }

    /** Whether dependents are blocked: the task has ended for now, and not well. */
    public boolean isBroken() {
        return isFinalFailure() || this == BLOCKED;
    }

    /** Whether the task itself ended badly, for good (as opposed to {@link #BLOCKED}, which is a consequence). */
    public boolean isFinalFailure() {
        return this == FAILED || this == TIMED_OUT || this == KILLED || this == CANCELLED;
    }

    /** Whether something may still happen to the task in this run without anybody asking for it. */
    public boolean isUnfinished() {
        return this == WAITING || this == READY || this == RUNNING || this == IN_DOUBT;
    }

    /** The states that may directly follow this one. */
    public Set<TaskState> successors() {
        return switch (this) {
            case UNKNOWN, UNWANTED -> EnumSet.of(WAITING, READY, BLOCKED, UNWANTED, CANCELLED);
            case WAITING -> EnumSet.of(READY, BLOCKED, FAILED, KILLED, CANCELLED, UNWANTED);
            case READY ->
                EnumSet.of(WAITING, RUNNING, BLOCKED, FAILED, KILLED, CANCELLED, UNWANTED, IN_DOUBT, UP_TO_DATE);
            case RUNNING ->
                EnumSet.of(
                        WAITING,
                        READY,
                        COMPLETED,
                        SKIPPED,
                        UP_TO_DATE,
                        IN_DOUBT,
                        BLOCKED,
                        FAILED,
                        TIMED_OUT,
                        KILLED,
                        CANCELLED);
            case COMPLETED, SKIPPED, UP_TO_DATE -> EnumSet.of(READY, WAITING, IN_DOUBT, BLOCKED, UP_TO_DATE);
            case IN_DOUBT -> EnumSet.of(UP_TO_DATE, READY, WAITING, BLOCKED, CANCELLED);
            case BLOCKED -> EnumSet.of(WAITING, READY, IN_DOUBT, UP_TO_DATE, FAILED, KILLED, CANCELLED, UNWANTED);
            case FAILED, TIMED_OUT, KILLED, CANCELLED -> EnumSet.of(WAITING, READY, BLOCKED, IN_DOUBT);
        };
    }

    /** The successors of each state, as bits: asked for at every change of a task. */
    @SuppressWarnings("EnumOrdinal") // bits of this table alone
    private static final int[] SUCCESSORS = Arrays.stream(values())
            .mapToInt(state -> state.successors().stream()
                    .mapToInt(next -> 1 << next.ordinal())
                    .sum())
            .toArray();

    /** Whether {@code next} may directly follow this state; staying is always allowed. */
    @SuppressWarnings("EnumOrdinal")
    public boolean canBecome(TaskState next) {
        return next == this || (SUCCESSORS[ordinal()] >> next.ordinal() & 1) != 0;
    }
}
