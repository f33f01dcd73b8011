package dev.tagwerk;

/**
 * Decides after each end of a task whether the run goes on. Several threads may ask at the same moment, so what stands behind it
 * has to be as well: Safe for use by several threads.
 */
@FunctionalInterface
public interface StopCondition {
    /** Whether nothing further is to start. What runs may end, and is recorded. */
    boolean test(RunProgress progress) throws Exception;
}
