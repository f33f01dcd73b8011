package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A flow whose process is killed again and again, and one that two processes share. */
@Tag("slow")
class FlowKillTest {
    private static final int TASKS = 2_000;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    @DisplayName(
            "KO-049, KO-050, V-03: killed at random and started again, a flow ends with every value right, and nothing is run after its success was recorded")
    void flow_killedAtRandom_endsRight() {
        int wanted = Scale.number("tagwerk.flowKills", Scale.isNewest() && !Scale.isLong() ? 4 : 50);
        long seed = Scale.seed();
        System.out.println("kills: " + wanted + ", seed " + seed + " (-Dtagwerk.seed)");
        Random random = new Random(seed);
        Place place = new Place(folder);
        // Two threads need longer for all tasks than all lives together last.
        Job job = Job.of(place).with("tasks", TASKS).with("micros", 4_000 + 100 * wanted);
        long begin = System.nanoTime();
        int kills = 0;
        boolean finished = false;
        while (kills < wanted && !finished) {
            try (Child child = Child.start(FlowMain.class, job)) {
                // Most die at work, some already while they start.
                if (random.nextInt(8) != 0) {
                    child.find(line -> line.equals("working"), Child.PATIENCE);
                }
                pause(random.nextInt(150_000));
                finished = !child.isAlive();
                child.kill();
            }
            kills += finished ? 0 : 1;
        }
        try (Child last = Child.start(FlowMain.class, job.with("micros", 0))) {
            assertThat(last.exit(Child.PATIENCE))
                    .as("exit of one that said %s", last.said())
                    .isZero();
            assertThat(last.await("good ")).startsWith("true");
        }
        System.out.printf("%d kills in %.1f s%n", kills, (System.nanoTime() - begin) / 1e9);
        assertThat(kills).isGreaterThan(wanted / 2);
        checkValues(place, job);
        int wasted = checkHistory(place);
        assertThat(wasted).as("bodies cut by a kill").isPositive();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    @DisplayName(
            "KO-051, V-11: two processes that run one flow on one store share its tasks: each body runs once, and both reports are good")
    void flow_twoProcesses_shareTheTasks() {
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", 600).with("micros", 3_000);
        try (Child one = Child.start(FlowMain.class, job);
                Child two = Child.start(FlowMain.class, job)) {
            for (Child child : List.of(one, two)) {
                assertThat(child.exit(Child.PATIENCE))
                        .as("exit of one that said %s", child.said())
                        .isZero();
                assertThat(child.await("good ")).startsWith("true");
            }
        }
        checkValues(place, job);
        assertThat(checkHistory(place)).as("bodies that ran in vain").isZero();
        Map<Integer, Integer> byProcess = new HashMap<>();
        Ledger.read(place.ledger()).forEach(entry -> byProcess.merge(entry.pid(), 1, Integer::sum));
        assertThat(byProcess).as("bodies by process").hasSize(2);
    }

    private static void checkValues(Place place, Job job) {
        int tasks = job.number("tasks", 0);
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            expected.add(FlowMain.value(
                    i, FlowMain.needs(i).stream().map(expected::get).toList()));
        }
        try (Ledger ledger = Ledger.open(place.folder().resolve("nothing"));
                Store store = place.open()) {
            RunReport report = FlowMain.flow(job, ledger).runner().store(store).run();
            assertThat(report.count(Status.UP_TO_DATE)).as(report.summary()).isEqualTo(tasks);
            for (int i = 0; i < tasks; i++) {
                assertThat(report.result(FlowMain.name(i))).as(FlowMain.name(i)).isEqualTo(expected.get(i));
            }
        }
    }

    /** Holds the ledger to the history; gives the number of bodies that began but do not count. */
    private static int checkHistory(Place place) {
        Map<Integer, Long> successes = new HashMap<>();
        try (Store store = place.open()) {
            store.<Object>read(snapshot -> {
                GraphRow graph = Objects.requireNonNull(snapshot.graph(FlowMain.FLOW));
                for (TaskRow row : snapshot.list(graph.id(), EnumSet.allOf(TaskState.class), 0, 1_000_000)) {
                    List<Attempt> good = snapshot.attempts(row.seq()).stream()
                            .filter(attempt -> attempt.outcome().isSuccess())
                            .toList();
                    assertThat(good).as("successes of %s", row.id()).hasSize(1);
                    successes.put(
                            Integer.valueOf(row.id().substring(1)),
                            good.get(0).run().token());
                }
                return successes;
            });
        }
        int wasted = 0;
        Map<Integer, Long> started = new HashMap<>();
        Map<Integer, Integer> owner = new HashMap<>();
        for (Ledger.Entry entry : Ledger.read(place.ledger())) {
            long success = Objects.requireNonNull(successes.get(entry.task()), () -> "no success of n" + entry.task());
            if (entry.event() == Ledger.Event.START) {
                assertThat(entry.token())
                        .as("n%d ran after its success", entry.task())
                        .isLessThanOrEqualTo(success);
                Long before = started.put(entry.task(), entry.token());
                assertThat(before == null || before < entry.token())
                        .as("n%d began again with a newer claim", entry.task())
                        .isTrue();
                owner.put(entry.task(), entry.pid());
                wasted += entry.token() < success ? 1 : 0;
            } else {
                assertThat(owner.get(entry.task()))
                        .as("n%d ended by who began it last", entry.task())
                        .isEqualTo(entry.pid());
            }
        }
        assertThat(started.keySet()).as("tasks that ran").isEqualTo(successes.keySet());
        return wasted;
    }

    private static void pause(int micros) {
        long end = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
