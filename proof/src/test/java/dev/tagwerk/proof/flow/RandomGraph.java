package dev.tagwerk.proof.flow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tasks at random, as numbers that come after smaller numbers only. Immutable.
 *
 * @param tasks the tasks
 * @param order in which order they are declared
 */
record RandomGraph(List<Node> tasks, List<Integer> order) {
    /** How an attempt ends. */
    enum Act {
        SUCCEED,
        FAIL,
        /** Fails with an exception after which it is not tried again. */
        FAIL_FOR_GOOD,
        SKIP,
        NO_CHANGE
    }

    /** What a task takes of one that it comes after. */
    enum Take {
        ORDER,
        VALUE,
        OPTIONAL
    }

    /** A dependency. Immutable. */
    record Need(int task, Take take) {}

    /**
     * A task. Immutable.
     *
     * @param needs what it comes after
     * @param acts how its attempts of each run end: after the last of them every one succeeds
     * @param retries how often it is tried again in a run
     * @param traits what else is to be said
     */
    record Node(int number, List<Need> needs, List<List<Act>> acts, int retries, Traits traits) {
        String name() {
            return "t" + number;
        }

        Act act(int run, int attempt) {
            List<Act> mine = acts.get(run);
            return attempt <= mine.size() ? mine.get(attempt - 1) : Act.SUCCEED;
        }

        /** What it returns in this run for this sum of what it takes; null now and then. */
        @Nullable
        Integer value(int run, int sum) {
            int base = number + sum + (traits.fickle() ? run : 0);
            return base % 7 == 3 ? null : base % 5;
        }

        /** Its fingerprint in this run. */
        String fingerprint(int run) {
            return traits.reworked() ? "v" + (run + 1) / 2 : "v";
        }
    }

    /**
     * Traits of a task. Immutable.
     *
     * @param evenIf whether it runs even if its dependencies fail
     * @param always whether it runs in every run
     * @param fickle whether its value differs from run to run
     * @param reworked whether its fingerprint changes between runs
     * @param pauseMillis how long a retry waits
     */
    record Traits(boolean evenIf, boolean always, boolean fickle, boolean reworked, int pauseMillis) {}

    static final int RUNS = 3;

    static RandomGraph of(Random random) {
        int kind = random.nextInt(200);
        int size =
                kind < 180 ? 1 + random.nextInt(12) : kind < 199 ? 13 + random.nextInt(28) : 41 + random.nextInt(160);
        double density = random.nextDouble();
        double trouble = random.nextInt(3) == 0 ? 0 : 0.4 * random.nextDouble();
        List<Node> tasks = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            tasks.add(node(i, random, density, trouble));
        }
        List<Integer> order = new ArrayList<>();
        tasks.forEach(task -> order.add(task.number()));
        if (random.nextBoolean()) {
            Collections.shuffle(order, random);
        }
        return new RandomGraph(List.copyOf(tasks), List.copyOf(order));
    }

    private static Node node(int number, Random random, double density, double trouble) {
        Set<Integer> before = new TreeSet<>();
        int most = Math.min(number, (int) (density * (2 + random.nextInt(4))));
        for (int i = 0; i < most; i++) {
            int back = random.nextBoolean() ? 1 + random.nextInt(Math.min(number, 3)) : 1 + random.nextInt(number);
            before.add(number - back);
        }
        List<Need> needs = before.stream()
                .map(task -> new Need(task, Take.values()[random.nextInt(3)]))
                .toList();
        List<List<Act>> acts = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            acts.add(acts(random, run == RUNS - 1 ? trouble / 2 : trouble));
        }
        int pause = random.nextInt(8) == 0 ? 1 + random.nextInt(3) : 0;
        Traits traits = new Traits(
                random.nextInt(5) == 0, random.nextInt(6) == 0, random.nextInt(4) == 0, random.nextInt(6) == 0, pause);
        return new Node(number, needs, List.copyOf(acts), random.nextInt(3), traits);
    }

    private static List<Act> acts(Random random, double trouble) {
        List<Act> acts = new ArrayList<>();
        while (random.nextDouble() < trouble) {
            acts.add(random.nextInt(8) == 0 ? Act.FAIL_FOR_GOOD : Act.FAIL);
        }
        if (random.nextDouble() < trouble / 2) {
            acts.add(random.nextBoolean() ? Act.SKIP : Act.NO_CHANGE);
        }
        return List.copyOf(acts);
    }

    /** These tasks and all that they come after, directly or not. */
    Set<Integer> withAncestors(Set<Integer> chosen) {
        Set<Integer> all = new TreeSet<>(chosen);
        for (int i = tasks.size() - 1; i >= 0; i--) {
            if (all.contains(i)) {
                tasks.get(i).needs().forEach(need -> all.add(need.task()));
            }
        }
        return all;
    }
}
