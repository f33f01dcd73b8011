package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How soon another process takes what one gives back, or leaves behind. */
@Tag("slow")
class SignalTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("LB-057: asked to stop: the claim goes back unharmed, and another process has it at once")
    void worker_askedToStop_givesItsClaimBackUnharmed(String signal) {
        double millis = handOver(signal);
        assertThat(millis).as("from the signal to the next body, in ms").isLessThan(Scale.loose(100, 5_000));
        Audit audit = Audit.of(new Place(folder)).isComplete(1);
        assertThat(audit.withOutcome(Outcome.INTERRUPTED)).hasSize(1);
        assertThat(audit.withOutcome(Outcome.KILLED)).isEmpty();
        assertThat(audit.workers(WorkerRow.State.KILLED)).isEmpty();
        assertThat(audit.workers(WorkerRow.State.OFFLINE)).hasSize(2);
        TaskRow task = audit.task("t0");
        assertThat(task.standing().tries().attempts()).isEqualTo(2);
        Attempt back = audit.withOutcome(Outcome.INTERRUPTED).get(0);
        assertThat(String.valueOf(back.findings().failure())).contains("asked to stop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName("killed: a process of the same host has the task within a second, whatever the lease")
    void worker_killed_isReplacedWithinASecond(String signal) {
        double millis = handOver(signal);
        assertThat(millis).as("from the signal to the next body, in ms").isLessThan(Scale.loose(1_000, 8_000));
        Audit audit = Audit.of(new Place(folder)).isComplete(1);
        assertThat(audit.withOutcome(Outcome.KILLED)).hasSize(1);
        assertThat(audit.workers(WorkerRow.State.KILLED)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hook", "close"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    @DisplayName(
            "asked to stop while the loop is being closed: whoever comes first ends the attempt, the other one waits for that")
    void worker_askedToStopWhileItCloses_leavesOnce(String first) {
        Place place = new Place(folder);
        try (Child child = Child.start(HookMain.class, Job.of(place).with("order", first))) {
            child.await("took");
            assertThat(child.exit(Child.PATIENCE))
                    .as("it said %s", child.said())
                    .isEqualTo(3);
        }
        Audit audit = Audit.of(place);
        assertThat(audit.workers(WorkerRow.State.OFFLINE)).hasSize(1);
        assertThat(audit.workers()).hasSize(1);
        assertThat(audit.history())
                .extracting(Attempt::outcome)
                .containsExactly(first.equals("hook") ? Outcome.INTERRUPTED : Outcome.FAILED);
    }

    /** One process has the only task in hand, another waits for it; gives the time from the signal to the other's body. */
    private double handOver(String signal) {
        Place place = new Place(folder);
        // No budget at all for deaths but one: an interruption that burned it would leave nothing for the second
        // process.
        Job job = Job.of(place).with("tasks", 1).with("killed", signal.equals("KILL") ? 1 : 0);
        try (Child first = Child.start(job.with("hold", "t0"));
                Child second = Child.start(job.with("hold", "t0").with("go", ""))) {
            first.await("body");
            second.await("joined");
            second.tell("go");
            long begin = System.nanoTime();
            first.signal(signal);
            String[] body = second.await("body").split(" ", -1);
            double millis = (Long.parseLong(body[3]) - begin) / 1e6;
            System.out.printf("%s to next body: %.1f ms%n", signal, millis);
            second.tell("end");
            assertThat(second.exit(Child.PATIENCE))
                    .as("it said %s", second.said())
                    .isZero();
            assertThat(first.exit(Child.PATIENCE))
                    .isEqualTo(
                            switch (signal) {
                                case "TERM" -> 143;
                                case "INT" -> 130;
                                default -> 137;
                            });
            return millis;
        }
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    @DisplayName("a process that waits is woken by what another commits")
    void waiter_inAnotherProcess_isWokenSoon() {
        int links = 60;
        Place place = new Place(folder);
        // Two chains' worth of hand-overs: even links ask for one process, odd links for the other.
        Job job = Job.of(place)
                .with("tasks", links)
                .with("shape", "relay")
                .with("micros", 30_000)
                .with("go", "");
        try (Child even = Child.start(job.with("labels", "even"));
                Child odd = Child.start(job.with("labels", "odd"))) {
            even.await("joined");
            odd.await("joined");
            even.tell("go");
            odd.tell("go");
            assertThat(even.exit(Child.PATIENCE))
                    .as("exit, having said %s", even.said())
                    .isZero();
            assertThat(odd.exit(Child.PATIENCE))
                    .as("exit, having said %s", odd.said())
                    .isZero();
        }
        List<Ledger.Entry> ledger = Audit.of(place).isComplete(links).ledger();
        long[] end = new long[links];
        ledger.stream()
                .filter(entry -> entry.event() == Ledger.Event.END)
                .forEach(entry -> end[entry.task()] = entry.nanos());
        double[] millis = ledger.stream()
                .filter(entry -> entry.event() == Ledger.Event.START && entry.task() > 0)
                .mapToDouble(entry -> (entry.nanos() - end[entry.task() - 1]) / 1e6)
                .sorted()
                .toArray();
        double p50 = millis[millis.length / 2];
        double p99 = millis[millis.length - 1];
        System.out.printf(
                "end of a body to the next one in another process: p50 %.1f ms, longest of %d %.1f ms%n",
                p50, millis.length, p99);
        assertThat(p50).as("p50 in ms").isLessThan(Scale.loose(20, 500));
        assertThat(p99).as("longest in ms").isLessThan(Scale.loose(50, 5_000));
    }
}
