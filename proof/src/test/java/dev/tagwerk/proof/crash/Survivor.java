package dev.tagwerk.proof.crash;

import dev.tagwerk.LoopReport;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.task.Task;
import java.time.Duration;

/** A worker in this process that finishes what the others left. */
final class Survivor {
    private Survivor() {}

    /** Walks the loop of this job to its end; dead workers of this host are found at once, others after their lease. */
    static LoopReport finish(Place place, Job job) {
        try (Ledger ledger = Ledger.open(place.ledger());
                Store store = place.open();
                SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(() -> Tasks.of(job))
                        .named(Place.LOOP)
                        .store(store)
                        .threads(2)
                        .killedRetries(job.number("killed", 1_000_000))
                        .lease(Duration.ofMillis(job.number("lease", 15_000)))
                        .progress(false)
                        .open()) {
            return loop.runClaims(claim -> {
                ledger.write(Ledger.Event.START, claim.item().data(), claim.token());
                ledger.write(Ledger.Event.END, claim.item().data(), claim.token());
            });
        }
    }
}
