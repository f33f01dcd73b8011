package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed at random moments, and started again until everything is done. */
@Tag("slow")
class KillTest {
    private static final int WORKERS = 4;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    @DisplayName("kill -9 at random moments: nothing lost, nothing committed twice, nothing stuck")
    void workers_killedAtRandomMoments_finishEverythingOnce() throws IOException {
        int wanted = Scale.number("tagwerk.kills", Scale.isLong() ? 10_000 : Scale.isNewest() ? 30 : 130);
        long seed = Scale.seed();
        System.out.println("kills: " + wanted + ", seed " + seed + " (-Dtagwerk.seed)");
        Random random = new Random(seed);
        int kills = 0;
        long begin = System.nanoTime();
        for (int round = 0; kills < wanted; round++) {
            Place place = new Place(Files.createDirectory(folder.resolve("round" + round)));
            Job job = Job.of(place)
                    .with("tasks", 3_000)
                    .with("shape", List.of("free", "chains", "tree").get(round % 3))
                    .with("threads", 1 + round % 3)
                    .with("micros", List.of(0, 2_000, 300).get(round % 3))
                    .with("beat", 200)
                    .with("lease", 15_000);
            if (random.nextInt(4) == 0) {
                job = job.with("each", "true");
            }
            kills += campaign(place, job, random, Math.min(70, wanted - kills));
        }
        System.out.printf("%d kills in %.1f s%n", kills, (System.nanoTime() - begin) / 1e9);
        assertThat(kills).isGreaterThanOrEqualTo(wanted);
    }

    /** One store: kills so many times, then lets the workers finish; says how often it did. */
    private static int campaign(Place place, Job job, Random random, int most) {
        List<Child> workers = new ArrayList<>();
        int kills = 0;
        try {
            for (int i = 0; i < WORKERS; i++) {
                workers.add(Child.start(job));
            }
            while (kills < most && workers.stream().allMatch(worker -> worker.isAlive() || killed(worker))) {
                int victim = random.nextInt(WORKERS);
                // Most die at work, some already while they start.
                if (random.nextInt(8) != 0) {
                    workers.get(victim).find(line -> line.equals("joined"), Duration.ofSeconds(30));
                }
                pause(random.nextInt(150_000));
                if (workers.get(victim).isAlive()) {
                    workers.get(victim).kill();
                    kills++;
                }
                workers.set(victim, Child.start(job));
                if (workers.stream().anyMatch(worker -> !worker.isAlive())) {
                    break; // one has finished: this store is done
                }
            }
            for (Child worker : workers) {
                int exit = worker.exit(Child.PATIENCE);
                assertThat(exit).as("exit of a worker that said %s", worker.said()).isZero();
                assertThat(worker.said()).noneMatch(line -> line.contains("locked") || line.contains("Exception"));
            }
        } finally {
            workers.forEach(Child::close);
        }
        Audit audit = Audit.of(place).isComplete(job.number("tasks", 0));
        System.out.println(kills + " kills, " + job.settings() + ": " + audit.summary());
        return kills;
    }

    private static boolean killed(Child worker) {
        return worker.said().stream().noneMatch(line -> line.startsWith("done"));
    }

    private static void pause(int micros) {
        long end = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
