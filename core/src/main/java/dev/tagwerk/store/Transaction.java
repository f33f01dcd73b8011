package dev.tagwerk.store;

import dev.tagwerk.task.Conditions;
import java.util.Collection;
import java.util.List;

/**
 * What can be changed in a store: the set-level primitives that every store brings. The decisions stand above them, in
 * {@link Exchange} and {@link Membership}, and are written once. For one thread at a time. It is good
 * only inside the call that was given it.
 *
 * <p>A transaction sees its own changes. All of it takes effect, or nothing. Two transactions on one store never overlap.
 * Collections handed over may be empty; a primitive then does nothing.
 */
public interface Transaction extends Snapshot {
    /**
     * Takes {@code count} numbers from the store's commit counter.
     *
     * @return the first; numbers rise in the order in which transactions are committed
     */
    long next(int count);

    /** Adds a graph with this name; the name is not there yet. */
    GraphRow addGraph(String name);

    /** Writes a graph's run and input. */
    void save(GraphRow graph);

    /** Adds a lane without tasks. */
    Lane addLane(long graph, int run, Conditions conditions);

    /** Adds this much to a lane's tally. */
    void addToTally(int lane, Tally change);

    /** Adds a worker. */
    void add(WorkerRow worker);

    /** Writes a worker's life and what it has done. */
    void save(WorkerRow worker);

    /** Removes workers from the record; they are not live. */
    void removeWorkers(Collection<Long> sessions);

    /** Adds tasks. */
    void addTasks(long graph, List<TaskRow> rows);

    /** Writes tasks: everything but number and id. */
    void saveTasks(List<TaskRow> rows);

    /** Begins to note pages of a graph; those noted before are forgotten. */
    default void openPages(long graph) {}

    /** Notes that {@link #isDeclared} is true of these pages, unless pages were closed. */
    default void addPages(long graph, Collection<String> pages) {}

    /** Forgets all pages of a graph, and notes none until they are opened. */
    default void closePages(long graph) {}

    /** Adds edges that are not there yet, between tasks that are. */
    void addEdges(List<Edge> edges);

    /** Removes all edges that lead to these tasks. */
    void removeEdgesTo(Collection<Long> tasks);

    /** Adds claims. */
    void addClaims(List<ClaimRow> claims);

    /** Removes claims. */
    void removeClaims(Collection<Long> tokens);

    /** Keeps these values, each in the place of an earlier one of its task. */
    void saveResults(List<Result> results);

    /** Adds rows of history. */
    void addAttempts(List<Attempt> attempts);

    /**
     * Removes history of a graph: of each task all but the newest {@code keep} rows.
     *
     * @return how many rows were removed
     */
    long pruneAttempts(long graph, int keep);

    /** Queues news in this order behind what is queued already; {@code reached} is the last dependent that has taken it in, or 0. */
    void queue(long graph, List<Shift> shifts, long reached);

    /** Notes how far pieces of queued news have come, or removes them when {@code reached} is {@link Long#MAX_VALUE}. */
    void advance(Collection<Long> ids, long reached);
}
