package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.LoopListener;
import dev.tagwerk.LoopReport;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is taken for dead while it lives, again and again. */
class FalseDeathTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("taken for dead with many threads at work: joins again each time, and commits nothing twice")
    void threads_takenForDeadTogether_joinAgainOnce() throws InterruptedException {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", 8_000);
        Queue<String> accepted = new ConcurrentLinkedQueue<>();
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger burials = new AtomicInteger();
        LoopReport report;
        try (Store store = place.open();
                Ledger ledger = Ledger.open(place.ledger())) {
            Thread gravedigger = new Thread(() -> {
                while (!over.get() && burials.get() < 50) {
                    burials.addAndGet(buryAll(store));
                    LockSupport.parkNanos(60_000_000);
                }
            });
            gravedigger.start();
            try (SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(() -> Tasks.of(job))
                    .named(Place.LOOP)
                    .store(store)
                    .threads(6)
                    .killedRetries(1_000_000)
                    .lease(Duration.ofSeconds(10))
                    .progress(false)
                    .listener(new LoopListener() {
                        @Override
                        public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
                            accepted.add(id);
                        }

                        @Override
                        public void refused(String id, Outcome outcome, String reason) {
                            refused.add(id);
                        }
                    })
                    .open()) {
                report = loop.runClaims(claim -> {
                    ledger.write(Ledger.Event.START, claim.item().data(), claim.token());
                    LockSupport.parkNanos(200_000);
                    ledger.write(Ledger.Event.END, claim.item().data(), claim.token());
                });
            } finally {
                over.set(true);
                gravedigger.join();
            }
        }
        System.out.println(burials + " burials of the living, " + refused.size() + " results refused");
        Audit audit = Audit.of(place).isComplete(8_000);
        assertThat(burials.get()).isPositive();
        assertThat(refused)
                .as("refusals told and recorded")
                .hasSize(audit.withOutcome(Outcome.REFUSED).size());
        assertThat(refused).isNotEmpty();
        assertThat(accepted).as("results told as accepted").hasSize(8_000);
        assertThat(report.mine().completed()).isEqualTo(8_000);
        assertThat(report.mine().refused()).isEqualTo(refused.size());
    }

    private static int buryAll(Store store) {
        return store.write(tx -> {
            GraphRow graph = tx.graph(Place.LOOP);
            List<WorkerRow> live = graph == null ? List.of() : tx.liveWorkers(graph.id());
            live.forEach(worker ->
                    Membership.bury(tx, worker.session(), worker.life().beats(), 0));
            return live.size();
        });
    }
}
