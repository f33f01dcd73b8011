package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;

/**
 * A queue of tasks with the same conditions in one run of a graph. Immutable.
 *
 * @param id number of the lane within the store
 * @param run number of the run in which its tasks were offered
 * @param conditions what its tasks ask for
 * @param tally how its tasks stand
 */
public record Lane(int id, int run, Conditions conditions, Tally tally) {
    /** What the lane adds to the tally of this run: all of it, or, for a lane of an earlier run, what is satisfied. */
    public Tally tallyIn(int liveRun) {
        return run == liveRun ? tally : tally.satisfiedOnly();
    }
}
