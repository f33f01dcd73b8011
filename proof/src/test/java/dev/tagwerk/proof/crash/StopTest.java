package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.task.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes that are stopped by SIGSTOP, as by Ctrl-Z or a debugger, outside of a transaction and inside one. */
@Tag("slow")
class StopTest {
    private static final int LEASE = 3_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName("stopped over the lease, outside of a transaction: taken over, late result refused, joins again")
    void workers_stoppedOverTheirLease_areReplacedAndComeBack() {
        int count = Scale.number("tagwerk.stops", Scale.isLong() ? 40 : Scale.isNewest() ? 5 : 20);
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", count).with("later", count).with("lease", LEASE);
        List<Child> workers = new ArrayList<>();
        Set<Long> lost;
        try {
            for (int i = 0; i < count; i++) {
                // Each takes one of the tasks that are open to all; those that ask for the label come after.
                workers.add(Child.start(
                        job.with("hold", "first").with("labels", "later").with("go", "")));
                if (i % 4 == 3) {
                    workers.get(i).await("joined");
                }
            }
            workers.forEach(worker -> worker.await("joined"));
            workers.forEach(worker -> worker.tell("go"));
            lost = workers.stream().map(StopTest::tokenInHand).collect(Collectors.toSet());
            stopOutsideOfTransactions(workers, place);
            // The survivor has no label "later": it does only what it takes from the stopped ones.
            Survivor.finish(place, job);
        } finally {
            Child.signal("CONT", workers);
        }
        try {
            workers.forEach(worker -> worker.tell("end the body"));
            for (Child worker : workers) {
                assertThat(worker.exit(Child.PATIENCE))
                        .as("exit of a worker, which said %s", worker.said())
                        .isZero();
                assertThat(worker.said()).anyMatch(line -> line.startsWith("refused"));
                assertThat(worker.said()).anyMatch(line -> line.contains("it has joined again"));
                assertThat(worker.said()).noneMatch(line -> line.contains("locked") || line.contains("Exception"));
            }
        } finally {
            workers.forEach(Child::close);
        }
        Audit audit = Audit.of(place).isComplete(2 * count);
        System.out.println(count + " stopped: " + audit.summary());
        assertThat(tokens(audit, Outcome.KILLED))
                .as("claims that were taken away")
                .containsAll(lost);
        assertThat(tokens(audit, Outcome.REFUSED))
                .as("results that were refused")
                .containsAll(lost);
        assertThat(tokens(audit, Outcome.COMPLETED))
                .as("results that were accepted")
                .doesNotContainAnyElementsOf(lost);
    }

    private static long tokenInHand(Child worker) {
        return Long.parseLong(worker.await("body").split(" ", -1)[1]);
    }

    private static Set<Long> tokens(Audit audit, Outcome outcome) {
        return audit.withOutcome(outcome).stream()
                .map(Attempt::run)
                .map(Attempt.By::token)
                .collect(Collectors.toSet());
    }

    /** Stops all of them; who was met inside a transaction is continued and stopped again. */
    private static void stopOutsideOfTransactions(List<Child> workers, Place place) {
        await().atMost(Child.PATIENCE).until(() -> {
            Child.signal("STOP", workers);
            await().atMost(Child.PATIENCE).until(() -> workers.stream().allMatch(Child::isStopped));
            List<Child> inside = workers.stream()
                    .filter(worker -> worker.holdsLockOn(place.turn()))
                    .toList();
            Child.signal("CONT", inside);
            return inside.isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONT", "KILL"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @DisplayName("stopped inside a transaction: the waiters name it, and go on after")
    void worker_stoppedInsideATransaction_isNamedToTheWaiters(String then) {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", 20);
        // Step 30 lies within the second exchange, whatever there is to do in it.
        try (Child stopped =
                Child.start(job.with("operation", "exchange").with("step", 30).with("deed", "hold"))) {
            stopped.await("step");
            stopped.signal("STOP");
            await().atMost(Child.PATIENCE).until(stopped::isStopped);
            assertThat(stopped.holdsLockOn(place.turn()))
                    .as("stopped with the turn")
                    .isTrue();
            long since = System.nanoTime();
            try (Child waiter = Child.start(job)) {
                String named = waiter.await(
                        "process " + stopped.pid() + " is inside a transaction",
                        line -> line.contains("process " + stopped.pid() + " is inside a transaction"));
                System.out.printf("after %.1f s: %s%n", (System.nanoTime() - since) / 1e9, named);
                assertThat(named).contains("waiting for").contains("continue it or kill it");
                if (then.equals("KILL")) {
                    stopped.signal("KILL");
                } else {
                    stopped.signal("CONT");
                    stopped.tell("go on");
                }
                assertThat(waiter.exit(Child.PATIENCE))
                        .as("exit of the waiter, which said %s", waiter.said())
                        .isZero();
                assertThat(stopped.exit(Child.PATIENCE))
                        .as("exit, having said %s", stopped.said())
                        .isEqualTo(then.equals("KILL") ? 137 : 0);
            }
        }
        Audit.of(place).isComplete(20);
    }
}
