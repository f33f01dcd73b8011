package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Why tasks still wait although nothing runs and nothing can come: dependencies that nobody declared, and cycles. Immutable.
 *
 * @param unknown ids that nobody declared, each with the ids of some tasks that need it and of tasks with a similar name
 * @param cycles each cycle as the path of ids that leads back to its first
 */
public record Diagnosis(Map<String, Missing> unknown, List<List<String>> cycles) {
    private static final int WAITING_AT_MOST = 100_000;
    private static final int PAGE = 1_000;

    /**
     * A dependency that nobody declared. Immutable.
     *
     * @param neededBy ids of some tasks that need it
     * @param similar ids of tasks that are there and have a similar name
     */
    public record Missing(List<String> neededBy, List<String> similar) {}

    /** Looks at the waiting tasks of a graph. */
    public static Diagnosis of(Snapshot snapshot, long graph) {
        Map<Long, TaskRow> waiting = new LinkedHashMap<>();
        long after = 0;
        while (waiting.size() < WAITING_AT_MOST) {
            List<TaskRow> page = snapshot.list(graph, EnumSet.of(TaskState.WAITING, TaskState.IN_DOUBT), after, PAGE);
            page.forEach(row -> waiting.put(row.seq(), row));
            if (page.size() < PAGE) {
                break;
            }
            after = page.get(page.size() - 1).seq();
        }
        Map<Long, List<Long>> needs = snapshot.needs(waiting.keySet());
        return new Diagnosis(unknown(snapshot, graph, waiting, needs), cycles(waiting, needs));
    }

    private static Map<String, Missing> unknown(
            Snapshot snapshot, long graph, Map<Long, TaskRow> waiting, Map<Long, List<Long>> needs) {
        Set<Long> outside = new LinkedHashSet<>();
        needs.values().forEach(outside::addAll);
        outside.removeAll(waiting.keySet());
        Map<String, Missing> unknown = new TreeMap<>();
        Collection<String> names = new HashSet<>();
        for (TaskRow row : snapshot.tasks(outside)) {
            if (row.state() != TaskState.UNKNOWN) {
                continue;
            }
            if (names.isEmpty()) {
                snapshot.list(graph, EnumSet.complementOf(EnumSet.of(TaskState.UNKNOWN)), 0, 10_000)
                        .forEach(task -> names.add(task.id()));
            }
            List<String> neededBy = waiting.values().stream()
                    .filter(task -> needs.getOrDefault(task.seq(), List.of()).contains(row.seq()))
                    .map(TaskRow::id)
                    .limit(3)
                    .toList();
            unknown.put(row.id(), new Missing(neededBy, NearMatches.of(row.id(), names)));
        }
        return unknown;
    }

    /** One cycle for each knot of tasks that wait for each other, found by following dependencies without recursion. */
    private static List<List<String>> cycles(Map<Long, TaskRow> waiting, Map<Long, List<Long>> needs) {
        List<List<String>> cycles = new ArrayList<>();
        Set<Long> finished = new HashSet<>();
        for (Long start : waiting.keySet()) {
            List<Long> path = new ArrayList<>();
            Map<Long, Integer> next = new LinkedHashMap<>();
            path.add(start);
            while (!path.isEmpty()) {
                Long top = path.get(path.size() - 1);
                List<Long> dependencies = needs.getOrDefault(top, List.of());
                int at = next.getOrDefault(top, 0);
                if (finished.contains(top) || at >= dependencies.size()) {
                    finished.add(top);
                    next.remove(top);
                    path.remove(path.size() - 1);
                    continue;
                }
                next.put(top, at + 1);
                Long dependency = dependencies.get(at);
                if (next.containsKey(dependency)) {
                    cycles.add(path(waiting, path.subList(path.indexOf(dependency), path.size())));
                } else if (waiting.containsKey(dependency) && !finished.contains(dependency)) {
                    path.add(dependency);
                }
            }
        }
        cycles.sort(Comparator.comparing(cycle -> cycle.get(0)));
        return cycles;
    }

    private static List<String> path(Map<Long, TaskRow> waiting, List<Long> cycle) {
        List<String> ids = new ArrayList<>();
        for (Long number : cycle) {
            TaskRow row = waiting.get(number);
            if (row != null) {
                ids.add(row.id());
            }
        }
        ids.add(ids.get(0));
        return ids;
    }

    /** Whether nothing was found. */
    public boolean isEmpty() {
        return unknown.isEmpty() && cycles.isEmpty();
    }

    /** All of it, a line each, for people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        unknown.forEach((id, missing) -> lines.add("dependency " + id + " of " + String.join(", ", missing.neededBy())
                + " was declared by nobody"
                + (missing.similar().isEmpty()
                        ? ""
                        : "; did you mean " + String.join(" or ", missing.similar()) + "?")));
        cycles.forEach(cycle -> lines.add("cycle: " + String.join(" needs ", cycle)));
        return lines;
    }
}
