package dev.tagwerk.testkit;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Invents stories; the same seed gives the same story. For one thread at a time. */
final class OperationGenerator {
    private static final int GRAPHS = 2;
    private static final int NAMES = 3;
    private static final int TASKS = 8;
    private static final Outcome[] ENDS = {
        Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED, Outcome.COMPLETED, Outcome.FAILED, Outcome.FAILED,
        Outcome.NO_CHANGE, Outcome.SKIPPED, Outcome.TIMED_OUT, Outcome.CANCELLED, Outcome.INTERRUPTED,
                Outcome.HANDED_BACK
    };

    private final Random random;

    OperationGenerator(long seed) {
        random = new Random(seed);
    }

    /** A story of this many steps. */
    List<Operation> story(int steps) {
        List<Operation> story = new ArrayList<>();
        story.add(new Operation.Join(new Operation.Who(0, 0), labels()));
        while (story.size() < steps) {
            story.add(step());
        }
        return story;
    }

    private Operation step() {
        int dice = random.nextInt(100);
        if (dice < 70) {
            return new Operation.Swap(who(), ends(), offer(), want());
        } else if (dice < 80) {
            return new Operation.Join(who(), labels());
        } else if (dice < 85) {
            return new Operation.Leave(who(), ends());
        } else if (dice < 90) {
            return new Operation.Bury(who(), random.nextInt(8) == 0 ? 1 : 0);
        } else if (dice < 94) {
            return new Operation.Reopen(graph(), List.of(id(), id()));
        }
        return new Operation.Pass(1L + random.nextInt(40));
    }

    /** Mostly the first graph, so that much happens to few tasks. */
    private int graph() {
        return random.nextInt(6) == 0 ? random.nextInt(GRAPHS) : 0;
    }

    private Operation.Who who() {
        return new Operation.Who(graph(), Math.min(random.nextInt(NAMES), random.nextInt(NAMES)));
    }

    private Set<String> labels() {
        return random.nextInt(3) == 0 ? Set.of() : Set.of("x");
    }

    private String id() {
        return "t" + random.nextInt(TASKS);
    }

    private List<Operation.End> ends() {
        List<Operation.End> ends = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            Outcome outcome = ENDS[random.nextInt(ENDS.length)];
            String output = random.nextInt(3) == 0 ? "" : "o" + random.nextInt(2);
            long delay = random.nextInt(4) == 0 ? 10L + random.nextInt(30) : 0;
            // Mostly one of the newest claims; sometimes an old one, which must be refused.
            int claim = random.nextInt(random.nextInt(5) == 0 ? 8 : 3);
            ends.add(new Operation.End(claim, outcome, output, delay));
        }
        return ends;
    }

    private Operation.Offer offer() {
        Map<String, Declaration> tasks = new LinkedHashMap<>();
        int count = random.nextInt(3) == 0 ? 0 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            Declaration task = declaration();
            tasks.put(task.id(), task);
        }
        return new Operation.Offer(List.copyOf(tasks.values()), budget(), random.nextInt(20) == 0);
    }

    /** A task; on the whole it needs those of smaller numbers, so that cycles are rare but there. */
    private Declaration declaration() {
        int number = random.nextInt(TASKS);
        Set<String> dependencies = new TreeSet<>();
        // What a task needs follows from its number three times in four, so that declaring again mostly changes
        // nothing.
        Random fixed = random.nextInt(4) > 0 ? new Random(number) : random;
        for (int i = fixed.nextInt(3); i > 0 && number > 0; i--) {
            dependencies.add("t" + fixed.nextInt(number));
        }
        if (random.nextInt(40) == 0) {
            dependencies.add(id());
        }
        dependencies.remove("t" + number);
        Policy policy = new Policy(
                fixed.nextInt(3) == 0 ? 1 : 0,
                fixed.nextInt(4) == 0 ? 2 : 1,
                random.nextInt(4) == 0 ? budget() : null,
                fixed.nextInt(6) == 0,
                fixed.nextInt(8) == 0);
        Conditions conditions = fixed.nextInt(4) == 0 ? Conditions.requiring(List.of("x")) : Conditions.NONE;
        String fingerprint = random.nextInt(3) > 0 ? "" : "v" + random.nextInt(3);
        long guard = random.nextInt(20) == 0 ? 1 + random.nextInt(2) : 0;
        return new Declaration("t" + number, dependencies, conditions, policy, new Evidence(fingerprint, guard));
    }

    private Budget budget() {
        return new Budget(random.nextInt(3), random.nextInt(3));
    }

    private Operation.Want want() {
        int now = random.nextInt(3);
        int ahead = random.nextInt(3) == 0 ? random.nextInt(6) : 0;
        int modulus = random.nextInt(6) == 0 ? 2 + random.nextInt(2) : 0;
        int maxFailures = random.nextInt(8) == 0 ? 1 + random.nextInt(2) : 0;
        return new Operation.Want(now, ahead, modulus, maxFailures);
    }
}
