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
     * @param retryAt when it may be tried again at the earliest, in milliseconds of the epoch; 0 for at
     *     once, {@link #NEVER} for not at all
     * @param payload what the task returned, to be kept; null leaves what is kept as it is
     */
    public record Result(
            String output,
            @Nullable Failure failure,
            long retryAt,
            @Nullable Payload payload) {
        /** As a time for the next attempt: there is to be none, whatever the budget. */
        public static final long NEVER = -1;

        /** A success without anything to show. */
        public static final Result NOTHING = new Result("", null, 0, null);

        /** A success with this fingerprint of its output. */
        public static Result output(String fingerprint) {
            return new Result(fingerprint, null, 0, null);
        }

        /** A failure that may be tried again at once. */
        public static Result failure(Failure failure) {
            return new Result("", failure, 0, null);
        }

        /** A success with this value, which is kept, and this fingerprint of it; empty for none. */
        public static Result value(String fingerprint, Payload payload) {
            return new Result(fingerprint, null, 0, payload);
        }

        /** A failure that may be tried again from then on, in milliseconds of the epoch. */
        public static Result retry(Failure failure, long retryAt) {
            return new Result("", failure, retryAt, null);
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
