package dev.tagwerk;

/**
 * What a program may want to hear of a run of a flow. One thread delivers all calls, in order; a slow or throwing listener holds
 * up no task, and what it throws is logged. For one thread at a time.
 */
public interface FlowListener {
    /**
     * The run has begun.
     *
     * @param flow name of the flow
     * @param tasks how many tasks it has
     * @param workers how many threads of this process run them
     */
    default void runStarted(String flow, int tasks, int workers) {}

    /** A task's dependencies have ended and this process has it: it starts as soon as a thread is free. */
    default void taskReady(String task) {}

    /** A task is about to start. */
    default void taskStarted(String task, int attempt) {}

    /** An attempt at a task has ended, and that is recorded in the store. */
    default void taskFinished(TaskEnd end) {}

    /** The run is over. */
    default void runFinished(RunReport report) {}
}
