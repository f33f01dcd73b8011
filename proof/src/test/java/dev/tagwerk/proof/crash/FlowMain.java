package dev.tagwerk.proof.crash;

import dev.tagwerk.Flow;
import dev.tagwerk.FlowListener;
import dev.tagwerk.RunReport;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.flow.TaskContext;
import dev.tagwerk.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Runs a flow of numbers in a process of its own: each task takes those of earlier ones and writes the {@link Ledger}. */
final class FlowMain {
    static final String FLOW = "numbers";
    private static final int PRIME = 1_000_003;

    private FlowMain() {}

    public static void main(String[] arguments) {
        Job job = Job.parse(arguments);
        Place place = new Place(Path.of(job.text("folder", ".")));
        try (Ledger ledger = Ledger.open(place.ledger());
                Store store = place.open()) {
            RunReport report = flow(job, ledger)
                    .runner()
                    .store(store)
                    .workers(job.number("threads", 2))
                    .listener(new Herald())
                    .run();
            System.out.println("good " + report.isGood() + " " + report.summary());
        }
    }

    /** Says when the first task starts. */
    private static final class Herald implements FlowListener {
        private boolean said;

        @Override
        public void taskStarted(String task, int attempt) {
            if (!said) {
                said = true;
                System.out.println("working");
            }
        }
    }

    /** What the task of this number takes: earlier ones, near and far. */
    static Set<Integer> needs(int number) {
        Set<Integer> needs = new TreeSet<>();
        if (number >= 10 && number % 11 != 0) {
            needs.add(number - 1 - number * 7 % 10);
            needs.add(number - 1 - number * 13 % Math.min(number, 500));
            needs.add(number / 2);
        }
        return needs;
    }

    static int value(int number, Iterable<Integer> taken) {
        long sum = number;
        for (int value : taken) {
            sum = sum * 31 + value;
        }
        return (int) (sum % PRIME);
    }

    static String name(int number) {
        return "n" + number;
    }

    static Flow flow(Job job, Ledger ledger) {
        Flow flow = Flow.named(FLOW);
        List<FlowTask<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < job.number("tasks", 0); i++) {
            int number = i;
            List<FlowTask<Integer>> inputs = needs(i).stream().map(tasks::get).toList();
            tasks.add(flow.taskOfAll(name(i), inputs, values -> {
                        long token = TaskContext.current().token();
                        ledger.write(Ledger.Event.START, number, token);
                        int value = value(number, values);
                        pause(job.number("micros", 0));
                        ledger.write(Ledger.Event.END, number, token);
                        return value;
                    })
                    .returns(Integer.class));
        }
        return flow;
    }

    private static void pause(int micros) {
        long end = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
