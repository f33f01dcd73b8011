package dev.tagwerk.flow;

/**
 * What is done in this process before the first task of a run, or after the last one. Safe for use by several threads. (So must
 * the user's function be, if the flow is run by several threads at a time.)
 */
@FunctionalInterface
public interface Stage {
    /** Does it. */
    void run(State state, Params params) throws Exception;
}
