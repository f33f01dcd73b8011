package dev.tagwerk.cli.graph;

import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.GraphAnalysis;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Where the boxes and lines of a picture lie; time runs from left to right. Groups that have nothing to do with each other lie
 * apart, and tasks without any edge in rows at the end. Immutable.
 *
 * @param boxes the tasks, by number
 * @param lines the dependencies
 * @param width of all, from 0
 * @param height of all, from 0
 */
record GraphLayout(List<Box> boxes, List<Line> lines, double width, double height) {
    /** Beyond, laying out takes minutes and shows a tangle. */
    private static final long MOST_PASSAGES = 20_000;

    private static final double GROUP_GAP = 36;
    private static final double ROW_GAP = 16;

    /** Rows of tasks without edges get about as wide as this, if nothing else is wider. */
    private static final double ROW_WIDTH = 900;

    private static final double NARROWEST_GAP = 48;
    private static final double WIDEST_GAP = 150;
    private static final double GAP_PER_CLIMB = 0.12;

    /** A task. */
    record Box(int task, double x, double y, double width, double height) {
        double middle() {
            return y + height / 2;
        }

        double right() {
            return x + width;
        }

        double bottom() {
            return y + height;
        }

        private Box moved(double right, double down) {
            return new Box(task, x + right, y + down, width, height);
        }
    }

    /** A dependency: straight from the first point of {@code passes} to the second and so on, curved in between. */
    record Line(Box from, Box to, List<Pass> passes) {}

    /** Where a line goes straight through a column. */
    record Pass(double left, double right, double y) {}

    static GraphLayout of(FlowGraph graph) {
        GraphAnalysis analysis = graph.analysis();
        List<List<Integer>> groups = groups(analysis);
        List<Integer> alone = groups.stream()
                .filter(group -> group.size() == 1)
                .map(group -> group.get(0))
                .toList();
        long passages = groups.stream()
                .mapToLong(group -> LayeredGraph.passages(analysis, group))
                .sum();
        if (passages > MOST_PASSAGES) {
            throw new GraphTooLargeException(
                    graph.name(),
                    analysis.size(),
                    "its edges reach too far (they pass other tasks " + passages + " times)");
        }
        List<GraphLayout> parts = new ArrayList<>();
        for (List<Integer> group : groups) {
            if (group.size() > 1) {
                parts.add(group(analysis, group));
            }
        }
        double width = Math.max(
                ROW_WIDTH, parts.stream().mapToDouble(GraphLayout::width).max().orElse(0));
        if (!alone.isEmpty()) {
            parts.add(rows(analysis, alone, width));
        }
        return shelved(parts, width);
    }

    /** The connected groups, the largest first, then by name. */
    private static List<List<Integer>> groups(GraphAnalysis analysis) {
        boolean[] seen = new boolean[analysis.size()];
        List<List<Integer>> groups = new ArrayList<>();
        for (int start = 0; start < analysis.size(); start++) {
            List<Integer> group = new ArrayList<>();
            Deque<Integer> open = new ArrayDeque<>(List.of(start));
            while (!open.isEmpty()) {
                int task = open.pop();
                if (!seen[task]) {
                    seen[task] = true;
                    group.add(task);
                    open.addAll(analysis.parents(task));
                    open.addAll(analysis.children(task));
                }
            }
            if (!group.isEmpty()) {
                groups.add(group.stream().sorted().toList());
            }
        }
        groups.sort(
                Comparator.comparingInt((List<Integer> group) -> group.size()).reversed());
        return groups;
    }

    private static GraphLayout group(GraphAnalysis analysis, List<Integer> tasks) {
        LayeredGraph graph = LayeredGraph.of(
                analysis, tasks, task -> TaskBox.of(analysis.node(task)).height());
        CrossingReduction.reduce(graph);
        Straightening.straighten(graph);
        double top = graph.layers().stream()
                .flatMap(List::stream)
                .mapToDouble(slot -> slot.y - slot.height / 2)
                .min()
                .orElse(0);
        double bottom = graph.layers().stream()
                .flatMap(List::stream)
                .mapToDouble(slot -> slot.y + slot.height / 2)
                .max()
                .orElse(0);
        int count = graph.layers().size();
        double[] left = new double[count];
        double[] right = new double[count];
        double x = 0;
        for (int i = 0; i < count; i++) {
            left[i] = x;
            right[i] = x + columnWidth(analysis, graph.layers().get(i));
            x = right[i] + gapBehind(graph.layers().get(i));
        }
        List<Box> boxes = new ArrayList<>();
        Box[] byTask = new Box[analysis.size()];
        for (List<Slot> layer : graph.layers()) {
            for (Slot slot : layer) {
                if (slot.isTask()) {
                    Box box = new Box(
                            slot.task,
                            left[slot.layer],
                            slot.y - slot.height / 2 - top,
                            right[slot.layer] - left[slot.layer],
                            slot.height);
                    boxes.add(box);
                    byTask[slot.task] = box;
                }
            }
        }
        List<Line> lines = graph.routes().stream()
                .map(route -> new Line(
                        byTask[route.from().task],
                        byTask[route.to().task],
                        route.via().stream()
                                .map(slot -> new Pass(left[slot.layer], right[slot.layer], slot.y - top))
                                .toList()))
                .toList();
        return new GraphLayout(boxes, lines, right[count - 1], bottom - top);
    }

    private static double columnWidth(GraphAnalysis analysis, List<Slot> layer) {
        return layer.stream()
                .filter(Slot::isTask)
                .mapToDouble(slot -> TaskBox.of(analysis.node(slot.task)).width())
                .max()
                .orElse(0);
    }

    /** Steep edges get more room to turn in. */
    private static double gapBehind(List<Slot> layer) {
        double climb = layer.stream()
                .flatMapToDouble(slot -> slot.behind.stream().mapToDouble(other -> Math.abs(other.y - slot.y)))
                .max()
                .orElse(0);
        return Math.min(WIDEST_GAP, NARROWEST_GAP + climb * GAP_PER_CLIMB);
    }

    private static GraphLayout rows(GraphAnalysis analysis, List<Integer> tasks, double width) {
        double cell = tasks.stream()
                .mapToDouble(task -> TaskBox.of(analysis.node(task)).width())
                .max()
                .orElse(0);
        int columns = (int) Math.max(1, Math.min(tasks.size(), (width + ROW_GAP) / (cell + ROW_GAP)));
        List<Box> boxes = new ArrayList<>();
        double y = 0;
        double row = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (i % columns == 0 && i > 0) {
                y += row + ROW_GAP;
                row = 0;
            }
            double height = TaskBox.of(analysis.node(tasks.get(i))).height();
            boxes.add(new Box(tasks.get(i), i % columns * (cell + ROW_GAP), y, cell, height));
            row = Math.max(row, height);
        }
        return new GraphLayout(boxes, List.of(), columns * (cell + ROW_GAP) - ROW_GAP, y + row);
    }

    /** Groups side by side as long as there is room, then below; those come first that are large. */
    private static GraphLayout shelved(List<GraphLayout> parts, double room) {
        List<Box> boxes = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        double width = 0;
        double x = 0;
        double y = 0;
        double shelf = 0;
        for (GraphLayout part : parts) {
            if (x > 0 && x + part.width > room) {
                x = 0;
                y += shelf + GROUP_GAP;
                shelf = 0;
            }
            GraphLayout placed = part.moved(x, y);
            boxes.addAll(placed.boxes);
            lines.addAll(placed.lines);
            width = Math.max(width, x + part.width);
            shelf = Math.max(shelf, part.height);
            x += part.width + GROUP_GAP;
        }
        boxes.sort(Comparator.comparingInt(Box::task));
        return new GraphLayout(List.copyOf(boxes), List.copyOf(lines), width, y + shelf);
    }

    private GraphLayout moved(double right, double down) {
        return new GraphLayout(
                boxes.stream().map(box -> box.moved(right, down)).toList(),
                lines.stream()
                        .map(line -> new Line(
                                line.from.moved(right, down),
                                line.to.moved(right, down),
                                line.passes.stream()
                                        .map(pass -> new Pass(pass.left + right, pass.right + right, pass.y + down))
                                        .toList()))
                        .toList(),
                width,
                height);
    }
}
