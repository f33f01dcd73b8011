package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a child holds the turn it is closed first, so that a failing test does not wait for it. */
class TurnTest {

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Path db() {
        return folder.resolve("work.db");
    }

    private static <T> T get(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(10, TimeUnit.SECONDS);
    }

    @Test
    void acquire_severalProcesses_shareFairlyAndNeverFindTheFileLocked() throws Exception {
        Contest contest = Contest.run(db(), "turn", 4, 1_500);

        System.out.println(contest);
        assertThat(contest.busy()).isZero();
        assertThat(contest.smallestShare()).as(contest.toString()).isGreaterThan(0.5);
    }

    @Test
    void acquire_interruptedWhileWaiting_waitsOnAndKeepsTheFlag() throws Exception {
        try (Turn turn = Turn.of(db());
                ChildJvm holder = ChildJvm.start("hold", db().toString())) {
            holder.expect("held");
            AtomicReference<@Nullable Thread> waiter = new AtomicReference<>();
            AtomicBoolean through = new AtomicBoolean();
            Future<Boolean> flag = threads.submit(() -> {
                waiter.set(Thread.currentThread());
                turn.acquire();
                through.set(true);
                turn.release();
                return Thread.interrupted();
            });
            for (int i = 0; i < 20; i++) {
                Patience.until("waits", () -> turn.waiting().toMillis() > 2);
                Objects.requireNonNull(waiter.get()).interrupt();
            }
            assertThat(through).isFalse();
            holder.tell("release");
            holder.expect("released");

            assertThat(get(flag)).isTrue();
        }
    }

    @Test
    void acquire_interruptedBefore_takesItAndKeepsTheFlag() throws Exception {
        try (Turn turn = Turn.of(db())) {
            Future<Boolean> flag = threads.submit(() -> {
                Thread.currentThread().interrupt();
                turn.acquire();
                turn.release();
                turn.acquire();
                turn.release();
                return Thread.interrupted();
            });
            assertThat(get(flag)).isTrue();
        }
    }

    @Test
    void acquire_threadsAndProcessesUnderInterrupts_excludeOneAnother() throws Exception {
        Path number = folder.resolve("number");
        Increment.write(number, 0);
        List<Future<Integer>> counted = new ArrayList<>();
        List<Thread> targets = new ArrayList<>();
        AtomicBoolean stop = new AtomicBoolean();
        int others = 0;
        try (ChildJvm one = ChildJvm.start("count", db().toString(), number.toString());
                ChildJvm two = ChildJvm.start("count", db().toString(), number.toString());
                Turn turn = Turn.of(db())) {
            one.expect("ready");
            two.expect("ready");
            one.tell("go");
            two.tell("go");
            for (int i = 0; i < 2; i++) {
                AtomicReference<@Nullable Thread> me = new AtomicReference<>();
                counted.add(threads.submit(() -> {
                    me.set(Thread.currentThread());
                    int rounds = 0;
                    while (!stop.get()) {
                        turn.acquire();
                        try {
                            Increment.once(number);
                            rounds++;
                        } finally {
                            turn.release();
                        }
                    }
                    return rounds;
                }));
                Patience.until("runs", () -> me.get() != null);
                targets.add(Objects.requireNonNull(me.get()));
            }
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1_000);
            while (System.nanoTime() < end) {
                targets.forEach(Thread::interrupt);
                Thread.onSpinWait();
            }
            stop.set(true);
            int mine = get(counted.get(0)) + get(counted.get(1));
            one.tell("stop");
            two.tell("stop");
            others = Integer.parseInt(one.expect("done")) + Integer.parseInt(two.expect("done"));

            System.out.println(mine + " here under interrupts, " + others + " in two other processes");
            assertThat(mine).isPositive();
            assertThat(others).isPositive();
            assertThat(Increment.read(number)).isEqualTo(mine + others);
        }
    }

    @Test
    void acquire_holderIsKilled_isNextAtOnce() throws Exception {
        try (Turn turn = Turn.of(db());
                ChildJvm holder = ChildJvm.start("hold", db().toString())) {
            holder.expect("held");
            Future<Long> taken = threads.submit(taking(turn));
            Patience.until("waits", () -> !turn.waiting().isZero());
            long killed = System.nanoTime();
            holder.kill();

            assertThat(Duration.ofNanos(get(taken) - killed)).isLessThan(Duration.ofSeconds(1));
        }
    }

    private static Callable<Long> taking(Turn turn) {
        return () -> {
            turn.acquire();
            turn.release();
            return System.nanoTime();
        };
    }

    /** Who has just finished must pass byte 1 again; were it free, he would overtake those who wait. */
    @Test
    void acquire_whileWaiting_keepsTheHeadOfTheQueue() throws Exception {
        try (Turn turn = Turn.of(db());
                ChildJvm holder = ChildJvm.start("hold", db().toString())) {
            holder.expect("held");
            Future<Long> taken = threads.submit(taking(turn));
            Path side = Turn.sideFile(db());
            Patience.until(
                    "has byte 1",
                    () -> ProcLocks.holderOf(side, 1)
                            .equals(OptionalLong.of(ProcessHandle.current().pid())));
            assertThat(ProcLocks.holderOf(side, 0)).hasValue(holder.pid());
            holder.tell("release");
            get(taken);
            assertThat(ProcLocks.holderOf(side, 1)).isEmpty();
        }
    }

    @Test
    void longWait_anotherProcessHolds_namesItOnce() throws Exception {
        try (Turn turn = Turn.of(db());
                ChildJvm holder = ChildJvm.start("hold", db().toString())) {
            holder.expect("held");
            assertThat(turn.longWait(Duration.ZERO)).isEmpty();
            Future<Long> taken = threads.submit(taking(turn));
            Patience.until("waits", () -> turn.waiting().toMillis() > 20);

            assertThat(turn.longWait(Duration.ofMinutes(1))).isEmpty();
            assertThat(turn.longWait(Duration.ofMillis(20)).orElseThrow())
                    .contains("process " + holder.pid())
                    .contains("work.db");
            assertThat(turn.longWait(Duration.ofMillis(20))).isEmpty();
            holder.tell("release");
            get(taken);
            assertThat(turn.waiting()).isZero();
        }
    }

    @Test
    void of_sameFileByAnotherName_isTheSameQueueAndOneCloseDropsNoLock() throws IOException {
        Files.createFile(db());
        Path link = Files.createSymbolicLink(folder.resolve("link.db"), Path.of("work.db"));
        Turn turn = Turn.of(db());
        Turn other = Turn.of(link);
        turn.acquire();
        other.close();

        assertThat(other).isSameAs(turn);
        assertThat(turn.holder()).contains("process " + ProcessHandle.current().pid());
        turn.release();
        assertThat(turn.holder()).isEmpty();
        turn.close();
        assertThatThrownBy(turn::acquire)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(StoreException.Problem.CLOSED));
    }

    @Test
    void acquire_twiceByOneThread_isRefused() {
        try (Turn turn = Turn.of(db())) {
            turn.acquire();
            assertThatThrownBy(turn::acquire).isInstanceOf(IllegalStateException.class);
            turn.release();
            assertThatThrownBy(turn::release).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void of_readOnlyOrMissingFolder_namesTheSideFile() {
        assertThatThrownBy(() -> Turn.of(folder.resolve("missing").resolve("x.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("x.db-turn");
    }

    @Test
    void procLocks_waitersAndForeignHolders_areNotHolders() {
        List<String> table = List.of(
                "1: POSIX  ADVISORY  WRITE 0 fe:00:7 0 0",
                "2: -> POSIX  ADVISORY  WRITE 11 fe:00:7 0 0",
                "3: POSIX  ADVISORY  WRITE 12 fe:00:7 1 1",
                "4: FLOCK  ADVISORY  WRITE 13 fe:00:7 0 EOF",
                "5: POSIX  ADVISORY  WRITE 14 fe:00:8 0 0",
                "6: POSIX  ADVISORY  WRITE 15 fe:00:7 0 EOF");
        assertThat(ProcLocks.holderOf(table, "fe:00:7", 0)).hasValue(15);
        assertThat(ProcLocks.holderOf(table, "fe:00:7", 1)).hasValue(12);
        assertThat(ProcLocks.holderOf(table, "fe:00:9", 0)).isEmpty();
        assertThat(ProcLocks.deviceName(0xfe00)).isEqualTo("fe:00");
    }
}
