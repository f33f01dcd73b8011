package dev.tagwerk;

import java.util.List;

/**
 * Says that a loop with the policy to stop on failures has stopped, and names tasks that failed for good.
 */
public final class LoopStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> failures;

    LoopStoppedException(String loop, List<String> failures) {
        super(loop + ": stopped, because these tasks have failed for good: " + String.join(", ", failures)
                + ". Mend the reason, then allow another try (tagwerk retry --failed, or a larger budget).");
        this.failures = failures;
    }

    /** Names of some of the tasks that failed. */
    public List<String> failures() {
        return failures;
    }
}
