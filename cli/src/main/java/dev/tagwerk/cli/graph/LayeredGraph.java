package dev.tagwerk.cli.graph;

import dev.tagwerk.flow.GraphAnalysis;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Tasks in layers, each behind all that it depends on, and edges cut into pieces that join neighbouring layers. Edges of one
 * task share their pieces until they part: that keeps wide graphs legible, and the number of pieces linear in the tasks.
 *
 * @param layers the slots of each layer, from the top
 * @param routes the edges
 */
record LayeredGraph(List<List<Slot>> layers, List<Route> routes) {
    /** What an edge needs where it passes. */
    static final double PASSING_HEIGHT = 4;

    /** An edge and the slots through which it passes. */
    record Route(Slot from, List<Slot> via, Slot to) {}

    /**
     * How many slots the edges of these tasks would need where they pass. In a long chain with far-reaching edges it is their
     * square.
     */
    static long passages(GraphAnalysis analysis, List<Integer> tasks) {
        Map<Integer, Integer> layerOf = layering(analysis, tasks);
        return tasks.stream()
                .mapToLong(task -> analysis.children(task).stream()
                        .mapToInt(child -> layerOf.getOrDefault(child, 0) - layerOf.getOrDefault(task, 0) - 1)
                        .max()
                        .orElse(0))
                .sum();
    }

    /** Of tasks that are connected with each other, and with no others. */
    static LayeredGraph of(GraphAnalysis analysis, List<Integer> tasks, IntToDoubleFunction height) {
        Map<Integer, Integer> layerOf = layering(analysis, tasks);
        List<List<Slot>> layers = new ArrayList<>();
        Map<Integer, Slot> slots = new HashMap<>();
        for (int task : tasks) {
            Slot slot = Slot.of(task, layerOf.getOrDefault(task, 0), height.applyAsDouble(task));
            slots.put(task, slot);
            put(layers, slot);
        }
        List<Route> routes = new ArrayList<>();
        for (int task : tasks) {
            Slot from = slot(slots, task);
            List<Slot> path = new ArrayList<>();
            for (Slot to : children(analysis, slots, task)) {
                while (path.size() < to.layer - from.layer - 1) {
                    Slot last = path.isEmpty() ? from : path.get(path.size() - 1);
                    Slot next = Slot.passing(last.layer + 1, PASSING_HEIGHT);
                    last.join(next);
                    path.add(next);
                    put(layers, next);
                }
                List<Slot> via = List.copyOf(path.subList(0, to.layer - from.layer - 1));
                (via.isEmpty() ? from : via.get(via.size() - 1)).join(to);
                routes.add(new Route(from, via, to));
            }
        }
        return new LayeredGraph(layers, routes);
    }

    private static Slot slot(Map<Integer, Slot> slots, int task) {
        Slot slot = slots.get(task);
        if (slot == null) {
            throw new IllegalStateException("task " + task + " is connected with a group that it is not in");
        }
        return slot;
    }

    private static List<Slot> children(GraphAnalysis analysis, Map<Integer, Slot> slots, int task) {
        return analysis.children(task).stream()
                .map(child -> slot(slots, child))
                .sorted(Comparator.comparingInt((Slot slot) -> slot.layer).thenComparingInt(slot -> slot.task))
                .toList();
    }

    private static void put(List<List<Slot>> layers, Slot slot) {
        while (layers.size() <= slot.layer) {
            layers.add(new ArrayList<>());
        }
        layers.get(slot.layer).add(slot);
    }

    /** The levels of the analysis; but what has more edges behind it than before it moves close to those that need it. */
    private static Map<Integer, Integer> layering(GraphAnalysis analysis, List<Integer> tasks) {
        Map<Integer, Integer> layers = new HashMap<>();
        List<Integer> lastFirst = tasks.stream()
                .sorted(Comparator.comparingInt(analysis::level).reversed())
                .toList();
        for (int task : lastFirst) {
            int level = analysis.level(task);
            int latest = analysis.children(task).stream()
                            .mapToInt(child -> layers.getOrDefault(child, 0))
                            .min()
                            .orElse(level + 1)
                    - 1;
            boolean pulled =
                    analysis.children(task).size() > analysis.parents(task).size();
            layers.put(task, pulled ? latest : level);
        }
        return layers;
    }
}
