package dev.tagwerk.cli;

import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.Locale;

/** States and outcomes in the words of people, and their colours. */
final class StateNames {
    private StateNames() {}

    /** For instance {@code timed out}. */
    static String of(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** The colour of a state. */
    static Tables.Style style(TaskState state) {
        return switch (state) {
            case COMPLETED, SKIPPED, UP_TO_DATE -> Tables.Style.GOOD;
            case RUNNING -> Tables.Style.ACTIVE;
            case FAILED, TIMED_OUT -> Tables.Style.BAD;
            case KILLED, CANCELLED -> Tables.Style.WORST;
            case BLOCKED -> Tables.Style.HELD;
            case IN_DOUBT -> Tables.Style.CHANGED;
            case UNKNOWN, UNWANTED -> Tables.Style.FAINT;
            case WAITING, READY -> Tables.Style.PLAIN;
        };
    }

    /** The colour of an outcome. */
    static Tables.Style style(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED, NO_CHANGE, SKIPPED -> Tables.Style.GOOD;
            case FAILED, TIMED_OUT -> Tables.Style.BAD;
            case KILLED, CANCELLED, REFUSED -> Tables.Style.WORST;
            case INVALIDATED, REOPENED -> Tables.Style.CHANGED;
            case INTERRUPTED, HANDED_BACK -> Tables.Style.ACTIVE;
        };
    }
}
