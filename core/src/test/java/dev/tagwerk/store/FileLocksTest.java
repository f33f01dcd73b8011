package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.NamedLock.Held;
import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest extends NamedLockContract {
    @TempDir
    Path folder;

    private Path file;
    private FileLocks locks;

    @BeforeEach
    void open() {
        file = folder.resolve("store.db-locks");
        locks = FileLocks.open(file);
    }

    @Override
    Locks locks() {
        return locks;
    }

    @Test
    @DisplayName("LB-178: 2 processes x 4 threads lose no write under the lock")
    void run_twoProcessesFourThreads_noneLost() throws Exception {
        Path counter = folder.resolve("counter");
        Files.writeString(counter, "0");
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            children.add(LockChild.start("count", counter.toString(), file.toString(), "150"));
        }
        for (Process child : children) {
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(child.exitValue()).isZero();
        }
        assertThat(Files.readString(counter)).isEqualTo("1200");
    }

    @Test
    @DisplayName("LB-192: kill -9 of the holder frees its lock for a waiter within 50 ms")
    void acquire_holderKilled_freedAtOnce() throws Exception {
        Process child = holding("x");
        CountDownLatch tries = new CountDownLatch(1);
        Future<Long> waiter = threads.submit(() -> {
            assertThat(locks.lock("x").tryAcquire(Duration.ZERO)).isEmpty();
            tries.countDown();
            Held held = locks.lock("x").acquire();
            long at = System.nanoTime();
            held.close();
            return at;
        });
        assertThat(tries.await(10, TimeUnit.SECONDS)).isTrue();
        // Long enough for the waiter's pauses to have grown to their longest.
        assertThat(locks.lock("x").tryAcquire(Duration.ofMillis(200))).isEmpty();
        child.destroyForcibly().waitFor();
        long killed = System.nanoTime();
        long took = waiter.get(10, TimeUnit.SECONDS) - killed;
        assertThat(Duration.ofNanos(took)).isLessThan(Duration.ofMillis(50));
    }

    @Test
    @DisplayName("A process that frees and takes the lock in a row does not starve another")
    void acquire_otherProcessGreedy_getsItsTurn() throws Exception {
        Process greedy = LockChild.start("hog", file.toString(), "x");
        assertThat(greedy.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
        for (int i = 0; i < 20; i++) {
            locks.lock("x").tryAcquire(Duration.ofSeconds(1)).orElseThrow().close();
            // The other has to have it again, or this would be the greedy one.
            Optional<Held> mine = locks.lock("x").tryAcquire(Duration.ZERO);
            while (mine.isPresent()) {
                mine.get().close();
                mine = locks.lock("x").tryAcquire(Duration.ZERO);
            }
        }
        greedy.getOutputStream().write('\n');
        end(greedy);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void holder_otherProcess_namesPid() throws Exception {
        Process child = holding("x");
        assertThat(locks.lock("x").holder()).contains("process " + child.pid());
        assertThat(locks.lock("y").holder()).isEmpty();
        end(child);
        assertThat(locks.lock("x").holder()).isEmpty();
    }

    @Test
    void tryAcquire_otherProcessHolds_timesOutOnTime() throws Exception {
        Process child = holding("x");
        for (long millis : new long[] {0, 30, 150}) {
            long start = System.nanoTime();
            assertThat(locks.lock("x").tryAcquire(Duration.ofMillis(millis))).isEmpty();
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(millis, millis + 200);
        }
        locks.lock("y").acquire().close(); // another name is free
        end(child);
        locks.lock("x").acquire().close();
    }

    @Test
    @DisplayName("LB-170: an interrupt, while waiting for another process, leaves all other locks of this process held")
    void acquire_interruptedWaitingForOtherProcess_otherLocksIntact() throws Exception {
        Held kept = locks.lock("kept").acquire();
        Process child = holding("x");
        CountDownLatch begun = new CountDownLatch(1);
        Future<Boolean> waiter = threads.submit(() -> {
            Held own = locks.lock("own").acquire();
            begun.countDown();
            try {
                locks.lock("x").acquire();
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closing with the flag set must not close the channel
                own.close();
                return true;
            }
        });
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(locks.lock("x").tryAcquire(Duration.ofMillis(30))).isEmpty(); // the waiter waits by now
        threads.shutdownNow(); // interrupts it
        assertThat(waiter.get(10, TimeUnit.SECONDS)).isTrue();
        end(child);

        // Seen from outside: "kept" is still ours, "own" and "x" are free.
        end(holding("own"));
        end(holding("x"));
        Process outside = LockChild.start("hold", file.toString(), "kept");
        try (BufferedReader out = outside.inputReader(StandardCharsets.UTF_8)) {
            assertThat(outside.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(out.ready()).isFalse();
            kept.close();
            assertThat(out.readLine()).isEqualTo("held");
        }
        end(outside);
    }

    @Test
    @DisplayName("Several loops of one process share a file: closing one leaves the locks of the other")
    void close_otherOpenOnSameFile_locksIntact() throws Exception {
        FileLocks second = FileLocks.open(folder.resolve(".").resolve("store.db-locks"));
        Path link = Files.createLink(folder.resolve("hard-link"), file);
        FileLocks third = FileLocks.open(link);
        Held held = locks.lock("x").acquire();
        assertThat(elsewhere(() -> second.lock("x").tryAcquire(Duration.ZERO))).isEmpty();
        assertThat(elsewhere(() -> third.lock("x").tryAcquire(Duration.ZERO))).isEmpty();
        second.close();
        third.close();
        third.close();
        Process outside = LockChild.start("hold", file.toString(), "x");
        assertThat(outside.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(outside.getInputStream().available()).isZero();
        held.close();
        assertThat(outside.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
        end(outside);
    }

    @Test
    void close_lockHeld_staysHeldUntilItsClose() throws Exception {
        Held held = locks.lock("x").acquire();
        NamedLock y = locks.lock("y");
        locks.close();
        FileLocks again = FileLocks.open(file);
        assertThat(elsewhere(() -> again.lock("x").tryAcquire(Duration.ZERO))).isEmpty();
        held.close();
        again.lock("x").acquire().close();
        again.close();
        assertThatThrownBy(y::acquire)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("store.db-locks", "is closed");
    }

    @Test
    void open_noPlace_namesFile() {
        Path nowhere = folder.resolve("missing").resolve("locks");
        assertThatThrownBy(() -> FileLocks.open(nowhere))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void position_names_evenAndInRange() {
        for (String name : List.of("", "a", "b", "Aa", "BB", "ein sehr langer Name \u2603")) {
            long position = LockTable.position(name);
            assertThat(position).isBetween(0L, (1L << 62) - 2).isEven();
        }
        assertThat(LockTable.position("Aa")).isNotEqualTo(LockTable.position("BB"));
        // Processes of different versions must agree: this number is part of the format.
        assertThat(LockTable.position("global")).isEqualTo(2_305_966_829_066_601_238L);
    }

    private Process holding(String name) throws Exception {
        Process child = LockChild.start("hold", file.toString(), name);
        assertThat(child.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("held");
        return child;
    }

    private static void end(Process child) throws Exception {
        child.getOutputStream().close();
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
}
