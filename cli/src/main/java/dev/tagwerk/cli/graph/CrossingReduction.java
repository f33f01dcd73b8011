package dev.tagwerk.cli.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Orders the slots within the layers so that few edges cross: sweeps over the layers that sort each by the mean position of its
 * neighbours, and swaps of neighbours (K. Sugiyama, S. Tagawa, M. Toda 1981; E. Gansner and others, "A technique for drawing
 * directed graphs", 1993). The best order seen wins. Always the same for the same graph.
 */
final class CrossingReduction {
    private static final int MOST_SWEEPS = 24;
    private static final int PATIENCE = 6;
    private static final int MOST_SWAP_ROUNDS = 8;

    private final List<List<Slot>> layers;
    private List<List<Slot>> best = List.of();
    private long fewest = Long.MAX_VALUE;

    private CrossingReduction(List<List<Slot>> layers) {
        this.layers = layers;
    }

    /** Puts the slots of each layer in order, and numbers them. */
    static void reduce(LayeredGraph graph) {
        CrossingReduction reduction = new CrossingReduction(graph.layers());
        reduction.from(true, false);
        reduction.from(false, false);
        reduction.from(true, true);
        reduction.from(false, true);
        reduction.restore();
    }

    /** The number of crossings as the slots stand now. */
    static long crossings(List<List<Slot>> layers) {
        long sum = 0;
        for (int i = 0; i + 1 < layers.size(); i++) {
            sum += crossings(layers.get(i), layers.get(i + 1).size());
        }
        return sum;
    }

    /** Begins with another first order, for from each the sweeps only find what is near. */
    private void from(boolean beginning, boolean bothWays) {
        walk(beginning, bothWays);
        remember();
        int idle = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS && idle < PATIENCE && fewest > 0; sweep++) {
            boolean forward = sweep % 2 == 0 == beginning;
            sweep(forward, sweep % 4 >= 2);
            swap();
            idle = remember() ? 0 : idle + 1;
        }
    }

    /** A first order: slots that hang together stand together, as they are met going deep first. */
    private void walk(boolean beginning, boolean bothWays) {
        List<List<Slot>> order = new ArrayList<>();
        layers.forEach(layer -> order.add(new ArrayList<>()));
        Set<Slot> seen = new HashSet<>();
        Deque<Slot> stack = new ArrayDeque<>();
        List<List<Slot>> starts = new ArrayList<>(layers);
        if (!beginning) {
            Collections.reverse(starts);
        }
        for (List<Slot> layer : starts) {
            for (Slot start : layer) {
                stack.push(start);
                while (!stack.isEmpty()) {
                    Slot slot = stack.pop();
                    if (seen.add(slot)) {
                        order.get(slot.layer).add(slot);
                        List<Slot> next = new ArrayList<>(beginning ? slot.behind : slot.before);
                        if (bothWays) {
                            next.addAll(beginning ? slot.before : slot.behind);
                        }
                        Collections.reverse(next);
                        next.forEach(stack::push);
                    }
                }
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            set(layers.get(i), order.get(i));
        }
    }

    private void sweep(boolean forward, boolean tiesReversed) {
        for (int i = 1; i < layers.size(); i++) {
            List<Slot> layer = layers.get(forward ? i : layers.size() - 1 - i);
            Map<Slot, Double> wish = new HashMap<>();
            for (Slot slot : layer) {
                wish.put(
                        slot,
                        (forward ? slot.before : slot.behind)
                                .stream()
                                        .mapToInt(other -> other.index)
                                        .average()
                                        .orElse(slot.index));
            }
            List<Slot> sorted = new ArrayList<>(layer);
            if (tiesReversed) {
                Collections.reverse(sorted);
            }
            sorted.sort(Comparator.comparingDouble(slot -> wish.getOrDefault(slot, 0.0)));
            set(layer, sorted);
        }
    }

    /** Swaps neighbours as long as that takes crossings away. */
    private void swap() {
        boolean better = true;
        for (int round = 0; round < MOST_SWAP_ROUNDS && better; round++) {
            better = false;
            for (List<Slot> layer : layers) {
                better |= swap(layer);
            }
        }
    }

    private static boolean swap(List<Slot> layer) {
        boolean better = false;
        Map<Slot, int[]> before = new HashMap<>();
        Map<Slot, int[]> behind = new HashMap<>();
        for (Slot slot : layer) {
            before.put(slot, positions(slot.before));
            behind.put(slot, positions(slot.behind));
        }
        for (int i = 0; i + 1 < layer.size(); i++) {
            Slot upper = layer.get(i);
            Slot lower = layer.get(i + 1);
            long now = crossings(before, upper, lower) + crossings(behind, upper, lower);
            long then = crossings(before, lower, upper) + crossings(behind, lower, upper);
            if (then < now) {
                Collections.swap(layer, i, i + 1);
                better = true;
            }
        }
        number(layer);
        return better;
    }

    private static int[] positions(List<Slot> slots) {
        return slots.stream().mapToInt(slot -> slot.index).sorted().toArray();
    }

    /** Pairs of edges of which that of the upper slot ends further down; both lists are sorted. */
    private static long crossings(Map<Slot, int[]> ends, Slot upper, Slot lower) {
        int[] above = ends.getOrDefault(upper, new int[0]);
        int[] below = ends.getOrDefault(lower, new int[0]);
        long sum = 0;
        int passed = 0;
        for (int end : above) {
            while (passed < below.length && below[passed] < end) {
                passed++;
            }
            sum += passed;
        }
        return sum;
    }

    /** Inversions, counted with a binary indexed tree (P. Fenwick 1994). */
    private static long crossings(List<Slot> layer, int width) {
        long[] tree = new long[width + 1];
        long sum = 0;
        long edges = 0;
        for (Slot slot : layer) {
            int[] ends = positions(slot.behind);
            for (int end : ends) {
                long notBelow = 0;
                for (int i = end + 1; i > 0; i -= i & -i) {
                    notBelow += tree[i];
                }
                sum += edges - notBelow;
            }
            for (int end : ends) {
                for (int i = end + 1; i <= width; i += i & -i) {
                    tree[i]++;
                }
            }
            edges += ends.length;
        }
        return sum;
    }

    private boolean remember() {
        long now = crossings(layers);
        if (now >= fewest) {
            return false;
        }
        fewest = now;
        best = layers.stream().map(List::copyOf).toList();
        return true;
    }

    private void restore() {
        for (int i = 0; i < layers.size(); i++) {
            set(layers.get(i), best.get(i));
        }
    }

    private static void set(List<Slot> layer, List<Slot> order) {
        Slot[] copy = order.toArray(Slot[]::new);
        layer.clear();
        layer.addAll(Arrays.asList(copy));
        number(layer);
    }

    private static void number(List<Slot> layer) {
        for (int i = 0; i < layer.size(); i++) {
            layer.get(i).index = i;
        }
    }
}
