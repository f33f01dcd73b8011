package dev.tagwerk.task;

/**
 * What is known of a task's input when it is declared. Immutable.
 *
 * @param fingerprint digest of all that the result depends on, as given by the user; empty for none
 * @param guard digest of the item behind a task whose id is only a position, to notice a changed input; 0 for none
 */
public record Evidence(String fingerprint, long guard) {
    /** Nothing known. */
    public static final Evidence NONE = new Evidence("", 0);
}
