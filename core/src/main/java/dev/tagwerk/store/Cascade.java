package dev.tagwerk.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells dependents what became of their dependencies, level by level. One transaction takes in a limited number of edges;
 * what is left is queued in the store and taken up by the next exchange of anybody.
 *
 * <p>Every piece of news is a difference (one more pending, one fewer broken), so the order in which pieces arrive does not
 * matter, and none may be applied twice: a queued piece remembers the last dependent that has taken it in, and an edge is
 * only added while nothing is queued. For one thread at a time.
 */
final class Cascade {
    /** Dependents per transaction. */
    static final int LIMIT = 1_000;

    /** Edges that are read for each dependent that may still be told: each counts its news together. */
    private static final int EDGES = 4;

    /** Queued pieces that are looked at together. */
    private static final int PAGE = 500;

    private final Workspace space;
    private int left;

    Cascade(Workspace space) {
        this(space, LIMIT);
    }

    Cascade(Workspace space, int limit) {
        this.space = space;
        this.left = limit;
    }

    /** Spreads queued and new news as far as the limit allows, and queues the rest. */
    void spread() {
        boolean queued = space.graph.run().cascading() && !spreadQueued();
        while (space.hasNews()) {
            Map<Long, Shift> news = merge(space.takeNews());
            if (queued || left <= 0) {
                space.tx.queue(space.graph.id(), List.copyOf(news.values()), 0);
                queued = true;
            } else {
                queued = spread(news);
            }
        }
        space.setCascading(queued);
    }

    /** Spreads what is queued in the store, page by page; says whether all of it is gone. */
    private boolean spreadQueued() {
        while (left > 0) {
            List<Snapshot.QueuedShift> page = together(space.tx.queuedShifts(space.graph.id(), PAGE));
            if (page.isEmpty()) {
                return true;
            }
            Map<Long, Shift> news =
                    merge(page.stream().map(Snapshot.QueuedShift::shift).toList());
            Snapshot.QueuedShift first = page.get(0);
            Edge after =
                    first.reached() == 0 ? Edge.START : new Edge(first.shift().dependency(), first.reached());
            Edge last = apply(news, after);
            space.tx.advance(numbers(page, shift -> isPast(shift, last)), Long.MAX_VALUE);
            if (last != null) {
                space.tx.advance(numbers(page, shift -> shift.dependency() == last.dependency()), last.task());
            }
        }
        return space.tx.queuedShifts(space.graph.id(), 1).isEmpty();
    }

    /**
     * As many pieces from the head of the queue as can be taken in at once: one that was begun goes alone, as only its later
     * dependents are left; those that were not go together, also several about one dependency, which become one.
     */
    private static List<Snapshot.QueuedShift> together(List<Snapshot.QueuedShift> queue) {
        int count = 0;
        while (count < queue.size() && queue.get(count).reached() == 0) {
            count++;
        }
        return queue.subList(0, Math.min(queue.size(), Math.max(1, count)));
    }

    private static List<Long> numbers(List<Snapshot.QueuedShift> page, Predicate<Shift> which) {
        return page.stream()
                .filter(queued -> which.test(queued.shift()))
                .map(Snapshot.QueuedShift::id)
                .toList();
    }

    /** Spreads new news; says whether some of it had to be queued. */
    private boolean spread(Map<Long, Shift> news) {
        Edge last = apply(news, Edge.START);
        if (last == null) {
            return false;
        }
        space.tx.queue(
                space.graph.id(),
                news.values().stream()
                        .filter(shift -> shift.dependency() == last.dependency())
                        .toList(),
                last.task());
        space.tx.queue(
                space.graph.id(),
                news.values().stream()
                        .filter(shift -> shift.dependency() > last.dependency())
                        .toList(),
                0);
        return true;
    }

    /** Whether all dependents have taken this in when {@code last} was the last edge that was reached; null for no end. */
    private static boolean isPast(Shift shift, @Nullable Edge last) {
        return last == null || shift.dependency() < last.dependency();
    }

    /**
     * Tells dependents behind {@code after}, by dependency, as far as the limit allows; gives the last edge that was reached,
     * null when that was all.
     */
    private @Nullable Edge apply(Map<Long, Shift> news, Edge after) {
        int most = EDGES * left;
        List<Edge> edges = space.tx.dependents(news.keySet(), after, most + 1);
        Numbers tasks = new Numbers(Math.min(left, edges.size()));
        LongMap<Gate> gates = new LongMap<>(Math.min(left, edges.size()));
        int reached = 0;
        while (reached < Math.min(most, edges.size())) {
            long task = edges.get(reached).task();
            if (gates.get(task) == null) {
                if (tasks.size() == left) {
                    break;
                }
                gates.put(task, Gate.OPEN);
                tasks.append(task);
            }
            reached++;
        }
        left -= tasks.size();
        space.load(tasks);
        for (int i = 0; i < tasks.size(); i++) {
            TaskRow row = space.row(tasks.at(i));
            if (row != null) {
                gates.put(row.seq(), row.standing().gate());
            }
        }
        shift(edges.subList(0, reached), gates, news);
        settle(tasks, gates);
        return reached == edges.size() ? null : edges.get(reached - 1);
    }

    /** Adds the news to the gates of the dependents. */
    private void shift(List<Edge> edges, LongMap<Gate> gates, Map<Long, Shift> news) {
        Shift shift = null;
        for (Edge edge : edges) {
            if (shift == null || shift.dependency() != edge.dependency()) {
                shift = news.get(edge.dependency());
            }
            Gate before = gates.get(edge.task());
            if (shift != null && before != null) {
                gates.put(edge.task(), before.shifted(shift));
            }
        }
    }

    private void settle(Numbers tasks, LongMap<Gate> gates) {
        for (int i = 0; i < tasks.size(); i++) {
            TaskRow row = space.row(tasks.at(i));
            Gate gate = gates.get(tasks.at(i));
            if (row != null && gate != null) {
                space.put(Decisions.settle(row.with(row.standing().with(gate))));
            }
        }
    }

    /** One piece of news per dependency. */
    private static Map<Long, Shift> merge(List<Shift> news) {
        Map<Long, Shift> merged = new LinkedHashMap<>();
        for (Shift shift : news) {
            merged.merge(
                    shift.dependency(),
                    shift,
                    (a, b) -> new Shift(
                            a.dependency(),
                            a.pending() + b.pending(),
                            a.broken() + b.broken(),
                            Math.max(a.newest(), b.newest())));
        }
        return merged;
    }
}
