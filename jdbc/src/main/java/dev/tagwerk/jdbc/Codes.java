package dev.tagwerk.jdbc;

import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The numbers under which a store file knows states and outcomes: the place of each in its enum, as in a tally. A test
 * pins them, so that nobody reorders an enum unawares.
 */
@SuppressWarnings("EnumOrdinal") // the one place where a place in an enum becomes a number, and back
final class Codes {
    private static final TaskState[] STATES = TaskState.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final WorkerRow.State[] WORKER_STATES = WorkerRow.State.values();

    private Codes() {}

    static int of(TaskState state) {
        return state.ordinal();
    }

    /** The numbers of these states, for a list in SQL. */
    static String list(Collection<TaskState> states) {
        return states.stream().map(state -> Integer.toString(of(state))).collect(Collectors.joining(", "));
    }

    static int of(Outcome outcome) {
        return outcome.ordinal();
    }

    static int of(WorkerRow.State state) {
        return state.ordinal();
    }

    static TaskState state(int code) {
        return STATES[code];
    }

    static Outcome outcome(int code) {
        return OUTCOMES[code];
    }

    static WorkerRow.State workerState(int code) {
        return WORKER_STATES[code];
    }
}
