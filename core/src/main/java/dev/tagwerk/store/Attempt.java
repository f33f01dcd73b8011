package dev.tagwerk.store;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of a task's history. Immutable.
 *
 * @param seq commit number, which gives the order of the history
 * @param task number of the task
 * @param run who ran it, and when
 * @param outcome how it ended
 * @param findings what came of it
 */
public record Attempt(long seq, long task, By run, Outcome outcome, Findings findings) {
    /**
     * Who and when. Immutable.
     *
     * @param session the worker's session; 0 for none
     * @param number number of the attempt, from 1; 0 for an event between attempts
     * @param token the claim's token; 0 for none
     * @param span when it ran
     */
    public record By(long session, int number, long token, Span span) {}

    /**
     * What came of it. Immutable.
     *
     * @param fingerprint the task's declared fingerprint; empty for none
     * @param output fingerprint of the output; empty for none
     * @param failure why it did not end well; null for none
     * @param consumed numbers of the tasks that a success relied on, as they stood at the number of its claim
     */
    public record Findings(
            String fingerprint, String output, @Nullable Failure failure, List<Long> consumed) {
        /** Nothing. */
        public static final Findings NONE = new Findings("", "", null, List.of());

        /** What came of an attempt of a task with this fingerprint that relied on these tasks. */
        static Findings of(String fingerprint, Ended.Result result, List<Long> consumed) {
            boolean nothing = fingerprint.isEmpty()
                    && result.output().isEmpty()
                    && result.failure() == null
                    && consumed.isEmpty();
            return nothing ? NONE : new Findings(fingerprint, result.output(), result.failure(), consumed);
        }
    }
}
