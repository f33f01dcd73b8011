package dev.tagwerk.store;

/**
 * News about a dependency that its dependents have yet to take in: it changed its class, or its output. Immutable.
 *
 * @param dependency number of the task that changed
 * @param pending what to add to the dependents' count of unsatisfied dependencies: -1, 0 or 1
 * @param broken what to add to the dependents' count of broken dependencies: -1, 0 or 1
 * @param newest commit number of its newest output; 0 for none
 */
public record Shift(long dependency, int pending, int broken, long newest) {}
