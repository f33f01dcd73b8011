package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that are wrong, machines that cannot see each other, names that are used again. */
@Tag("slow")
class TimeTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @DisplayName("wall clocks that jump by an hour: nobody is buried early, history keeps the order of commits")
    void clocks_jumpingByAnHour_changeNothing() {
        int tasks = 240;
        Place place = new Place(folder);
        Job job = Job.of(place)
                .with("tasks", tasks)
                .with("shape", "chains")
                .with("micros", 20_000)
                .with("lease", 3_000)
                .with("beat", 100)
                .with("killed", 0);
        List<Child> workers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                // Two believe that hours pass between any two looks at the clock; the third is right.
                workers.add(Child.start(i < 2 ? job.with("clock", i) : job));
            }
            for (Child worker : workers) {
                assertThat(worker.exit(Child.PATIENCE))
                        .as("exit, having said %s", worker.said())
                        .isZero();
            }
        } finally {
            workers.forEach(Child::close);
        }
        Audit audit = Audit.of(place).isComplete(tasks);
        assertThat(audit.workers(WorkerRow.State.KILLED)).as("early burials").isEmpty();
        assertThat(audit.withOutcome(Outcome.REFUSED)).isEmpty();
        assertThat(audit.history()).extracting(Attempt::seq).isSorted().doesNotHaveDuplicates();
        Map<Long, Long> committed = new HashMap<>();
        audit.withOutcome(Outcome.COMPLETED).forEach(attempt -> committed.put(attempt.task(), attempt.seq()));
        long backwards = 0;
        for (int number = 7; number < tasks; number++) {
            long before = Objects.requireNonNull(
                    committed.get(audit.task(Tasks.id(number - 7)).seq()));
            long after = Objects.requireNonNull(
                    committed.get(audit.task(Tasks.id(number)).seq()));
            assertThat(before)
                    .as("commit of t%d before that of t%d", number - 7, number)
                    .isLessThan(after);
        }
        List<Attempt> all = audit.withOutcome(Outcome.COMPLETED);
        for (int i = 1; i < all.size(); i++) {
            backwards += all.get(i).run().span().start()
                            < all.get(i - 1).run().span().start() - 1_800_000
                    ? 1
                    : 0;
        }
        assertThat(backwards)
                .as("times that the clocks ran backwards in the history")
                .isPositive();
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @DisplayName("two machines: only the lease decides, and after it everything is taken over")
    void worker_killedOnAnotherMachine_isReplacedAfterItsLease() {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", 1).with("lease", 4_000);
        try (Child first = Child.start(job.with("host", "north").with("hold", "t0"));
                Child second =
                        Child.start(job.with("host", "south").with("hold", "t0").with("go", ""))) {
            first.await("body");
            second.await("joined");
            second.tell("go");
            long killed = System.nanoTime();
            first.signal("KILL");
            String[] body = second.await("body").split(" ", -1);
            double seconds = (Long.parseLong(body[3]) - killed) / 1e9;
            System.out.printf("killed on another machine: taken over after %.1f s of a lease of 4 s%n", seconds);
            // The last beat may have come a third of the lease before the death, and been seen up to a second late.
            assertThat(seconds).isBetween(2.0, 12.0);
            second.tell("end");
            assertThat(second.exit(Child.PATIENCE)).isZero();
        }
        assertThat(Audit.of(place).isComplete(1).withOutcome(Outcome.KILLED)).hasSize(1);
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @DisplayName(
            "a fixed identity: refused while its owner lives, with the seconds left; taken over at once when it is dead")
    void fixedIdentity_startedAgain_isTakenOverOnceItsOwnerIsDead() {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", 1).with("worker", "job-7").with("lease", 60_000);
        try (Child owner = Child.start(job.with("hold", "t0"))) {
            owner.await("body");
            try (Child early = Child.start(job)) {
                assertThat(early.exit(Child.PATIENCE))
                        .as("exit, having said %s", early.said())
                        .isEqualTo(3);
                assertThat(early.await("in use")).contains("job-7").containsPattern("\\d+ ?s");
            }
            owner.kill();
        }
        long begin = System.nanoTime();
        try (Child requeued = Child.start(job)) {
            assertThat(requeued.exit(Child.PATIENCE))
                    .as("exit, having said %s", requeued.said())
                    .isZero();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
        Audit audit = Audit.of(place).isComplete(1);
        assertThat(audit.withOutcome(Outcome.KILLED)).hasSize(1);
        assertThat(audit.workers())
                .extracting(worker -> worker.profile().identity())
                .containsOnly("job-7");
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @DisplayName("a death burns the killed budget only of a task that was claimed alone")
    void death_withClaimsAhead_burnsNothingButMakesSuspect() {
        Place place = new Place(folder);
        // Bodies that take no time, so that claims are made ahead; one that dies with them in hand.
        Job job = Job.of(place).with("tasks", 3_000).with("killed", 0).with("hold", "t2000");
        try (Child first = Child.start(job)) {
            first.await("body t2000");
            first.kill();
        }
        // The one that was in hand may have been claimed alone or ahead; of those behind it, none may be lost.
        Survivor.finish(place, job.with("killed", 0));
        Audit audit = Audit.of(place);
        List<Attempt> killed = audit.withOutcome(Outcome.KILLED);
        System.out.println("killed with " + killed.size() + " claims in hand");
        assertThat(killed).hasSizeGreaterThan(0);
        assertThat(audit.tasks().stream()
                        .filter(task -> !task.state().isSatisfied())
                        .count())
                .isLessThanOrEqualTo(1);
    }
}
