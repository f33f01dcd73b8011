package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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
    /** Up to so many dependencies, tasks about which nothing has happened yet share one standing for each number of them. */
    private static final int ALIKE = 16;

    private static final Map<TaskState, List<Standing>> SHARED = new EnumMap<>(Map.of(
            TaskState.READY, alike(TaskState.READY),
            TaskState.WAITING, alike(TaskState.WAITING),
            TaskState.UNWANTED, alike(TaskState.UNWANTED)));

    private static List<Standing> alike(TaskState state) {
        return IntStream.range(0, ALIKE)
                .mapToObj(pending -> new Standing(
                        state, pending == 0 ? Gate.OPEN : new Gate(pending, 0, 0), Slots.FREE, Tries.NONE, 0))
                .toList();
    }

    /** A task about which nothing has happened yet. */
    public static Standing fresh(TaskState state, Gate gate) {
        List<Standing> shared = gate.isUntouched() && gate.pending() < ALIKE ? SHARED.get(state) : null;
        return shared == null ? new Standing(state, gate, Slots.FREE, Tries.NONE, 0) : shared.get(gate.pending());
    }

    @SuppressWarnings("ReferenceEquality") // what is equal but not the same is only not shared
    private static Standing of(TaskState state, Gate gate, Slots slots, Tries tries, long retryAt) {
        return slots == Slots.FREE && tries == Tries.NONE && retryAt == 0
                ? fresh(state, gate)
                : new Standing(state, gate, slots, tries, retryAt);
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
        return of(next, gate, newSlots, tries, retryAt);
    }

    /** The same behind this gate. */
    public Standing with(Gate newGate) {
        return of(state, newGate, slots, tries, retryAt);
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
