package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagwerk.store.NamedLock.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What user locks promise inside one JVM, whatever stands behind them. */
abstract class NamedLockContract {
    static final Duration LONG = Duration.ofSeconds(10);

    final ExecutorService threads = Executors.newCachedThreadPool();

    abstract Locks locks();

    @AfterEach
    void stopThreads() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        locks().close();
    }

    @Test
    void run_manyThreads_oneAtATime() throws Exception {
        NamedLock lock = locks().lock("counter");
        int[] counter = {0};
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            all.add(threads.submit(() -> {
                for (int i = 0; i < 500; i++) {
                    lock.run(() -> counter[0]++);
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(10, TimeUnit.SECONDS);
        }
        assertThat(counter[0]).isEqualTo(2_000);
    }

    @Test
    @DisplayName("LB-177: reentrant, free after the last close, in any order of closing")
    void acquire_again_reentrant() throws Exception {
        NamedLock lock = locks().lock("x");
        Held first = lock.acquire();
        Held second = locks().lock("x").acquire();
        assertThat(lock.call(() -> 42)).isEqualTo(42);
        first.close();
        assertThat(elsewhere(() -> lock.tryAcquire(Duration.ZERO).isPresent())).isFalse();
        second.close();
        assertThat(elsewhere(() -> lock.tryAcquire(Duration.ZERO).isPresent())).isTrue();
    }

    @Test
    void close_twice_secondDoesNothing() throws Exception {
        NamedLock lock = locks().lock("x");
        Held outer = lock.acquire();
        Held inner = lock.acquire();
        inner.close();
        inner.close();
        assertThat(elsewhere(() -> lock.tryAcquire(Duration.ZERO).isPresent())).isFalse();
        outer.close();
        assertThat(lock.holder()).isEmpty();
    }

    @Test
    void close_otherThread_refusedAndStillHeld() throws Exception {
        NamedLock lock = locks().lock("x");
        Held held = lock.acquire();
        assertThatThrownBy(() -> elsewhere(() -> {
                    held.close();
                    return true;
                }))
                .hasRootCauseInstanceOf(IllegalMonitorStateException.class)
                .hasMessageContainingAll("lock \"x\"", Thread.currentThread().getName());
        assertThat(elsewhere(() -> lock.tryAcquire(Duration.ZERO).isPresent())).isFalse();
        held.close();
    }

    @Test
    @DisplayName("LB-176: a body that throws frees the lock")
    void run_bodyThrows_freed() throws Exception {
        NamedLock lock = locks().lock("x");
        assertThatThrownBy(() -> lock.run(() -> {
                    throw new java.io.IOException("disk");
                }))
                .isInstanceOf(java.io.IOException.class);
        assertThat(elsewhere(() -> lock.tryAcquire(Duration.ZERO).isPresent())).isTrue();
    }

    @Test
    void acquire_claimAsOwner_sharedByItsThreads() throws Exception {
        Object claim = new Object();
        NamedLock ofClaim = locks().lock("x", claim);
        Held held = ofClaim.acquire();
        assertThat(locks().lock("x").tryAcquire(Duration.ZERO)).isEmpty();
        Held again = elsewhere(() -> locks().lock("x", claim).acquire());
        elsewhere(() -> {
            held.close();
            return true;
        });
        assertThat(locks().lock("x", new Object()).tryAcquire(Duration.ZERO)).isEmpty();
        again.close();
        locks().lock("x").acquire().close();
    }

    @Test
    void tryAcquire_held_timesOutOnTime() throws Exception {
        Held held = locks().lock("x").acquire();
        for (long millis : new long[] {0, 30, 150}) {
            long took = elsewhere(() -> {
                long start = System.nanoTime();
                assertThat(locks().lock("x").tryAcquire(Duration.ofMillis(millis)))
                        .isEmpty();
                return (System.nanoTime() - start) / 1_000_000;
            });
            assertThat(took).isBetween(millis, millis + 200);
        }
        assertThat(elsewhere(() -> locks().lock("x").tryAcquire(Duration.ofSeconds(Long.MIN_VALUE))))
                .isEmpty();
        held.close();
        assertThat(locks().lock("x").tryAcquire(Duration.ofSeconds(Long.MAX_VALUE)))
                .isPresent();
    }

    @Test
    void acquire_circleOfTwo_reportedNotHung() throws Exception {
        LockDeadlockException report = circleOf(2);
        assertThat(report.circle()).hasSize(2);
        LockDeadlockException.Member me = report.circle().get(0);
        LockDeadlockException.Member other = report.circle().get(1);
        assertThat(me.waitsFor()).isEqualTo(other.holds()).isNotEqualTo(me.holds());
        assertThat(other.waitsFor()).isEqualTo(me.holds());
        assertThat(List.of(me.thread(), other.thread())).containsExactlyInAnyOrder("circle-0", "circle-1");
        assertThat(me.takenAt()).contains("NamedLockContract.java:");
        assertThat(report).hasMessageContainingAll("circle-0", "circle-1", "lock-0", "lock-1", "NamedLockContract");
    }

    @Test
    void acquire_circleOfFive_reportedNotHung() throws Exception {
        LockDeadlockException report = circleOf(5);
        assertThat(report.circle()).hasSize(5);
        for (int i = 0; i < 5; i++) {
            LockDeadlockException.Member member = report.circle().get(i);
            assertThat(member.waitsFor())
                    .isEqualTo(report.circle().get((i + 1) % 5).holds());
        }
    }

    @Test
    void acquire_ownLockAsOtherOwner_reportedNotHung() throws Exception {
        Held held = locks().lock("x", new Object()).acquire();
        LockDeadlockException report = catchThrowableOfType(
                LockDeadlockException.class, () -> locks().lock("x").acquire());
        assertThat(report.circle()).hasSize(1);
        held.close();
    }

    @Test
    void acquire_circleWithDeadline_endsByItself() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Future<Boolean> patient = threads.submit(() -> {
            Held y = locks().lock("y").acquire();
            both.await();
            boolean got = locks().lock("x").tryAcquire(Duration.ofMillis(300)).isPresent();
            y.close();
            return got;
        });
        Held x = locks().lock("x").acquire();
        both.await();
        locks().lock("y").acquire().close();
        assertThat(patient.get(10, TimeUnit.SECONDS)).isFalse();
        x.close();
    }

    @Test
    void acquire_interruptedWhileWaiting_otherLocksIntact() throws Exception {
        Held x = locks().lock("x").acquire();
        CountDownLatch holdsY = new CountDownLatch(1);
        CompletableFuture<Thread> waiter = new CompletableFuture<>();
        Future<Boolean> waiting = threads.submit(() -> {
            waiter.complete(Thread.currentThread());
            Held y = locks().lock("y").acquire();
            holdsY.countDown();
            try {
                locks().lock("x").acquire();
                return false;
            } catch (InterruptedException e) {
                // Give back with the flag set: closing must not depend on it.
                Thread.currentThread().interrupt();
                y.close();
                return Thread.interrupted();
            }
        });
        assertThat(holdsY.await(10, TimeUnit.SECONDS)).isTrue();
        waiter.get(10, TimeUnit.SECONDS).interrupt();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(elsewhere(() -> locks().lock("x").tryAcquire(Duration.ZERO).isPresent()))
                .isFalse();
        locks().lock("y").acquire().close();
        x.close();
    }

    @Test
    void acquire_interruptedBefore_throwsAndTakesNothing() throws Exception {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> locks().lock("x").acquire()).isInstanceOf(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(elsewhere(() -> locks().lock("x").tryAcquire(Duration.ZERO).isPresent()))
                .isTrue();
    }

    @Test
    void acquire_ownerThreadEnded_takenOver() throws Exception {
        Thread careless = new Thread(() -> {
            try {
                locks().lock("x").acquire();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        careless.start();
        careless.join();
        Held held = locks().lock("x").tryAcquire(LONG).orElseThrow();
        assertThat(elsewhere(() -> locks().lock("x").tryAcquire(Duration.ZERO).isPresent()))
                .isFalse();
        held.close();
    }

    @Test
    void holder_held_namesThreadAndPlace() throws Exception {
        NamedLock lock = locks().lock("x");
        assertThat(lock.holder()).isEmpty();
        Held held = lock.acquire();
        assertThat(lock.holder().orElseThrow()).contains(Thread.currentThread().getName(), "NamedLockContract.java:");
        assertThat(held.lock().name()).isEqualTo("x");
        held.close();
        assertThat(lock.holder()).isEmpty();
    }

    <T> T elsewhere(Callable<T> code) throws Exception {
        try {
            return threads.submit(code).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        }
    }

    private LockDeadlockException circleOf(int size) throws Exception {
        CyclicBarrier all = new CyclicBarrier(size);
        List<LockDeadlockException> reports = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Thread> members = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            NamedLock mine = locks().lock("lock-" + i);
            NamedLock next = locks().lock("lock-" + (i + 1) % size);
            members.add(new Thread(
                    () -> {
                        try {
                            mine.run(() -> {
                                all.await();
                                next.run(() -> {});
                            });
                        } catch (LockDeadlockException e) {
                            reports.add(e);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    "circle-" + i));
        }
        members.forEach(Thread::start);
        for (Thread member : members) {
            member.join(10_000);
            assertThat(member.isAlive()).isFalse();
        }
        assertThat(reports).hasSize(1); // the others go on as soon as one gives way
        return reports.get(0);
    }
}
