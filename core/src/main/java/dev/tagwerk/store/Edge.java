package dev.tagwerk.store;

/**
 * A dependency between two tasks of one graph. Immutable.
 *
 * @param dependency number of the task that comes first
 * @param task number of the task that needs it
 */
public record Edge(long dependency, long task) {
    /** Before every edge. */
    public static final Edge START = new Edge(0, 0);
}
