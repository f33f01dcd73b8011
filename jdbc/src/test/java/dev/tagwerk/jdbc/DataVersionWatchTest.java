package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataVersionWatchTest {

    @TempDir
    private Path folder;

    private SqliteFile file;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws Exception {
        file = SqliteFile.at(folder.resolve("work.db").toString());
        connection = ChildMain.connect(file);
        statement = connection.createStatement();
        statement.executeUpdate("CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
        statement.executeUpdate("INSERT INTO counter VALUES (1, 0)");
    }

    @AfterEach
    void close() throws Exception {
        connection.close();
    }

    private void commit() throws Exception {
        statement.executeUpdate("UPDATE counter SET n = n + 1 WHERE id = 1");
    }

    private static void assertCalled(Semaphore calls) throws InterruptedException {
        assertThat(calls.tryAcquire(5, TimeUnit.SECONDS))
                .as("called within 5 s")
                .isTrue();
    }

    @Test
    void watch_anotherProcessCommits_tellsWithinTensOfMilliseconds() throws Exception {
        Semaphore calls = new Semaphore(0);
        AtomicLong calledAt = new AtomicLong();
        int rounds = Integer.getInteger("tagwerk.watch.rounds", 30);
        long[] delays = new long[rounds];
        Random pauses = new Random(7); // seed 7: commits at any moment between two polls, not right after one
        try (ChildJvm writer = ChildJvm.start("commit", file.path().toString());
                DataVersionWatch watch = new DataVersionWatch(file, () -> {});
                DataVersionWatch.Registration told = watch.watch(() -> {
                    calledAt.set(System.nanoTime());
                    calls.release();
                })) {
            assertThat(told).isNotNull();
            writer.expect("ready");
            for (int i = 0; i < rounds; i++) {
                LockSupport.parkNanos(pauses.nextInt(10_000_000));
                writer.tell("commit");
                long committed = Long.parseLong(writer.expect("at"));
                assertCalled(calls);
                delays[i] = Math.max(0, calledAt.get() - committed);
            }
        }
        Arrays.sort(delays);
        System.out.printf(
                Locale.ROOT,
                "heard of a commit after p50 %.1f ms, p99 %.1f ms%n",
                delays[rounds / 2] / 1e6,
                delays[rounds * 99 / 100] / 1e6);
        assertThat(TimeUnit.NANOSECONDS.toMillis(delays[rounds / 2])).isLessThan(50);
    }

    @Test
    void watch_commitOfThisProcess_isToldToEverybodyOnce() throws Exception {
        Semaphore one = new Semaphore(0);
        Semaphore two = new Semaphore(0);
        try (DataVersionWatch watch = new DataVersionWatch(file, () -> {})) {
            commit();
            watch.watch(one::release);
            DataVersionWatch.Registration second = watch.watch(two::release);
            commit();
            assertCalled(one);
            assertCalled(two);
            second.close();
            commit();
            assertCalled(one);
            assertThat(one.availablePermits()).isZero();
            assertThat(two.availablePermits()).isZero();
        }
    }

    @Test
    void watch_commitRightAfterRegistration_isNeverMissed() throws Exception {
        try (DataVersionWatch watch = new DataVersionWatch(file, () -> {})) {
            for (int i = 0; i < 30; i++) {
                Semaphore calls = new Semaphore(0);
                try (DataVersionWatch.Registration told = watch.watch(calls::release)) {
                    assertThat(told).isNotNull();
                    commit();
                    assertCalled(calls);
                }
            }
        }
    }

    @Test
    void watch_listenerThrows_othersAndHousekeepingGoOn() throws Exception {
        Semaphore calls = new Semaphore(0);
        Semaphore kept = new Semaphore(0);
        try (DataVersionWatch watch = new DataVersionWatch(file, () -> {
            kept.release();
            throw new IllegalStateException("housekeeping fails on purpose");
        })) {
            watch.watch(() -> {
                throw new IllegalStateException("listener fails on purpose");
            });
            watch.watch(calls::release);
            commit();
            assertCalled(calls);
            commit();
            assertCalled(calls);
            assertCalled(kept);
            assertCalled(kept);
        }
    }

    @Test
    void watch_closed_callsNobodyAndEndsItsThread() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        DataVersionWatch watch = new DataVersionWatch(file, () -> {});
        watch.watch(calls::incrementAndGet);
        watch.close();
        Patience.until("the thread ends", () -> !threadLives());
        commit();
        assertThat(calls).hasValue(0);
    }

    private static boolean threadLives() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("tagwerk-watch-work.db"));
    }

    /** Nanoseconds on a processor, from Linux, which shows the first 15 letters of a thread's name. */
    private static long threadCpu() throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).startsWith("tagwerk-watch")) {
                    return Long.parseLong(
                            Files.readString(task.resolve("schedstat")).split(" ", -1)[0]);
                }
            }
        }
        throw new IOException("no watching thread");
    }

    @Test
    void watch_nothingHappens_costsLittle() throws Exception {
        Semaphore seconds = new Semaphore(0);
        try (DataVersionWatch watch = new DataVersionWatch(file, seconds::release)) {
            watch.watch(() -> {});
            seconds.acquire(Integer.getInteger("tagwerk.watch.warmup", 1));
            long before = threadCpu();
            long start = System.nanoTime();
            assertCalled(seconds);
            double share = (threadCpu() - before) / (double) (System.nanoTime() - start);
            System.out.printf(Locale.ROOT, "watching costs %.2f %% of a core%n", share * 100);
            // On a machine that does other things as well, what it costs is counted in slower cycles.
            assertThat(share).isLessThan(Boolean.getBoolean("tagwerk.idle") ? 0.02 : 0.3);
        }
    }
}
