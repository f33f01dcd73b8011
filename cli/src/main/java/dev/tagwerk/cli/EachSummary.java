package dev.tagwerk.cli;

import dev.tagwerk.LoopReport;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.TaskState;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What {@code tagwerk each} says at its end: a line about all items, and, where some failed, which, why, and what to do. */
final class EachSummary {
    private static final Set<TaskState> BAD =
            EnumSet.of(TaskState.FAILED, TaskState.TIMED_OUT, TaskState.KILLED, TaskState.CANCELLED);
    private static final int MOST_NAMED = 10;
    private static final int LAST_LINES = 3;
    private static final int PAGE = 200;

    private final Streams streams;
    private final EachPlan plan;
    private final LogFiles logs;

    EachSummary(Streams streams, EachPlan plan, LogFiles logs) {
        this.streams = streams;
        this.plan = plan;
        this.logs = logs;
    }

    /**
     * What was counted.
     *
     * @param items different items
     * @param repeated items that came again
     * @param report what this worker did, and how it ended
     * @param before how many tasks of the store were done before
     * @param took how long it took
     */
    record Numbers(long items, long repeated, LoopReport report, long before, Duration took) {
        LoopReport.Mine mine() {
            return report.mine();
        }
    }

    /** A failed item, and why. */
    private record Bad(String item, String reason) {}

    /** Tells it on standard error, or as JSON on standard output; returns the exit code. */
    int tell(Store store, Numbers numbers) {
        Tally tally = store.read(this::tally);
        long failed = tally.finalFailures();
        if (plan.manner().form() == EachPlan.Form.JSON) {
            new EachJson(streams.out(), logs).tell(plan.name(), numbers, tally);
            return failed > 0 ? ExitCodes.FAILED : ExitCodes.GOOD;
        }
        boolean good = failed == 0 && tally.unfinished() == 0;
        if (!plan.manner().quiet() || !good) {
            streams.tell("tagwerk: " + line(numbers, tally));
        }
        if (failed > 0) {
            List<Bad> bad = store.read(this::bad);
            bad.forEach(this::tell);
            if (failed > bad.size()) {
                streams.tell(
                        "  … and " + Human.count(failed - bad.size()) + " more; tagwerk status shows how all stand");
            }
            streams.tell("tagwerk: to try " + (failed == 1 ? "it" : "them") + " again: tagwerk retry --failed"
                    + plan.manner().again() + ", then start the same command once more");
        }
        return failed > 0 ? ExitCodes.FAILED : ExitCodes.GOOD;
    }

    private String line(Numbers numbers, Tally tally) {
        long done = numbers.mine().completed();
        long open = tally.unfinished();
        long failed = tally.finalFailures();
        long rest = Math.max(0, numbers.items() - done - failed - open);
        long others = Math.min(rest, Math.max(0, tally.satisfied() - numbers.before() - done));
        // Who stops early may have drawn items that the store was never told of.
        boolean stopped = numbers.report().stopped();
        long before = stopped ? Math.min(rest - others, numbers.before()) : rest - others;
        StringBuilder line = new StringBuilder();
        if (numbers.items() == 0) {
            line.append("no items");
        } else if (before == numbers.items()) {
            line.append(Human.count(before) + " of " + Human.count(before) + " done already; nothing to do");
        } else {
            List<String> parts = new ArrayList<>();
            parts.add(Human.count(done) + " done");
            add(parts, others, "done by other workers");
            add(parts, before, "done already");
            add(parts, failed, numbers.mine().failed() > 0 ? "failed" : "failed before");
            add(parts, open + rest - others - before, "left open");
            line.append(Words.count(numbers.items(), "item") + ": " + String.join(", ", parts) + "; "
                    + Human.duration(numbers.took()));
        }
        if (stopped) {
            line.append(
                    "; stopped because of " + Words.count(failed, "failure") + ", further items were not looked at");
        }
        if (numbers.repeated() > 0) {
            line.append("; " + Words.count(numbers.repeated(), "repeated item") + " left out");
        }
        if (numbers.mine().refused() > 0) {
            line.append("; " + Words.count(numbers.mine().refused(), "result")
                    + " came too late, this worker had been taken for dead");
        }
        return line.toString();
    }

    private static void add(List<String> parts, long count, String what) {
        if (count > 0) {
            parts.add(Human.count(count) + " " + what);
        }
    }

    private Tally tally(Snapshot snapshot) {
        GraphRow graph = snapshot.graph(plan.name());
        return graph == null
                ? Tally.ZERO
                : snapshot.lanes(graph.id()).stream()
                        .map(lane -> lane.tallyIn(graph.run().number()))
                        .reduce(Tally.ZERO, Tally::plus);
    }

    private List<Bad> bad(Snapshot snapshot) {
        GraphRow graph = snapshot.graph(plan.name());
        List<Bad> bad = new ArrayList<>();
        if (graph == null) {
            return bad;
        }
        Set<Integer> live = snapshot.lanes(graph.id()).stream()
                .filter(lane -> lane.run() == graph.run().number())
                .map(Lane::id)
                .collect(Collectors.toSet());
        long after = 0;
        while (true) {
            List<TaskRow> page = snapshot.list(graph.id(), BAD, after, PAGE);
            for (TaskRow row : page) {
                if (live.contains(row.lane())) {
                    bad.add(new Bad(row.id(), reason(snapshot, row)));
                }
                if (bad.size() == MOST_NAMED) {
                    return bad;
                }
            }
            if (page.size() < PAGE) {
                return bad;
            }
            after = page.get(PAGE - 1).seq();
        }
    }

    private static String reason(Snapshot snapshot, TaskRow row) {
        List<Attempt> attempts = snapshot.attempts(row.seq());
        for (int i = attempts.size() - 1; i >= 0; i--) {
            Failure failure = attempts.get(i).findings().failure();
            if (failure != null && !attempts.get(i).outcome().isEvent()) {
                return failure.message().lines().findFirst().orElse(failure.type());
            }
        }
        return StateNames.of(row.state());
    }

    private void tell(Bad bad) {
        streams.tell("  " + TextWidth.visible(bad.item()) + ": " + TextWidth.visible(bad.reason()));
        try {
            for (String text : LogFiles.lastLines(logs.latest(bad.item()), LAST_LINES, LogFiles.Escapes.STRIPPED)) {
                streams.tell("    | " + TextWidth.cut(TextWidth.visible(text), 500));
            }
        } catch (IOException e) {
            streams.tell("    (" + logs.latest(bad.item()) + " cannot be read: " + e.getMessage() + ")");
        }
    }
}
