package dev.tagwerk.store;

import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
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
        for (MemoryTables.LaneOf lane : tables.lanes.values()) {
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
        Map<String, Long> known = tables.ids.getOrDefault(graph, Map.of());
        return tasks(new LinkedHashSet<>(ids)
                .stream().map(known::get).filter(Objects::nonNull).toList());
    }

    @Override
    public List<TaskRow> tasks(Collection<Long> numbers) {
        List<TaskRow> rows = new ArrayList<>(numbers.size());
        for (Long number : distinct(numbers)) {
            TaskRow row = tables.tasks.get(number);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static Collection<Long> distinct(Collection<Long> numbers) {
        return numbers instanceof Set || numbers.size() < 2 ? numbers : new LinkedHashSet<>(numbers);
    }

    @Override
    public List<TaskRow> list(long graph, Set<TaskState> states, long after, int limit) {
        return tables.tasksOf.getOrDefault(graph, new TreeMap<>()).tailMap(after, false).values().stream()
                .filter(row -> states.contains(row.state()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<TaskRow> claimable(int lane, @Nullable TaskRow after, int limit) {
        NavigableSet<TaskRow> rows = tables.claimable.get(lane);
        if (rows == null) {
            return List.of();
        }
        List<TaskRow> page = new ArrayList<>(Math.min(limit, rows.size()));
        for (TaskRow row : after == null ? rows : rows.tailSet(after, false)) {
            if (page.size() == limit) {
                break;
            }
            page.add(row);
        }
        return page;
    }

    @Override
    public long nextRetry(long graph) {
        NavigableSet<TaskRow> retries = tables.retries.get(graph);
        return retries == null || retries.isEmpty()
                ? 0
                : retries.first().standing().retryAt();
    }

    @Override
    public List<TaskRow> dueRetries(long graph, long now, int limit) {
        NavigableSet<TaskRow> retries = tables.retries.get(graph);
        if (retries == null) {
            return List.of();
        }
        return retries.stream()
                .takeWhile(row -> row.standing().retryAt() <= now)
                .sorted(Comparator.comparingLong(TaskRow::seq))
                .limit(limit)
                .toList();
    }

    @Override
    public List<Edge> dependents(Collection<Long> dependencies, Edge after, int limit) {
        List<Edge> edges = new ArrayList<>();
        for (Long dependency : new TreeSet<>(dependencies).tailSet(after.dependency())) {
            NavigableSet<Long> tasks = tables.dependents.get(dependency);
            if (tasks == null) {
                continue;
            }
            for (Long task : dependency == after.dependency() ? tasks.tailSet(after.task(), false) : tasks) {
                if (edges.size() == limit) {
                    return edges;
                }
                edges.add(new Edge(dependency, task));
            }
        }
        return edges;
    }

    @Override
    public List<Edge> dependencies(Collection<Long> tasks) {
        List<Edge> edges = new ArrayList<>();
        for (Long task : new TreeSet<>(tasks)) {
            NavigableSet<Long> dependencies = tables.dependencies.get(task);
            if (dependencies != null) {
                dependencies.forEach(dependency -> edges.add(new Edge(dependency, task)));
            }
        }
        return edges;
    }

    @Override
    public List<ClaimRow> claims(Collection<Long> tokens) {
        return distinct(tokens).stream()
                .map(tables.claims::get)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public List<ClaimRow> claimsOn(Collection<Long> tasks) {
        Set<Long> wanted = new HashSet<>(tasks);
        return tables.claims.values().stream()
                .filter(claim -> wanted.contains(claim.task()))
                .toList();
    }

    @Override
    public List<ClaimRow> claimsOf(Collection<Long> sessions) {
        Set<Long> wanted = new HashSet<>(sessions);
        return tables.claims.values().stream()
                .filter(claim -> wanted.contains(claim.session()))
                .toList();
    }

    @Override
    public List<Result> results(Collection<Long> numbers) {
        List<Result> results = new ArrayList<>(numbers.size());
        for (Long number : distinct(numbers)) {
            Payload payload = tables.results.get(number);
            if (payload != null) {
                results.add(new Result(number, payload));
            }
        }
        return results;
    }

    @Override
    public List<Attempt> attempts(long task) {
        return List.copyOf(tables.attempts.getOrDefault(task, List.of()));
    }

    @Override
    public List<Attempt> history(long graph, Set<Outcome> outcomes, long after, int limit) {
        List<Attempt> all = tables.history.getOrDefault(graph, List.of());
        return all.subList(placeAfter(all, after), all.size()).stream()
                .filter(attempt -> outcomes.contains(attempt.outcome()))
                .limit(limit)
                .toList();
    }

    /** The place of the first attempt with a larger number, in a history in order. */
    static int placeAfter(List<Attempt> history, long number) {
        int low = 0;
        int high = history.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (history.get(middle).seq() > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
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
