package dev.tagwerk.store;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes in the ends of attempts: checks each token, settles the task, writes the history. For one thread at a time.
 */
final class Settling {
    private static final Failure DEATH = Failure.of("WorkerDied", "the worker was gone, or silent for a whole lease");

    private final Workspace space;
    private final List<Answer.Refusal> refusals = new ArrayList<>();
    private long completed;
    private long failed;
    private long released;

    Settling(Workspace space) {
        this.space = space;
    }

    /** Settles these ends of attempts of one session. */
    void settle(long session, List<Ended> ended) {
        if (ended.isEmpty()) {
            return;
        }
        LongMap<ClaimRow> claims = new LongMap<>(ended.size());
        Numbers tokens = new Numbers(ended.size());
        ended.forEach(end -> tokens.append(end.token()));
        Numbers tasks = new Numbers(ended.size());
        for (ClaimRow claim : space.tx.claims(tokens)) {
            claims.put(claim.token(), claim);
            tasks.append(claim.task());
        }
        space.load(tasks);
        Map<Long, List<Long>> consumed = consumed(ended, claims);
        Numbers spent = new Numbers(ended.size());
        LongMap<Ended> settled = new LongMap<>(ended.size());
        List<Snapshot.Result> results = new ArrayList<>();
        for (Ended end : ended) {
            ClaimRow claim = claims.get(end.token());
            TaskRow row = claim == null ? null : space.row(claim.task());
            if (claim == null || row == null || claim.session() != session || settled.put(end.token(), end) != null) {
                refusals.add(new Answer.Refusal(end, "the claim had been lost: another worker may have the task now"));
                continue;
            }
            spent.append(claim.token());
            Payload payload = end.result().payload();
            if (payload != null && end.outcome().isSuccess()) {
                results.add(new Snapshot.Result(row.seq(), payload));
            }
            settle(row, claim, end, consumed.getOrDefault(row.seq(), List.of()));
        }
        space.tx.removeClaims(spent);
        space.tx.saveResults(results);
        released += spent.size();
    }

    private void settle(TaskRow row, ClaimRow claim, Ended end, List<Long> consumed) {
        long number = space.tx.next(1);
        if (end.outcome() != Outcome.HANDED_BACK) {
            Attempt.Findings findings =
                    Attempt.Findings.of(row.terms().evidence().fingerprint(), end.result(), consumed);
            space.record(new Attempt(
                    number,
                    row.seq(),
                    new Attempt.By(claim.session(), claim.attempt(), claim.token(), end.span()),
                    end.outcome(),
                    findings));
            if (end.outcome().isSuccess()) {
                completed++;
            } else if (end.outcome().isFailure()) {
                failed++;
            }
        }
        space.put(Decisions.ended(row, claim, end, number));
    }

    /** The dependencies of the tasks that succeeded, for the history. */
    private Map<Long, List<Long>> consumed(List<Ended> ended, LongMap<ClaimRow> claims) {
        Set<Long> wanted = new HashSet<>();
        for (Ended end : ended) {
            ClaimRow claim = claims.get(end.token());
            TaskRow row = claim == null ? null : space.row(claim.task());
            // Only a task with a satisfied dependency has seen an output.
            if (row != null
                    && end.outcome().isSuccess()
                    && row.standing().gate().newest() > 0) {
                wanted.add(row.seq());
            }
        }
        return wanted.isEmpty() ? Map.of() : space.tx.needs(wanted);
    }

    /** Settles all claims of a session as dead, by whoever found that out. */
    void bury(long session) {
        List<Ended> ends = new ArrayList<>();
        for (ClaimRow claim : space.tx.claimsOf(List.of(session))) {
            // When it really ended nobody knows: at the latest now, by the clock of whoever found out.
            long began = Math.min(claim.grant().at(), space.now);
            Span span = new Span(began, TimeUnit.MILLISECONDS.toNanos(space.now - began));
            ends.add(new Ended(claim, Outcome.KILLED, span, Ended.Result.failure(DEATH)));
        }
        settle(session, ends);
    }

    /** Gives back all claims that a session still has. */
    void handBack(long session) {
        List<Ended> ends = new ArrayList<>();
        for (ClaimRow claim : space.tx.claimsOf(List.of(session))) {
            ends.add(Ended.handedBack(claim, space.now));
        }
        settle(session, ends);
    }

    /** The results that were not accepted. */
    List<Answer.Refusal> refusals() {
        return refusals;
    }

    /** What the session has done after this, having done {@code before} and made {@code claimed} new claims. */
    WorkerRow.Done done(WorkerRow.Done before, int claimed) {
        return new WorkerRow.Done(
                before.completed() + completed, before.failed() + failed, before.holding() - released + claimed);
    }
}
