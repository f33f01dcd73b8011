package dev.tagwerk.store;

import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What can be read of a store: one consistent state, as of the moment at which the snapshot was taken.
 * For one thread at a time. It is good only inside the call that was given it.
 *
 * <p>Lists come in the order that the method names and without duplicates; an unknown number or name is simply absent
 * from the answer.
 */
public interface Snapshot {
    /** All graphs, by number. */
    List<GraphRow> graphs();

    /** The graph of this name, or null. */
    @Nullable
    GraphRow graph(String name);

    /** The graph of this number, or null. */
    @Nullable
    GraphRow graph(long id);

    /** The lanes of a graph, of all its runs, by number. */
    List<Lane> lanes(long graph);

    /** The workers of a graph that are live, by session. */
    List<WorkerRow> liveWorkers(long graph);

    /** All workers that a graph remembers, by session. */
    List<WorkerRow> workers(long graph);

    /** The worker with this session, or null. */
    @Nullable
    WorkerRow worker(long session);

    /** Tasks by their ids, in no particular order; those known only as a dependency ({@code UNKNOWN}) included. */
    List<TaskRow> find(long graph, Collection<String> ids);

    /** Tasks by their ids like {@link #find}, in short. A worker asks this of many tasks, to see which need not be declared again. */
    default List<Brief> brief(long graph, Collection<String> ids) {
        return find(graph, ids).stream().map(Brief::of).toList();
    }

    /**
     * Whether all tasks of a page of an input are known to have been declared in the live run, in the way that the page says. A
     * worker that finds the page so need look none of them up. A store may forget pages at any time, or keep none.
     *
     * @param page a digest of all that is declared of the tasks of the page
     */
    default boolean isDeclared(long graph, String page) {
        return false;
    }

    /** Tasks by their numbers, in no particular order. */
    List<TaskRow> tasks(Collection<Long> numbers);

    /**
     * A page of the tasks of a graph, by number.
     *
     * @param states the states to list; never empty
     * @param after list tasks with a larger number only
     * @param limit at most so many
     */
    List<TaskRow> list(long graph, Set<TaskState> states, long after, int limit);

    /**
     * A page of a lane's claimable tasks (see {@link TaskRow#isClaimable()}), in {@link TaskRow#CLAIM_ORDER}.
     *
     * @param after list tasks behind this one only; null to begin
     * @param limit at most so many
     */
    List<TaskRow> claimable(int lane, @Nullable TaskRow after, int limit);

    /** Those of these tasks that are claimable (see {@link TaskRow#isClaimable()}), by id, in no particular order. */
    default List<TaskRow> claimable(long graph, Collection<String> ids) {
        return find(graph, ids).stream().filter(TaskRow::isClaimable).toList();
    }

    /** When the earliest waiting retry of a graph is due, in milliseconds of the epoch; 0 for none. */
    long nextRetry(long graph);

    /** Waiting tasks of a graph whose retry is due at {@code now}, by number. */
    List<TaskRow> dueRetries(long graph, long now, int limit);

    /** A page of the edges that lead away from these tasks, by dependency, then by task. */
    List<Edge> dependents(Collection<Long> dependencies, Edge after, int limit);

    /** The edges that lead to these tasks, by task, then by dependency. */
    List<Edge> dependencies(Collection<Long> tasks);

    /** For each of these tasks that has any, the numbers of the tasks that it needs, ascending. */
    default Map<Long, List<Long>> needs(Collection<Long> tasks) {
        Map<Long, List<Long>> needs = new HashMap<>();
        for (Edge edge : dependencies(tasks)) {
            needs.computeIfAbsent(edge.task(), any -> new ArrayList<>()).add(edge.dependency());
        }
        return needs;
    }

    /** Claims by their tokens, in no particular order. */
    List<ClaimRow> claims(Collection<Long> tokens);

    /** The claims on these tasks, by token. */
    List<ClaimRow> claimsOn(Collection<Long> tasks);

    /** The claims of these sessions, by token. */
    List<ClaimRow> claimsOf(Collection<Long> sessions);

    /** What is kept of the values that these tasks returned, in no particular order. */
    List<Result> results(Collection<Long> tasks);

    /**
     * A value that a task has returned. Immutable.
     *
     * @param task number of the task
     * @param payload the value
     */
    record Result(long task, Payload payload) {}

    /** The history of a task, oldest first. */
    List<Attempt> attempts(long task);

    /**
     * A page of the history of a graph, oldest first.
     *
     * @param outcomes the outcomes to list; never empty
     * @param after list rows with a larger number only
     */
    List<Attempt> history(long graph, Set<Outcome> outcomes, long after, int limit);

    /** News that dependents have yet to take in, oldest first, each with the edge that was reached. */
    List<QueuedShift> queuedShifts(long graph, int limit);

    /**
     * News that waits in the store.
     *
     * @param id number of the entry
     * @param shift the news
     * @param reached the last dependent that has taken it in; 0 for none
     */
    record QueuedShift(long id, Shift shift, long reached) {}
}
