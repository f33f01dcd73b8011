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
}
