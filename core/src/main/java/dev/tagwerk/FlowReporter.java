package dev.tagwerk;

import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.Input;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.Blockage;
import dev.tagwerk.store.Brief;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes the report of a run from what the store says: what was tried since this process joined the run, by whomever, and which
 * tasks are not satisfied. What is neither is up to date. For one thread at a time.
 */
final class FlowReporter {
    private static final int PAGE = 1_000;
    private static final Set<Outcome> ATTEMPTS = EnumSet.copyOf(List.of(Outcome.values()).stream()
            .filter(outcome -> !outcome.isEvent())
            .toList());
    private static final Set<TaskState> OPEN = EnumSet.copyOf(List.of(TaskState.values()).stream()
            .filter(state -> !state.isSatisfied())
            .toList());

    private final FlowRun.Parts parts;
    private final FlowPlan plan;
    private final long session;
    private final List<String> abandoned;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, TaskRow> open = new HashMap<>();
    private final Set<String> undeclared = new HashSet<>();
    private final Map<Long, String> causes = new HashMap<>();
    private final Map<Long, String> workers = new HashMap<>();

    /**
     * Makes reports.
     *
     * @param session the session of this process's worker: what has a larger number happened after it joined
     */
    FlowReporter(FlowRun.Parts parts, long session, List<String> abandoned) {
        this.parts = parts;
        this.plan = parts.plan();
        this.session = session;
        this.abandoned = abandoned;
    }

    /** What this run has tried of a task: how often, and how the last attempt ended. */
    private record Seen(int attempts, Outcome outcome, TaskReport.Last last) {}

    /** How long a run took, and why it ended before all was done; empty when it did not. */
    record Cut(Duration duration, String why) {}

    RunReport report(Instant started, Cut cut) {
        Store store = parts.place().store();
        readAttempts(store);
        readOpen(store);
        readCauses(store);
        if (!cut.why().isEmpty()) {
            readUndeclared(store);
        }
        List<TaskReport> reports = new ArrayList<>(plan.tasks().size());
        plan.tasks().keySet().forEach(name -> reports.add(report(name)));
        FlowValues values = parts.dealings().values();
        Function<List<String>, Function<String, Input.Value>> reader =
                names -> parts.place().read(again -> values.read(again, names));
        return new RunReport(
                plan.name(), reports, new RunReport.Ending(started, cut.duration(), cut.why(), abandoned), reader);
    }

    private void readAttempts(Store store) {
        long after = session;
        boolean more = true;
        while (more) {
            long from = after;
            List<Attempt> page = store.read(snapshot -> page(snapshot, from));
            more = page.size() == PAGE;
            after = page.isEmpty() ? after : page.get(page.size() - 1).seq();
        }
    }

    private List<Attempt> page(Snapshot snapshot, long after) {
        GraphRow graph = snapshot.graph(plan.name());
        if (graph == null) {
            return List.of();
        }
        List<Attempt> page = snapshot.history(graph.id(), ATTEMPTS, after, PAGE);
        Map<Long, String> names = snapshot
                .tasks(page.stream().map(Attempt::task).collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(TaskRow::seq, TaskRow::id));
        for (Attempt attempt : page) {
            String name = names.get(attempt.task());
            if (name != null && plan.tasks().containsKey(name)) {
                Seen before = seen.get(name);
                int count = before == null ? 1 : before.attempts() + 1;
                seen.put(name, new Seen(count, attempt.outcome(), last(snapshot, attempt)));
            }
        }
        return page;
    }

    private TaskReport.Last last(Snapshot snapshot, Attempt attempt) {
        Attempt.By run = attempt.run();
        String worker = workers.computeIfAbsent(run.session(), number -> {
            WorkerRow row = snapshot.worker(number);
            return row == null ? "" : row.profile().identity();
        });
        return new TaskReport.Last(
                run.number(),
                run.span().start(),
                run.span().nanos(),
                worker,
                attempt.findings().failure());
    }

    private void readOpen(Store store) {
        long after = 0;
        boolean more = true;
        while (more) {
            long from = after;
            List<TaskRow> page = store.read(snapshot -> {
                GraphRow graph = snapshot.graph(plan.name());
                return graph == null ? List.<TaskRow>of() : snapshot.list(graph.id(), OPEN, from, PAGE);
            });
            page.forEach(row -> open.put(row.id(), row));
            more = page.size() == PAGE;
            after = page.isEmpty() ? after : page.get(page.size() - 1).seq();
        }
    }

    /** A run that was cut may not have come to declare all of its tasks: those that no store knows are not up to date. */
    private void readUndeclared(Store store) {
        List<String> silent = plan.tasks().keySet().stream()
                .filter(name -> !open.containsKey(name) && !seen.containsKey(name))
                .toList();
        for (int from = 0; from < silent.size(); from += PAGE) {
            List<String> page = silent.subList(from, Math.min(from + PAGE, silent.size()));
            undeclared.addAll(page);
            List<Brief> known = store.read(snapshot -> {
                GraphRow graph = snapshot.graph(plan.name());
                return graph == null ? List.<Brief>of() : snapshot.brief(graph.id(), page);
            });
            known.stream().filter(Brief::isSettled).forEach(task -> undeclared.remove(task.id()));
        }
    }

    private void readCauses(Store store) {
        List<TaskRow> blocked = open.values().stream()
                .filter(row -> row.state() == TaskState.BLOCKED)
                .toList();
        if (!blocked.isEmpty()) {
            Map<Long, TaskRow> roots = store.read(snapshot -> Blockage.causes(snapshot, blocked));
            roots.forEach((number, root) -> causes.put(number, root.id()));
        }
    }

    private TaskReport report(String name) {
        if (undeclared.contains(name)) {
            return new TaskReport(name, TaskReport.Status.NOT_RUN, "", 0, null);
        }
        TaskRow row = open.get(name);
        Seen tried = seen.remove(name);
        TaskReport.Last lastTry = tried == null ? null : tried.last();
        int tries = tried == null ? 0 : tried.attempts();
        if (row == null) {
            return new TaskReport(name, good(tried == null ? null : tried.outcome()), reason(lastTry), tries, lastTry);
        }
        TaskReport.Status status = status(row, lastTry);
        return new TaskReport(name, status, reason(row, status, lastTry), tries, lastTry);
    }

    private static TaskReport.Status good(@Nullable Outcome outcome) {
        if (outcome == null) {
            return TaskReport.Status.UP_TO_DATE;
        }
        return switch (outcome) {
            case SKIPPED -> TaskReport.Status.SKIPPED;
            case NO_CHANGE -> TaskReport.Status.NO_CHANGE;
            default -> TaskReport.Status.COMPLETED;
        };
    }

    private static TaskReport.Status status(TaskRow row, TaskReport.@Nullable Last lastTry) {
        return switch (row.state()) {
            case FAILED -> TaskReport.Status.FAILED;
            case TIMED_OUT -> TaskReport.Status.TIMED_OUT;
            case KILLED -> TaskReport.Status.KILLED;
            case BLOCKED -> TaskReport.Status.BLOCKED;
            case CANCELLED ->
                lastTry != null
                                && lastTry.failure() != null
                                && lastTry.failure().type().equals(FlowAttempt.NO_VALUE)
                        ? TaskReport.Status.BLOCKED
                        : TaskReport.Status.CANCELLED;
            default -> TaskReport.Status.NOT_RUN;
        };
    }

    private static String reason(TaskReport.@Nullable Last lastTry) {
        Failure failure = lastTry == null ? null : lastTry.failure();
        return failure == null ? "" : failure.message();
    }

    private String reason(TaskRow row, TaskReport.Status status, TaskReport.@Nullable Last lastTry) {
        if (row.state() == TaskState.BLOCKED) {
            return "waits for " + causes.getOrDefault(row.seq(), "a task that ended badly");
        }
        Failure failure = lastTry == null ? null : lastTry.failure();
        if (failure != null) {
            return status == TaskReport.Status.FAILED ? failure.summary() : failure.message();
        }
        return switch (row.state()) {
            case RUNNING -> "another process runs it";
            case READY -> missingLabels(row.id());
            default -> "";
        };
    }

    private String missingLabels(String name) {
        Set<String> labels = plan.task(name).settings().conditions().requirements();
        return labels.isEmpty() ? "" : "no worker had its labels: " + String.join(", ", labels);
    }
}
