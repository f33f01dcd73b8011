package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many processes on one file. */
@Tag("slow")
class CrowdTest {
    @TempDir
    Path folder;

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @DisplayName("many processes on one file: every task once, fair shares, no lock error")
    void processes_onOneFile_shareFairly() {
        int processes = Scale.number("tagwerk.processes", Scale.isLong() ? 16 : Scale.isNewest() ? 4 : 8);
        int tasks = Scale.number("tagwerk.tasks", Scale.isLong() ? 100_000 : Scale.isNewest() ? 4_000 : 10_000);
        Place place = new Place(folder);
        Job job = Job.of(place).with("tasks", tasks).with("micros", 1_000).with("go", "");
        List<Child> workers = new ArrayList<>();
        long begin;
        long took;
        try {
            for (int i = 0; i < processes; i++) {
                workers.add(Child.start(job));
                if (i % 4 == 3) {
                    workers.get(i).await("joined");
                }
            }
            workers.forEach(worker -> worker.await("joined"));
            begin = System.nanoTime();
            workers.forEach(worker -> worker.tell("go"));
            for (Child worker : workers) {
                assertThat(worker.exit(Duration.ofMinutes(20)))
                        .as("exit, having said %s", worker.said())
                        .isZero();
                assertThat(worker.said())
                        .noneMatch(
                                line -> line.contains("locked") || line.contains("BUSY") || line.contains("Exception"));
            }
            took = System.nanoTime() - begin;
        } finally {
            workers.forEach(Child::close);
        }
        Audit audit = Audit.of(place).isComplete(tasks);
        Map<Long, Long> shares = audit.withOutcome(Outcome.COMPLETED).stream()
                .collect(
                        Collectors.groupingBy((Attempt attempt) -> attempt.run().session(), Collectors.counting()));
        List<Long> sorted = shares.values().stream().sorted().toList();
        double mean = (double) tasks / processes;
        System.out.printf(
                "%d processes, %d tasks: %.1f s, %.0f tasks/s, shares %.2f to %.2f of the mean, %s%n",
                processes,
                tasks,
                took / 1e9,
                tasks / (took / 1e9),
                sorted.get(0) / mean,
                sorted.get(sorted.size() - 1) / mean,
                audit.summary());
        assertThat(shares).as("processes with a share").hasSize(processes);
        assertThat(sorted.get(0).doubleValue()).as("smallest share").isGreaterThan(mean / 2);
        assertThat(audit.workers(WorkerRow.State.KILLED)).as("early burials").isEmpty();
    }
}
