package dev.tagwerk.store;

/**
 * Who runs a task now. Immutable.
 *
 * @param running how many workers hold a claim on it
 * @param done whether one of those that started together has succeeded already, so that nobody new joins
 */
public record Slots(int running, boolean done) {
    /** Nobody. */
    public static final Slots FREE = new Slots(0, false);

    private static final Slots ONE = new Slots(1, false);

    /** One worker more. */
    Slots joined() {
        return running == 0 && !done ? ONE : new Slots(running + 1, done);
    }

    /** One worker fewer; {@code success} says whether it succeeded. */
    Slots left(boolean success) {
        return running == 1 && !done && !success ? FREE : new Slots(running - 1, done || success);
    }
}
