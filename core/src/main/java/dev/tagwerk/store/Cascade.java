package dev.tagwerk.store;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells dependents what became of their dependencies, level by level. One transaction takes in a limited number of edges;
 * what is left is queued in the store and taken up by the next exchange of anybody.
 *
 * <p>Every piece of news is a difference (one more pending, one fewer broken), so the order in which pieces arrive does not
 * matter, and none may be applied twice: a queued piece remembers the last dependent that has taken it in, and an edge is
 * only added while nothing is queued. For one thread at a time.
 */
final class Cascade {
    /** Edges per transaction. */
    static final int LIMIT = 1_000;

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
            List<Shift> news = merge(space.takeNews());
            if (queued || left <= 0) {
                news.forEach(shift -> space.tx.queue(space.graph.id(), shift, 0));
                queued = true;
            } else {
                queued = spread(news);
            }
        }
        space.setCascading(queued);
    }

    /** Spreads what is queued in the store; says whether all of it is gone. */
    private boolean spreadQueued() {
        while (left > 0) {
            List<Snapshot.QueuedShift> queue = space.tx.queuedShifts(space.graph.id(), 1);
            if (queue.isEmpty()) {
                return true;
            }
            Snapshot.QueuedShift first = queue.get(0);
            long dependency = first.shift().dependency();
            List<Edge> edges =
                    space.tx.dependents(List.of(dependency), new Edge(dependency, first.reached()), left + 1);
            boolean all = edges.size() <= left;
            List<Edge> now = all ? edges : edges.subList(0, left);
            apply(now, Map.of(dependency, first.shift()));
            space.tx.advance(
                    first.id(), all ? Long.MAX_VALUE : now.get(now.size() - 1).task());
        }
        return space.tx.queuedShifts(space.graph.id(), 1).isEmpty();
    }

    /** Spreads new news; says whether some of it had to be queued. */
    private boolean spread(List<Shift> news) {
        Map<Long, Shift> byDependency = new LinkedHashMap<>();
        news.forEach(shift -> byDependency.put(shift.dependency(), shift));
        List<Edge> edges = space.tx.dependents(byDependency.keySet(), Edge.START, left + 1);
        if (edges.size() <= left) {
            apply(edges, byDependency);
            return false;
        }
        List<Edge> now = edges.subList(0, left);
        apply(now, byDependency);
        Edge last = now.get(now.size() - 1);
        for (Shift shift : news) {
            if (shift.dependency() == last.dependency()) {
                space.tx.queue(space.graph.id(), shift, last.task());
            } else if (shift.dependency() > last.dependency()) {
                space.tx.queue(space.graph.id(), shift, 0);
            }
        }
        return true;
    }

    private void apply(List<Edge> edges, Map<Long, Shift> news) {
        left -= edges.size();
        Set<Long> tasks = new HashSet<>();
        edges.forEach(edge -> tasks.add(edge.task()));
        Map<Long, TaskRow> rows = new LinkedHashMap<>();
        space.load(tasks).forEach(row -> rows.put(row.seq(), row));
        for (Edge edge : edges) {
            TaskRow row = rows.get(edge.task());
            Shift shift = news.get(edge.dependency());
            if (row != null && shift != null) {
                Standing standing = row.standing();
                rows.put(row.seq(), row.with(standing.with(standing.gate().shifted(shift))));
            }
        }
        rows.values().forEach(row -> space.put(Decisions.settle(row)));
    }

    /** One piece of news per dependency. */
    private static List<Shift> merge(List<Shift> news) {
        Map<Long, Shift> merged = new LinkedHashMap<>();
        for (Shift shift : news) {
            merged.merge(
                    shift.dependency(),
                    shift,
                    (a, b) -> new Shift(
                            a.dependency(),
                            a.pending() + b.pending(),
                            a.broken() + b.broken(),
                            Math.max(a.newest(), b.newest()),
                            b.cause() != 0 ? b.cause() : a.cause()));
        }
        return List.copyOf(merged.values());
    }
}
