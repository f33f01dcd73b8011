package dev.tagwerk.benchmarks;

import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** A graph as numbers: which tasks each task needs. */
final class TaskGraph {
    private final int[][] needs;

    private TaskGraph(int[][] needs) {
        this.needs = needs;
    }

    static TaskGraph flat(int size) {
        int[][] needs = new int[size][];
        Arrays.fill(needs, new int[0]);
        return new TaskGraph(needs);
    }

    static TaskGraph chain(int size) {
        int[][] needs = new int[size][];
        for (int i = 0; i < size; i++) {
            needs[i] = i == 0 ? new int[0] : new int[] {i - 1};
        }
        return new TaskGraph(needs);
    }

    /** Layers of equal width; each task needs three random ones of the layer before. */
    static TaskGraph layers(int layers, int width) {
        Random random = new Random(42);
        int[][] needs = new int[layers * width][];
        for (int i = 0; i < needs.length; i++) {
            int layer = i / width;
            needs[i] = layer == 0
                    ? new int[0]
                    : random.ints(0, width)
                            .distinct()
                            .limit(Math.min(3, width))
                            .map(at -> (layer - 1) * width + at)
                            .toArray();
        }
        return new TaskGraph(needs);
    }

    /** A thousand layers of a thousand, or fewer and smaller ones for so many tasks. */
    static TaskGraph layers(int size) {
        int width = Math.min(1_000, Math.max(1, size / 20));
        return layers(size / width, width);
    }

    int size() {
        return needs.length;
    }

    boolean hasEdges() {
        return Arrays.stream(needs).anyMatch(need -> need.length > 0);
    }

    /** The tasks as a loop takes them; the data is the number. */
    List<Task<Integer>> tasks() {
        List<Task<Integer>> tasks = new ArrayList<>(needs.length);
        for (int i = 0; i < needs.length; i++) {
            List<String> after = new ArrayList<>(needs[i].length);
            for (int need : needs[i]) {
                after.add("t" + need);
            }
            Task<Integer> task = Task.of("t" + i, i);
            tasks.add(after.isEmpty() ? task : task.after(after));
        }
        return tasks;
    }

    /** The number of the task of this id. */
    static int number(String id) {
        return Integer.parseInt(id, 1, id.length(), 10);
    }

    int edges() {
        return Arrays.stream(needs).mapToInt(need -> need.length).sum();
    }

    /** What each task needs. */
    int[] needs(int task) {
        return needs[task];
    }

    /** Which tasks need each task. */
    int[][] dependents() {
        int[] counts = new int[needs.length];
        for (int[] need : needs) {
            for (int at : need) {
                counts[at]++;
            }
        }
        int[][] dependents = new int[needs.length][];
        for (int i = 0; i < needs.length; i++) {
            dependents[i] = new int[counts[i]];
        }
        int[] filled = new int[needs.length];
        for (int i = 0; i < needs.length; i++) {
            for (int at : needs[i]) {
                dependents[at][filled[at]++] = i;
            }
        }
        return dependents;
    }

    /** Notes each task that ran, and that those it needs had run before. */
    final class Check {
        private final AtomicIntegerArray ran = new AtomicIntegerArray(needs.length);
        private final boolean order;

        Check(boolean order) {
            this.order = order;
        }

        void run(int task) {
            if (order) {
                for (int need : needs[task]) {
                    Workload.check(ran.get(need) == 1, "task " + task + " ran before " + need);
                }
            }
            ran.incrementAndGet(task);
        }

        void all() {
            for (int i = 0; i < needs.length; i++) {
                Workload.check(ran.get(i) == 1, "task " + i + " ran " + ran.get(i) + " times");
            }
        }
    }
}
