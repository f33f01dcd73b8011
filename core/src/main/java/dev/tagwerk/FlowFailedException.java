package dev.tagwerk;

import java.util.List;
import java.util.stream.Collectors;

/** Not all tasks of a run are good. */
public final class FlowFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NAMED = 10;

    private final transient RunReport report;

    FlowFailedException(RunReport report) {
        super(message(report));
        this.report = report;
    }

    private static String message(RunReport report) {
        List<TaskReport> bad =
                report.tasks().stream().filter(task -> !task.status().isGood()).toList();
        return report.summary()
                + bad.stream()
                        .limit(NAMED)
                        .map(task -> "\n  " + task.name() + ": " + task.status().word()
                                + (task.reason().isEmpty() ? "" : ", " + task.reason()))
                        .collect(Collectors.joining())
                + (bad.size() > NAMED ? "\n  … and " + (bad.size() - NAMED) + " more" : "");
    }

    /** What came of the run. */
    public RunReport report() {
        return report;
    }
}
