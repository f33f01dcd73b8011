package dev.tagwerk.cli.graph;

import java.util.ArrayList;
import java.util.List;

/** A place within a layer: of a task, or where an edge passes that goes on. For one thread at a time. */
final class Slot {
    private static final int NO_TASK = -1;

    final int task;
    final int layer;
    final double height;

    /** What it is joined to in the layer before. */
    final List<Slot> before = new ArrayList<>();

    /** What it is joined to in the layer behind. */
    final List<Slot> behind = new ArrayList<>();

    /** Its position within its layer, from the top. */
    int index;

    /** The middle of its height. */
    double y;

    private Slot(int task, int layer, double height) {
        this.task = task;
        this.layer = layer;
        this.height = height;
    }

    static Slot of(int task, int layer, double height) {
        return new Slot(task, layer, height);
    }

    static Slot passing(int layer, double height) {
        return new Slot(NO_TASK, layer, height);
    }

    boolean isTask() {
        return task != NO_TASK;
    }

    void join(Slot next) {
        behind.add(next);
        next.before.add(this);
    }
}
