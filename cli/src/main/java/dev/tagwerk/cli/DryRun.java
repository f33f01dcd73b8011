package dev.tagwerk.cli;

import dev.tagwerk.Monitor;
import dev.tagwerk.TaskView;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.GraphAnalysis;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.store.TaskRow;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a run would do, as far as that can be told before. For one thread at a time. */
final class DryRun {
    private final Streams streams;
    private final FlowPlan plan;
    private final String address;
    private final boolean full;
    private final Params params;

    DryRun(Streams streams, LoadedFlow loaded, String address, Params params, boolean full) {
        this.streams = streams;
        this.plan = loaded.plan();
        this.params = params;
        this.address = address;
        this.full = full;
    }

    /** What would happen to a task. */
    private enum Verdict {
        RUN,
        MAYBE,
        NOT
    }

    void print(boolean json) {
        Map<String, TaskRow> known = known();
        Map<String, Verdict> verdicts = new HashMap<>();
        GraphAnalysis graph = plan.graph().analysis();
        for (List<Integer> level : graph.levels()) {
            for (Integer place : level) {
                PlannedTask task = plan.task(graph.node(place).name());
                String why = why(task, known.get(task.name()));
                Verdict verdict =
                        !why.isEmpty() ? Verdict.RUN : mayChange(task, verdicts) ? Verdict.MAYBE : Verdict.NOT;
                verdicts.put(task.name(), verdict);
                String reason = verdict == Verdict.MAYBE ? "if what it depends on changes" : why;
                if (json) {
                    tellJson(task.name(), verdict, reason);
                } else if (verdict != Verdict.NOT) {
                    String words = verdict == Verdict.RUN ? "would run  " : "may run    ";
                    streams.out().println(words + TextWidth.visible(task.name()) + "  (" + reason + ")");
                }
            }
        }
        if (!json) {
            streams.out()
                    .println(plan.name() + ": " + count(verdicts, Verdict.RUN) + " would run, "
                            + count(verdicts, Verdict.MAYBE) + " may run, " + count(verdicts, Verdict.NOT)
                            + " up to date; nothing was done");
        }
    }

    private static boolean mayChange(PlannedTask task, Map<String, Verdict> verdicts) {
        return task.dependencies().stream()
                .map(verdicts::get)
                .anyMatch(verdict -> verdict == Verdict.RUN || verdict == Verdict.MAYBE);
    }

    private static String count(Map<String, Verdict> verdicts, Verdict which) {
        return Human.count(
                verdicts.values().stream().filter(verdict -> verdict == which).count());
    }

    private void tellJson(String task, Verdict verdict, String reason) {
        new JsonOut(streams.out())
                .line(fields -> fields.put("type", "plan")
                        .put("flow", plan.name())
                        .put("task", task)
                        .put(
                                "verdict",
                                switch (verdict) {
                                    case RUN -> "would_run";
                                    case MAYBE -> "may_run";
                                    case NOT -> "up_to_date";
                                })
                        .put("reason", reason.isEmpty() ? null : reason));
    }

    private String why(PlannedTask task, @Nullable TaskRow row) {
        if (full) {
            return "full run";
        }
        if (task.settings().handling().always()) {
            return "it always runs";
        }
        if (row == null) {
            return "never run";
        }
        if (!row.hasValidSuccess()) {
            return row.state().isFinalFailure() ? "it failed" : "not done";
        }
        String fingerprint = task.fingerprint(params);
        return !fingerprint.isEmpty()
                        && row.success() != null
                        && !fingerprint.equals(row.success().fingerprint())
                ? "its fingerprint or a parameter has changed"
                : "";
    }

    private Map<String, TaskRow> known() {
        Map<String, TaskRow> rows = new LinkedHashMap<>();
        Optional<Monitor> found = Monitor.find(address);
        if (found.isPresent()) {
            try (Monitor monitor = found.get()) {
                for (String name : plan.tasks().keySet()) {
                    monitor.task(plan.name(), name).map(TaskView::row).ifPresent(row -> rows.put(name, row));
                }
            }
        }
        return rows;
    }
}
