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
public record Lane(int id, int run, Conditions conditions, Tally tally) {}
