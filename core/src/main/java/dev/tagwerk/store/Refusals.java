package dev.tagwerk.store;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Notes results that were not accepted in the history of their tasks. */
final class Refusals {
    private Refusals() {}

    static void record(Transaction tx, List<Answer.Refusal> refusals) {
        Set<Long> tasks = new HashSet<>();
        for (Answer.Refusal refusal : refusals) {
            if (refusal.ended().outcome() != Outcome.HANDED_BACK) {
                tasks.add(refusal.ended().claim().task());
            }
        }
        Set<Long> known = new HashSet<>();
        tx.tasks(tasks).forEach(row -> known.add(row.seq()));
        List<Attempt> rows = new ArrayList<>();
        for (Answer.Refusal refusal : refusals) {
            Ended ended = refusal.ended();
            ClaimRow claim = ended.claim();
            if (known.contains(claim.task()) && ended.outcome() != Outcome.HANDED_BACK) {
                Failure why =
                        Failure.of("ClaimLost", "came too late with " + ended.outcome() + ": " + refusal.reason());
                rows.add(new Attempt(
                        tx.next(1),
                        claim.task(),
                        new Attempt.By(claim.session(), claim.attempt(), claim.token(), ended.span()),
                        Outcome.REFUSED,
                        new Attempt.Findings("", ended.result().output(), why, List.of())));
            }
        }
        tx.addAttempts(rows);
    }
}
