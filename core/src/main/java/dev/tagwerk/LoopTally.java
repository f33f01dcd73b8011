package dev.tagwerk;

import dev.tagwerk.engine.Laid;
import dev.tagwerk.store.Tally;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what this worker did. Safe for use by several threads. */
final class LoopTally {
    private static final int MOST_FAILURES = 1_000;

    private final List<LoopReport.FailedTask> failures = new ArrayList<>();
    private long completed;
    private long failed;
    private long interrupted;
    private long refused;
    private Tally all = Tally.ZERO;
    private List<String> stopped = List.of();

    synchronized void count(List<Laid> laid) {
        for (Laid one : laid) {
            count(one.id(), one.ended().outcome(), one.ended().result().failure());
        }
    }

    synchronized void count(String id, Outcome outcome, @Nullable Failure failure) {
        if (outcome.isSuccess()) {
            completed++;
        } else if (outcome.isFailure()) {
            failed++;
            if (failures.size() < MOST_FAILURES) {
                failures.add(new LoopReport.FailedTask(id, failure == null ? outcome.toString() : failure.summary()));
            }
        } else if (outcome == Outcome.INTERRUPTED) {
            interrupted++;
        }
    }

    synchronized void countRefused() {
        refused++;
    }

    synchronized void stand(Tally tally) {
        all = tally;
    }

    synchronized Tally all() {
        return all;
    }

    synchronized long completed() {
        return completed;
    }

    synchronized void stop(List<String> names) {
        stopped = names;
    }

    synchronized List<String> stopped() {
        return stopped;
    }

    synchronized LoopReport report() {
        return new LoopReport(
                new LoopReport.Mine(completed, failed, interrupted, refused),
                all,
                List.copyOf(failures),
                !stopped.isEmpty());
    }
}
