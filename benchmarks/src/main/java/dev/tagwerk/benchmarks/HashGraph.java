package dev.tagwerk.benchmarks;

import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The floor of registering a graph in memory: every id and every edge put into a map. For one thread at a time. */
final class HashGraph {
    private final Map<String, Node> nodes = new HashMap<>();

    private HashGraph() {}

    /** A task, how much it waits for, and what waits for it. */
    private static final class Node {
        private final List<Node> dependents = new ArrayList<>(2);
        private int pending;
    }

    /** Puts all of these in; gives nanoseconds. */
    static long register(List<Task<Integer>> tasks, int edges) {
        long begin = System.nanoTime();
        HashGraph graph = new HashGraph();
        tasks.forEach(graph::add);
        long nanos = System.nanoTime() - begin;
        Workload.check(graph.nodes.size() == tasks.size(), "not all tasks are in the map");
        long pending =
                graph.nodes.values().stream().mapToLong(node -> node.pending).sum();
        Workload.check(pending == edges, pending + " of " + edges + " edges are in the map");
        return nanos;
    }

    private void add(Task<Integer> task) {
        Node node = nodes.computeIfAbsent(task.id(), id -> new Node());
        for (String need : task.dependencies()) {
            nodes.computeIfAbsent(need, id -> new Node()).dependents.add(node);
            node.pending++;
        }
    }
}
