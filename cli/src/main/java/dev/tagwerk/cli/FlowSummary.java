package dev.tagwerk.cli;

import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.task.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tells what came of a run: what failed and why, and one line that adds up. For one thread at a time. */
final class FlowSummary {
    private static final int MOST_NAMED = 20;
    private static final int STACK_LINES = 5;
    private static final int LAST_LINES = 5;
    private static final int LONGEST_LINE = 500;

    private final Streams streams;
    private final String address;
    private final LogFiles logs;

    FlowSummary(Streams streams, String address, LogFiles logs) {
        this.streams = streams;
        this.address = address;
        this.logs = logs;
    }

    void print(RunReport report, boolean verbose) {
        if (verbose) {
            report.tasks(TaskReport.Status.UP_TO_DATE).forEach(task -> out("= " + task.name() + " is up to date"));
        }
        List<TaskReport> failed = report.tasks().stream()
                .filter(task -> !task.status().isGood()
                        && task.status() != TaskReport.Status.NOT_RUN
                        && task.status() != TaskReport.Status.BLOCKED)
                .toList();
        failed.stream().limit(MOST_NAMED).forEach(task -> tell(report, task));
        if (failed.size() > MOST_NAMED) {
            out("");
            out("and " + Human.count(failed.size() - MOST_NAMED) + " more that did not end well");
        }
        List<TaskReport> blocked = report.tasks(TaskReport.Status.BLOCKED);
        List<String> abandoned = report.ending().abandoned();
        if (!failed.isEmpty() || !blocked.isEmpty() || !abandoned.isEmpty()) {
            out("");
        }
        blocked.stream().limit(MOST_NAMED).forEach(task -> out("blocked: " + blockage(task)));
        if (blocked.size() > MOST_NAMED) {
            out("blocked: and " + Human.count(blocked.size() - MOST_NAMED) + " more");
        }
        abandoned.forEach(name -> out("given up: " + name + " went on although it was interrupted"));
        out(line(report));
        if (!report.isGood()) {
            out("the next start goes on from here; what failed is tried again");
        }
    }

    /** A task in front of it ended badly, or has no value: then the reason is a sentence of its own. */
    private static String blockage(TaskReport task) {
        return task.name() + (task.reason().startsWith("waits for ") ? " " : ": ") + task.reason();
    }

    /** For instance {@code Report.java: 4 tasks: 3 completed, 1 failed; 2.1 s}. */
    private static String line(RunReport report) {
        int all = report.tasks().size();
        List<String> parts = new ArrayList<>();
        Arrays.stream(TaskReport.Status.values())
                .filter(status -> report.count(status) > 0)
                .forEach(status -> parts.add(Human.count(report.count(status)) + " " + status.word()));
        String cut = report.ending().cut();
        return report.flow() + ": "
                + (all == 0 ? "no tasks" : Words.count(all, "task") + ": " + String.join(", ", parts))
                + "; " + Human.duration(report.ending().duration()) + (cut.isEmpty() ? "" : " (" + cut + ")");
    }

    private void tell(RunReport report, TaskReport task) {
        out("");
        out(task.status().word() + ": " + task.name()
                + (task.attempts() > 1 ? " (" + task.attempts() + " attempts)" : ""));
        task.failure().ifPresentOrElse(this::tell, () -> out("    " + task.reason()));
        try {
            List<String> printed = LogFiles.lastLines(logs.latest(task.name()), LAST_LINES, LogFiles.Escapes.STRIPPED);
            printed.forEach(text -> out("    | " + TextWidth.cut(TextWidth.visible(text), LONGEST_LINE)));
            if (!printed.isEmpty()) {
                out("    all that it printed: tagwerk log " + ShellWord.readable(task.name()) + again(report));
            }
        } catch (IOException unreadable) {
            out("    (" + logs.latest(task.name()) + " cannot be read: " + unreadable.getMessage() + ")");
        }
    }

    private String again(RunReport report) {
        String store = address.equals(StoreOption.DEFAULT) ? "" : " --store " + ShellWord.readable(address);
        return store + " --name " + ShellWord.readable(report.flow());
    }

    /** The whole message, for it may have several lines; then the places in the user's code. */
    private void tell(Failure failure) {
        List<String> lines = failure.message().lines().limit(STACK_LINES).toList();
        out("    " + (failure.stack().isEmpty() && !lines.isEmpty() ? lines.get(0) : failure.summary()));
        lines.stream().skip(1).forEach(text -> out("    " + text));
        FailureLines.of(failure).stream().limit(STACK_LINES).forEach(text -> out("      " + text));
    }

    private void out(String text) {
        streams.out().println(TextWidth.visible(text));
    }
}
