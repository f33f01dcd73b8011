package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;

/**
 * Where a task stands. Immutable.
 *
 * @param state the state
 * @param gate what its dependencies say
 * @param slots who runs it
 * @param tries what was tried since the last success
 * @param retryAt when a waiting retry is due, in milliseconds of the epoch; 0 for no retry waiting
 */
public record Standing(TaskState state, Gate gate, Slots slots, Tries tries, long retryAt) {
    private static final Standing READY = new Standing(TaskState.READY, Gate.OPEN, Slots.FREE, Tries.NONE, 0);
    private static final Standing WAITING = new Standing(TaskState.WAITING, Gate.OPEN, Slots.FREE, Tries.NONE, 0);
    private static final Standing UNWANTED = new Standing(TaskState.UNWANTED, Gate.OPEN, Slots.FREE, Tries.NONE, 0);

    /** A task about which nothing has happened yet. */
    public static Standing fresh(TaskState state, Gate gate) {
        Standing common = switch (state) {
            case READY -> READY;
            case WAITING -> WAITING;
            case UNWANTED -> UNWANTED;
            default -> null;
        };
        if (common != null && gate.equals(Gate.OPEN)) {
            return common;
        }
        return new Standing(state, gate, Slots.FREE, Tries.NONE, 0);
    }

    /** The same in this state; says when the transition is not a legal one. */
    public Standing in(TaskState next) {
        return next == state ? this : in(next, slots);
    }

    /** The same in this state, with these workers on it; says when the transition is not a legal one. */
    Standing in(TaskState next, Slots newSlots) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("A task cannot go from " + state + " to " + next
                    + ". This is a bug in Tagwerk; please report it with the store file.");
        }
        return new Standing(next, gate, newSlots, tries, retryAt);
    }

    /** The same behind this gate. */
    public Standing with(Gate newGate) {
        return new Standing(state, newGate, slots, tries, retryAt);
    }

    /** The same with these workers on it. */
    public Standing with(Slots newSlots) {
        return new Standing(state, gate, newSlots, tries, retryAt);
    }

    /** The same with these tries. */
    public Standing with(Tries newTries) {
        return new Standing(state, gate, slots, newTries, retryAt);
    }

    /** The same with these workers on it, and these tries. */
    Standing with(Slots newSlots, Tries newTries) {
        return new Standing(state, gate, newSlots, newTries, retryAt);
    }

    /** The same with a retry due then; 0 for none. */
    public Standing retryingAt(long millis) {
        return millis == retryAt ? this : new Standing(state, gate, slots, tries, millis);
    }
}
