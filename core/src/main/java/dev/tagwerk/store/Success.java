package dev.tagwerk.store;

/**
 * What is remembered of a task's last success. Immutable.
 *
 * @param fingerprint the declared fingerprint with which it ran; empty for none
 * @param claimedAt commit number of the claim: outputs of dependencies that are newer were not seen
 * @param changedAt commit number at which its output last changed
 * @param output the fingerprint of its output; empty when it has none, and then every success counts as a change
 * @param valid whether it still counts: false once the task was invalidated
 */
public record Success(String fingerprint, long claimedAt, long changedAt, String output, boolean valid) {
    /** The same, not counting any more. */
    public Success invalidated() {
        return new Success(fingerprint, claimedAt, changedAt, output, false);
    }
}
