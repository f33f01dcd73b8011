package dev.tagwerk.task;

/** How one attempt ended, or what else happened to a task that its history keeps. */
public enum Outcome {
    /** The body ended well. */
    COMPLETED,
    /** The body ended well and says that its output is what it was. */
    NO_CHANGE,
    /** The body decided that there is nothing to do. */
    SKIPPED,
    /** The body failed. */
    FAILED,
    /** The body took longer than it may. */
    TIMED_OUT,
    /** The attempt was cancelled. */
    CANCELLED,
    /** The worker died, or was silent for a whole lease. */
    KILLED,
    /** The worker was asked to stop while the body ran; costs no budget. */
    INTERRUPTED,
    /** The claim was given back before the body started; leaves no trace in the history. */
    HANDED_BACK,
    /** Event: a result came from a worker whose claim had been lost; it was not accepted. */
    REFUSED,
    /** Event: the task was satisfied and is not any more. */
    INVALIDATED,
    /** Event: the task had ended badly and was opened again. */
    REOPENED;

    /** Whether the task is satisfied by this outcome. */
    public boolean isSuccess() {
        return this == COMPLETED || this == NO_CHANGE || this == SKIPPED;
    }

    /** Whether this outcome counts against the budget of failures. */
    public boolean isFailure() {
        return this == FAILED || this == TIMED_OUT;
    }

    /** Whether this is an event between attempts rather than the end of one. */
    public boolean isEvent() {
        return this == REFUSED || this == INVALIDATED || this == REOPENED;
    }
}
