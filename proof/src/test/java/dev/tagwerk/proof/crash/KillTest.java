package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
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
        int wanted = Scale.number("tagwerk.kills", Scale.isLong() ? 10_000 : Scale.isNewest() ? 30 : 100);
        long seed = Scale.seed();
        System.out.println("kills: " + wanted + ", seed " + seed + " (-Dtagwerk.seed)");
        Random random = new Random(seed);
        int kills = 0;
        long begin = System.nanoTime();
        for (int round = 0; kills < wanted; round++) {
            Place place = new Place(Files.createDirectory(folder.resolve("round" + round)));
            Job job = Job.of(place)
                    .with("tasks", List.of(40_000, 2_000, 10_000).get(round % 3))
                    .with("shape", List.of("free", "chains", "tree").get(round % 3))
                    .with("threads", 1 + round % 3)
                    .with("micros", List.of(100, 20_000, 2_000).get(round % 3))
                    .with("beat", 200);
            kills += campaign(
                    place, round % 4 == 3 ? job.with("each", "true") : job, random, Math.min(50, wanted - kills));
        }
        System.out.printf("%d kills in %.1f s%n", kills, (System.nanoTime() - begin) / 1e9);
        assertThat(kills).isGreaterThanOrEqualTo(wanted);
    }

    /** One store: kills so many times, then lets the workers finish; says how often it did. */
    private static int campaign(Place place, Job job, Random random, int most) throws IOException {
        Deque<Child> workers = new ArrayDeque<>();
        int kills = 0;
        try {
            while (workers.size() < WORKERS) {
                workers.add(Child.start(job));
            }
            while (kills < most) {
                Child oldest = workers.remove();
                workers.add(Child.start(job));
                // Most die at work, some already while they start.
                if (random.nextInt(8) != 0) {
                    oldest.find(line -> line.equals("joined"), Child.PATIENCE);
                }
                pause(random.nextInt(60_000));
                boolean finished = !oldest.isAlive();
                oldest.kill();
                if (finished) {
                    assertThat(oldest.said())
                            .as("a worker that ended by itself")
                            .contains("closed");
                    break;
                }
                kills++;
            }
            Files.createFile(place.hurry());
            for (Child worker : workers) {
                assertThat(worker.exit(Child.PATIENCE))
                        .as("exit of a worker that said %s", worker.said())
                        .isZero();
                assertThat(worker.said()).noneMatch(line -> line.contains("locked") || line.contains("Exception"));
            }
        } finally {
            workers.forEach(Child::close);
        }
        Audit audit = Audit.of(place).isComplete(job.number("tasks", 0));
        System.out.println(kills + " kills, " + job.settings() + ": " + audit.summary());
        return kills;
    }

    private static void pause(int micros) {
        long end = System.nanoTime() + micros * 1_000L;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
