package dev.tagwerk.store;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * The end of an attempt, as a worker hands it in. Immutable.
 *
 * @param claim the claim under which it ran; only its token counts, the rest is for the history of refused results
 * @param outcome how it ended
 * @param span when it ran
 * @param result what came of it
 */
public record Ended(ClaimRow claim, Outcome outcome, Span span, Result result) {
    /**
     * What came of an attempt. Immutable.
     *
     * @param output fingerprint of what it produced; empty for none
     * @param failure why it did not end well; null for a success
     * @param retryAt when it may be tried again at the earliest, in milliseconds of the epoch; 0 for at once
     */
    public record Result(String output, @Nullable Failure failure, long retryAt) {
        /** A success without anything to show. */
        public static final Result NOTHING = new Result("", null, 0);

        /** A success with this fingerprint of its output. */
        public static Result output(String fingerprint) {
            return new Result(fingerprint, null, 0);
        }

        /** A failure that may be tried again at once. */
        public static Result failure(Failure failure) {
            return new Result("", failure, 0);
        }
    }

    /** The claim's token. */
    public long token() {
        return claim.token();
    }

    /** A claim given back before its body started. */
    public static Ended handedBack(ClaimRow claim, long now) {
        return new Ended(claim, Outcome.HANDED_BACK, new Span(now, 0), Result.NOTHING);
    }
}
