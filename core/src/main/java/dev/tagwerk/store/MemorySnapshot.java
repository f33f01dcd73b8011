package dev.tagwerk.store;

import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a store in memory. For one thread at a time. */
class MemorySnapshot implements Snapshot {
    final MemoryTables tables;

    MemorySnapshot(MemoryTables tables) {
        this.tables = tables;
    }

    @Override
    public List<GraphRow> graphs() {
        return List.copyOf(tables.graphs.values());
    }

    @Override
    public @Nullable GraphRow graph(String name) {
        return tables.graphs.values().stream()
                .filter(graph -> graph.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable GraphRow graph(long id) {
        return tables.graphs.get(id);
    }

    @Override
    public List<Lane> lanes(long graph) {
        List<Lane> lanes = new ArrayList<>();
        for (MemoryTables.LaneOf lane : tables.lanes) {
            if (lane.graph() == graph) {
                lanes.add(lane.lane());
            }
        }
        return lanes;
    }

    @Override
    public List<WorkerRow> liveWorkers(long graph) {
        return workers(graph).stream().filter(WorkerRow::isLive).toList();
    }

    @Override
    public List<WorkerRow> workers(long graph) {
        return tables.workers.values().stream()
                .filter(worker -> worker.graph() == graph)
                .toList();
    }

    @Override
    public @Nullable WorkerRow worker(long session) {
        return tables.workers.get(session);
    }

    @Override
    public List<TaskRow> find(long graph, Collection<String> ids) {
        MemoryTables.PartsOf parts = tables.parts.get(graph);
        if (parts == null) {
            return List.of();
        }
        List<TaskRow> rows = new ArrayList<>();
        for (String id : ids instanceof Set || ids.size() < 2 ? ids : new LinkedHashSet<>(ids)) {
            MemoryTask task = parts.ids().find(id);
            if (task != null) {
                rows.add(task.row);
            }
        }
        return rows;
    }

    @Override
    public List<TaskRow> tasks(Collection<Long> numbers) {
        Numbers rising = Numbers.rising(numbers);
        List<TaskRow> rows = new ArrayList<>(rising.size());
        for (int i = 0; i < rising.size(); i++) {
            TaskRow row = tables.row(rising.at(i));
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    @Override
    public List<TaskRow> list(long graph, Set<TaskState> states, long after, int limit) {
        List<TaskRow> page = new ArrayList<>();
        for (long at = tables.tasks.next(after); at != SeqMap.END && page.size() < limit; at = tables.tasks.next(at)) {
            TaskRow row = tables.row(at);
            if (row != null
                    && states.contains(row.state())
                    && tables.laneOf(row).graph() == graph) {
                page.add(row);
            }
        }
        return page;
    }

    @Override
    public List<TaskRow> claimable(int lane, @Nullable TaskRow after, int limit) {
        return lane < 1 || lane > tables.lanes.size()
                ? List.of()
                : tables.lanes.get(lane - 1).claimable().page(after, limit);
    }

    @Override
    public long nextRetry(long graph) {
        MemoryTables.PartsOf parts = tables.parts.get(graph);
        return parts == null || parts.retries().isEmpty()
                ? 0
                : parts.retries().first().standing().retryAt();
    }

    @Override
    public List<TaskRow> dueRetries(long graph, long now, int limit) {
        MemoryTables.PartsOf parts = tables.parts.get(graph);
        if (parts == null) {
            return List.of();
        }
        return parts.retries().stream()
                .takeWhile(row -> row.standing().retryAt() <= now)
                .sorted(Comparator.comparingLong(TaskRow::seq))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Edge> dependents(Collection<Long> dependencies, Edge after, int limit) {
        List<Edge> edges = new ArrayList<>();
        Numbers rising = Numbers.rising(dependencies);
        for (int i = 0; i < rising.size(); i++) {
            long dependency = rising.at(i);
            MemoryTask task = tables.tasks.get(dependency);
            if (task == null || dependency < after.dependency()) {
                continue;
            }
            int place = dependency == after.dependency() ? task.placeAfter(after.task()) : 0;
            for (; place < task.dependents(); place++) {
                if (edges.size() == limit) {
                    return edges;
                }
                edges.add(new Edge(dependency, task.dependent(place).seq()));
            }
        }
        return edges;
    }

    @Override
    public List<Edge> dependencies(Collection<Long> tasks) {
        List<Edge> edges = new ArrayList<>();
        for (long task : Numbers.rising(tasks)) {
            for (Long dependency : needs(task)) {
                edges.add(new Edge(dependency, task));
            }
        }
        return edges;
    }

    @Override
    public Map<Long, List<Long>> needs(Collection<Long> tasks) {
        Map<Long, List<Long>> needs = new HashMap<>();
        for (Long task : tasks) {
            Numbers dependencies = needs(task);
            if (!dependencies.isEmpty()) {
                needs.put(task, dependencies);
            }
        }
        return needs;
    }

    private Numbers needs(long number) {
        MemoryTask task = tables.tasks.get(number);
        if (task == null || task.needs() == 0) {
            return Numbers.NONE;
        }
        Numbers needs = new Numbers(task.needs());
        for (int i = 0; i < task.needs(); i++) {
            needs.append(task.need(i).seq());
        }
        return needs;
    }

    @Override
    public List<ClaimRow> claims(Collection<Long> tokens) {
        List<ClaimRow> claims = new ArrayList<>(tokens.size());
        Numbers rising = Numbers.rising(tokens);
        for (int i = 0; i < rising.size(); i++) {
            ClaimRow claim = tables.claims.get(rising.at(i));
            if (claim != null) {
                claims.add(claim);
            }
        }
        return claims;
    }

    @Override
    public List<ClaimRow> claimsOn(Collection<Long> tasks) {
        Set<Long> wanted = new HashSet<>(tasks);
        return claims(claim -> wanted.contains(claim.task()));
    }

    @Override
    public List<ClaimRow> claimsOf(Collection<Long> sessions) {
        Set<Long> wanted = new HashSet<>(sessions);
        return claims(claim -> wanted.contains(claim.session()));
    }

    private List<ClaimRow> claims(Predicate<ClaimRow> which) {
        List<ClaimRow> claims = new ArrayList<>();
        for (long at = tables.claims.next(0); at != SeqMap.END; at = tables.claims.next(at)) {
            ClaimRow claim = tables.claims.get(at);
            if (claim != null && which.test(claim)) {
                claims.add(claim);
            }
        }
        return claims;
    }

    @Override
    public List<Result> results(Collection<Long> numbers) {
        List<Result> results = new ArrayList<>(numbers.size());
        for (long number : Numbers.rising(numbers)) {
            Payload payload = tables.results.get(number);
            if (payload != null) {
                results.add(new Result(number, payload));
            }
        }
        return results;
    }

    @Override
    public List<Attempt> attempts(long task) {
        Deque<Attempt> oldestFirst = new ArrayDeque<>();
        MemoryTask known = tables.tasks.get(task);
        for (MemoryTask.Past past = known == null ? null : known.past; past != null; past = past.before()) {
            oldestFirst.push(past.attempt());
        }
        return List.copyOf(oldestFirst);
    }

    @Override
    public List<Attempt> history(long graph, Set<Outcome> outcomes, long after, int limit) {
        List<Attempt> page = new ArrayList<>();
        MemoryTables.PartsOf parts = tables.parts.get(graph);
        if (parts == null) {
            return page;
        }
        SeqMap<Attempt> all = parts.history();
        for (long at = all.next(after); at != SeqMap.END && page.size() < limit; at = all.next(at)) {
            Attempt attempt = all.get(at);
            if (attempt != null && outcomes.contains(attempt.outcome())) {
                page.add(attempt);
            }
        }
        return page;
    }

    @Override
    public List<QueuedShift> queuedShifts(long graph, int limit) {
        return tables.queue.values().stream()
                .filter(queued -> queued.graph() == graph)
                .map(MemoryTables.QueuedOf::queued)
                .limit(limit)
                .toList();
    }
}
