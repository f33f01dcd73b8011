package dev.tagwerk;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.TaskRow;
import java.util.List;

/**
 * A task with its history, as a monitor sees it. Immutable.
 *
 * @param row what the store keeps of it
 * @param dependencies names of the tasks that must be satisfied first
 * @param attempts its history, oldest first
 */
public record TaskView(TaskRow row, List<String> dependencies, List<Try> attempts) {
    /** Copies the lists. */
    public TaskView {
        dependencies = List.copyOf(dependencies);
        attempts = List.copyOf(attempts);
    }

    /**
     * One row of the history. Immutable.
     *
     * @param attempt the row
     * @param worker name of the worker; empty for none, or one that is not remembered any more
     * @param consumed names of the tasks whose results it relied on
     */
    public record Try(Attempt attempt, String worker, List<String> consumed) {}

    /** The task's name. */
    public String id() {
        return row.id();
    }
}
