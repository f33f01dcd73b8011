package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds out what blocks tasks. It is looked for when somebody asks, not kept with the tasks: what is kept would have to be mended
 * through whole chains of dependents each time one of several causes goes away. Safe for use by several threads.
 */
public final class Blockage {
    private Blockage() {}

    /**
     * The root of the trouble with each of these tasks that is blocked, by the number of the task: the nearest dependency, direct
     * or not, that ended badly itself; among equally near ones the first. A task that is not blocked is left out.
     */
    public static Map<Long, TaskRow> causes(Snapshot snapshot, Collection<TaskRow> tasks) {
        Map<Long, TaskRow> roots = new TreeMap<>();
        Map<Long, List<Long>> dependents = new HashMap<>();
        Set<Long> asked = new HashSet<>();
        tasks.stream().filter(Blockage::isBlocked).forEach(row -> asked.add(row.seq()));
        Set<Long> known = new HashSet<>(asked);
        Set<Long> level = asked;
        while (!level.isEmpty()) {
            List<Edge> edges = snapshot.dependencies(level);
            Map<Long, TaskRow> broken = broken(snapshot, edges);
            Set<Long> next = new HashSet<>();
            for (Edge edge : edges) {
                TaskRow dependency = broken.get(edge.dependency());
                if (dependency == null) {
                    continue;
                }
                dependents
                        .computeIfAbsent(edge.dependency(), any -> new ArrayList<>())
                        .add(edge.task());
                if (!isBlocked(dependency)) {
                    roots.put(dependency.seq(), dependency);
                } else if (known.add(dependency.seq())) {
                    next.add(dependency.seq());
                }
            }
            level = next;
        }
        return spread(roots, dependents, asked);
    }

    private static boolean isBlocked(TaskRow row) {
        return row.state() == TaskState.BLOCKED;
    }

    private static Map<Long, TaskRow> broken(Snapshot snapshot, List<Edge> edges) {
        Set<Long> dependencies = new HashSet<>();
        edges.forEach(edge -> dependencies.add(edge.dependency()));
        Map<Long, TaskRow> broken = new HashMap<>();
        snapshot.tasks(dependencies).stream()
                .filter(row -> row.state().isBroken())
                .forEach(row -> broken.put(row.seq(), row));
        return broken;
    }

    /** From the roots outwards, so that each task is reached from the nearest one first. */
    private static Map<Long, TaskRow> spread(
            Map<Long, TaskRow> roots, Map<Long, List<Long>> dependents, Set<Long> asked) {
        Map<Long, TaskRow> causes = new HashMap<>(roots);
        Deque<Long> reached = new ArrayDeque<>(roots.keySet());
        while (!reached.isEmpty()) {
            Long from = reached.remove();
            TaskRow cause = causes.get(from);
            for (Long task : dependents.getOrDefault(from, List.of())) {
                if (cause != null && causes.putIfAbsent(task, cause) == null) {
                    reached.add(task);
                }
            }
        }
        causes.keySet().retainAll(asked);
        return causes;
    }
}
