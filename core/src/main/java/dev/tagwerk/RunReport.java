package dev.tagwerk;

import dev.tagwerk.flow.Input;
import dev.tagwerk.store.NearMatches;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of a run of a flow: each task in exactly one status. Values are read from the store when they are asked for.
 * Safe for use by several threads.
 */
public final class RunReport {
    private final String flow;
    private final List<TaskReport> tasks;
    private @Nullable Map<String, TaskReport> byName;
    private final Ending ending;
    private final Function<List<String>, Function<String, Input.Value>> values;
    private final Map<TaskReport.Status, Long> counts;

    /**
     * How a run ended as a whole. Immutable.
     *
     * @param started when it began
     * @param duration how long it took
     * @param cut why it ended before all was done; empty when it did not
     * @param abandoned names of tasks that went on although they were told to end; their results do not count
     */
    public record Ending(Instant started, Duration duration, String cut, List<String> abandoned) {
        /** Copies the list. */
        public Ending {
            abandoned = List.copyOf(abandoned);
        }
    }

    RunReport(
            String flow,
            List<TaskReport> tasks,
            Ending ending,
            Function<List<String>, Function<String, Input.Value>> values) {
        this.flow = flow;
        this.tasks = Collections.unmodifiableList(tasks);
        this.ending = ending;
        this.values = values;
        Map<TaskReport.Status, Long> counted = new EnumMap<>(TaskReport.Status.class);
        tasks.forEach(task -> counted.merge(task.status(), 1L, Long::sum));
        this.counts = Collections.unmodifiableMap(counted);
    }

    /** Name of the flow. */
    public String flow() {
        return flow;
    }

    /** How the run ended as a whole. */
    public Ending ending() {
        return ending;
    }

    /** Whether every task is good: completed, up to date, skipped or without change. */
    public boolean isGood() {
        return counts.keySet().stream().allMatch(TaskReport.Status::isGood);
    }

    /** All tasks, in the order of their declaration. */
    public List<TaskReport> tasks() {
        return tasks;
    }

    /** The tasks with this status, in the order of their declaration. */
    public List<TaskReport> tasks(TaskReport.Status status) {
        return tasks.stream().filter(task -> task.status() == status).toList();
    }

    /**
     * The task of this name.
     *
     * @throws NoSuchElementException when the run had none
     */
    public TaskReport task(String name) {
        Map<String, TaskReport> all = byName();
        TaskReport task = all.get(name);
        if (task == null) {
            List<String> near = NearMatches.of(name, all.keySet());
            throw new NoSuchElementException("The run of flow " + flow + " had no task \"" + name + "\""
                    + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"));
        }
        return task;
    }

    private synchronized Map<String, TaskReport> byName() {
        Map<String, TaskReport> known = byName;
        if (known == null) {
            known = new HashMap<>();
            for (TaskReport task : tasks) {
                known.put(task.name(), task);
            }
            byName = known;
        }
        return known;
    }

    /** How many tasks have each status; a status that no task has is not there. The numbers add up to all tasks. */
    public Map<TaskReport.Status, Long> counts() {
        return counts;
    }

    /** How many tasks have this status. */
    public long count(TaskReport.Status status) {
        return counts.getOrDefault(status, 0L);
    }

    /** How many tasks failed with each type of exception, by class name. */
    public Map<String, Long> failureCounts() {
        Map<String, Long> types = new TreeMap<>();
        tasks.stream()
                .filter(task -> !task.status().isGood())
                .flatMap(task -> task.failure().stream())
                .forEach(failure -> types.merge(failure.type(), 1L, Long::sum));
        return types;
    }

    /**
     * The value of this task, as it stands in the store.
     *
     * @throws IllegalStateException when it has none
     */
    public <T extends @Nullable Object> T result(Input<T> task) {
        task.names().forEach(this::requireValue);
        return task.join(values.apply(task.names()));
    }

    /**
     * The value of the task of this name, as it stands in the store.
     *
     * @throws IllegalStateException when it has none
     */
    public @Nullable Object result(String name) {
        requireValue(name);
        return values.apply(List.of(name)).apply(name).value();
    }

    /** Whether the task of this name has a value. */
    public boolean hasResult(String name) {
        return task(name).status().isGood()
                && values.apply(List.of(name)).apply(name).there();
    }

    private void requireValue(String name) {
        TaskReport task = task(name);
        if (!task.status().isGood()) {
            throw new IllegalStateException("Task " + name + " has no value: it is "
                    + task.status().word() + (task.reason().isEmpty() ? "" : " (" + task.reason() + ")"));
        }
        if (!values.apply(List.of(name)).apply(name).there()) {
            throw new IllegalStateException(
                    "Task " + name + " has no value: it is " + task.status().word() + ", and no earlier one is kept");
        }
    }

    /**
     * Throws unless every task is good.
     *
     * @throws FlowFailedException with the tasks that are not
     */
    public RunReport orThrow() {
        if (!isGood()) {
            throw new FlowFailedException(this);
        }
        return this;
    }

    /** One line for people: how many tasks have each status, and how long it took. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        counts.forEach((status, count) -> text.append(text.isEmpty() ? "" : ", ")
                .append(count)
                .append(' ')
                .append(status.word()));
        return flow + ": " + (text.isEmpty() ? "no tasks" : text)
                + String.format(
                        java.util.Locale.ROOT, " in %.2f s", ending.duration().toNanos() / 1e9)
                + (ending.cut().isEmpty() ? "" : " (" + ending.cut() + ")");
    }

    @Override
    public String toString() {
        return summary();
    }
}
