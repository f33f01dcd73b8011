package dev.tagwerk.cli.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the heights of slots whose order is fixed, so that edges get short and straight. Each layer in turn is put where its
 * neighbours want it, as close as distances allow: a least-squares problem under an order, solved exactly by pooling (M. Ayer
 * and others, "An empirical distribution function for sampling with incomplete information", 1955). Where an edge only passes
 * it pulls hardest, because a bend there is the ugliest.
 */
final class Straightening {
    private static final int SWEEPS = 8;
    private static final int MOST_SETTLING = 300;
    private static final double SETTLED = 0.02;
    private static final int LEVELLING = 6;
    private static final double HAIR = 5;
    private static final double NO_PULL = 0.01;

    private final LayeredGraph graph;

    private Straightening(LayeredGraph graph) {
        this.graph = graph;
    }

    /** Sets the height of each slot; the least is where it happens to be. */
    static void straighten(LayeredGraph graph) {
        new Straightening(graph).run();
    }

    private void run() {
        List<List<Slot>> layers = graph.layers();
        for (List<Slot> layer : layers) {
            double y = 0;
            for (int i = 0; i < layer.size(); i++) {
                y += i == 0 ? 0 : distance(layer.get(i - 1), layer.get(i));
                layer.get(i).y = y;
            }
            double middle = y / 2;
            layer.forEach(slot -> slot.y -= middle);
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 1; i < layers.size(); i++) {
                place(layers.get(i), true, false);
            }
            for (int i = layers.size() - 2; i >= 0; i--) {
                place(layers.get(i), false, true);
            }
        }
        settle();
        List<List<Slot>> passages = passages();
        for (int round = 0; round < LEVELLING; round++) {
            passages.forEach(this::level);
            Collections.reverse(passages);
        }
        graph.layers().forEach(layer -> layer.forEach(slot -> align(slot, slot.before)));
        for (int i = graph.layers().size() - 1; i >= 0; i--) {
            graph.layers().get(i).forEach(slot -> align(slot, slot.behind));
        }
    }

    /** An edge that is straight but for a hair becomes straight, where there is room. */
    private void align(Slot slot, List<Slot> others) {
        for (Slot other : others) {
            boolean hair = Math.abs(other.y - slot.y) < HAIR;
            if (slot.isTask() && hair && other.y >= highest(slot) && other.y <= lowest(slot)) {
                slot.y = other.y;
                return;
            }
        }
    }

    private void settle() {
        List<List<Slot>> layers = graph.layers();
        double moved = Double.MAX_VALUE;
        for (int sweep = 0; sweep < MOST_SETTLING && moved > SETTLED; sweep++) {
            moved = 0;
            for (int i = 0; i < layers.size(); i++) {
                moved = Math.max(moved, place(layers.get(sweep % 2 == 0 ? i : layers.size() - 1 - i), true, true));
            }
        }
    }

    /** Where the edges of each task pass: those that go furthest, for the others share their slots. */
    private List<List<Slot>> passages() {
        Map<Slot, List<Slot>> longest = new LinkedHashMap<>();
        for (LayeredGraph.Route route : graph.routes()) {
            if (!route.via().isEmpty()) {
                List<Slot> all = new ArrayList<>(route.via());
                all.add(0, route.from());
                all.add(route.to());
                longest.merge(route.from(), all, (one, other) -> other.size() > one.size() ? other : one);
            }
        }
        return new ArrayList<>(longest.values());
    }

    /** The least distance between the middles of two neighbours. */
    static double distance(Slot upper, Slot lower) {
        double gap = upper.isTask() && lower.isTask() ? 16 : upper.isTask() || lower.isTask() ? 12 : 8;
        return (upper.height + lower.height) / 2 + gap;
    }

    private static double pull(Slot one, Slot other) {
        return one.isTask() && other.isTask() ? 1 : one.isTask() || other.isTask() ? 2 : 8;
    }

    /** Returns how far it moved something at most. */
    private double place(List<Slot> layer, boolean before, boolean behind) {
        int size = layer.size();
        double[] offset = new double[size];
        double[] mean = new double[size];
        double[] weight = new double[size];
        int[] length = new int[size];
        int blocks = 0;
        for (int i = 0; i < size; i++) {
            Slot slot = layer.get(i);
            offset[i] = i == 0 ? 0 : offset[i - 1] + distance(layer.get(i - 1), slot);
            double sum = 0;
            double pulls = 0;
            if (before) {
                for (Slot other : slot.before) {
                    sum += other.y * pull(slot, other);
                    pulls += pull(slot, other);
                }
            }
            if (behind) {
                for (Slot other : slot.behind) {
                    sum += other.y * pull(slot, other);
                    pulls += pull(slot, other);
                }
            }
            mean[blocks] = (pulls == 0 ? slot.y : sum / pulls) - offset[i];
            weight[blocks] = pulls == 0 ? NO_PULL : pulls;
            length[blocks] = 1;
            while (blocks > 0 && mean[blocks - 1] > mean[blocks]) {
                double both = weight[blocks - 1] + weight[blocks];
                mean[blocks - 1] = (mean[blocks - 1] * weight[blocks - 1] + mean[blocks] * weight[blocks]) / both;
                weight[blocks - 1] = both;
                length[blocks - 1] += length[blocks];
                blocks--;
            }
            blocks++;
        }
        int at = 0;
        double moved = 0;
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < length[block]; i++, at++) {
                double y = mean[block] + offset[at];
                moved = Math.max(moved, Math.abs(layer.get(at).y - y));
                layer.get(at).y = y;
            }
        }
        return moved;
    }

    /** Makes an edge that climbs in many small steps climb in few: straight as far as its neighbours leave room. */
    private void level(List<Slot> passage) {
        double last = passage.get(0).y;
        int from = 1;
        while (from < passage.size() - 1) {
            double highest = Double.NEGATIVE_INFINITY;
            double lowest = Double.POSITIVE_INFINITY;
            int to = from;
            while (to < passage.size() - 1) {
                double high = Math.max(highest, highest(passage.get(to)));
                double low = Math.min(lowest, lowest(passage.get(to)));
                if (high > low) {
                    break;
                }
                highest = high;
                lowest = low;
                to++;
            }
            if (to == from) { // no room at all, by a hair of rounding
                last = passage.get(from++).y;
                continue;
            }
            double end = passage.get(passage.size() - 1).y;
            boolean reachesEnd = to == passage.size() - 1 && end >= highest && end <= lowest;
            boolean fromStart = last >= highest && last <= lowest;
            double wish = fromStart ? last : reachesEnd ? end : last;
            double y = Math.max(highest, Math.min(lowest, wish));
            for (Slot slot : passage.subList(from, to)) {
                slot.y = y;
            }
            last = y;
            from = to;
        }
    }

    private double highest(Slot slot) {
        if (slot.index == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        Slot upper = graph.layers().get(slot.layer).get(slot.index - 1);
        return upper.y + distance(upper, slot);
    }

    private double lowest(Slot slot) {
        List<Slot> layer = graph.layers().get(slot.layer);
        if (slot.index + 1 == layer.size()) {
            return Double.POSITIVE_INFINITY;
        }
        Slot lower = layer.get(slot.index + 1);
        return lower.y - distance(slot, lower);
    }
}
