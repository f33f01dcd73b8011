package dev.tagwerk.cli;

import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport;
import dev.tagwerk.task.Failure;

/** What came of a run, as JSON; docs/json.md describes it. For one thread at a time. */
final class FlowJson {
    private final JsonOut json;

    FlowJson(Output output) {
        this.json = new JsonOut(output);
    }

    void print(RunReport report) {
        report.tasks().forEach(this::print);
        json.line(fields -> fields.put("type", "run")
                .put("flow", report.flow())
                .put("good", report.isGood())
                .put("started", report.ending().started())
                .seconds("run", report.ending().duration())
                .put("tasks", report.tasks().size())
                .put(
                        "cut",
                        report.ending().cut().isEmpty() ? null : report.ending().cut())
                .put("abandoned", report.ending().abandoned())
                .object("statuses", counts -> {
                    for (TaskReport.Status status : TaskReport.Status.values()) {
                        counts.put(StatusJson.key(status), report.count(status));
                    }
                }));
    }

    private void print(TaskReport task) {
        Failure failure = task.failure().orElse(null);
        json.line(fields -> fields.put("type", "task")
                .put("task", task.name())
                .put("status", StatusJson.key(task.status()))
                .put("reason", task.reason().isEmpty() ? null : task.reason())
                .put("attempts", task.attempts())
                .put("started", task.started().orElse(null))
                .put("finished", task.finished().orElse(null))
                .seconds("run", task.last() == null ? null : task.duration())
                .put("worker", task.last() == null ? null : task.last().worker())
                .put("failure", failure == null ? null : failure.type())
                .put("message", failure == null ? null : failure.message())
                .put("stack", failure == null ? null : failure.stack()));
    }
}
