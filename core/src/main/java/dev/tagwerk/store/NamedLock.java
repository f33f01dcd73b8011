package dev.tagwerk.store;

import java.time.Duration;
import java.util.Optional;

/**
 * A lock of the user, known by its name to all threads and processes that share a store. Safe for use by several
 * threads.
 *
 * <p>It is reentrant: who has it may take it again, and it is free when each {@link Held} is closed. The owner is the
 * thread, unless the lock was made for a claim: then all threads that work for that claim own it together. When the
 * owning process dies, however hard, the lock is free at once; when an owning thread ends without closing, the next
 * waiter takes over within about 0.1 s.
 *
 * <p>Two threads of one process that wait for each other's locks get a {@link LockDeadlockException} instead of waiting
 * for ever. Between processes nobody sees the whole circle: use {@link #tryAcquire} with a timeout where locks of
 * several processes are taken in differing orders.
 */
public interface NamedLock {
    /** The name that all sharers use. */
    String name();

    /**
     * Waits until the lock is free, then takes it.
     *
     * @throws InterruptedException when the thread is interrupted before it has the lock; other locks stay as they are
     * @throws LockDeadlockException when the wait could never end because threads of this process wait in a circle
     */
    Held acquire() throws InterruptedException;

    /**
     * Takes the lock if it gets free within {@code timeout}; zero or less means: now or not at all.
     *
     * @return empty when the time was over; such a wait is never reported as a deadlock, because it ends
     * @throws InterruptedException when the thread is interrupted before it has the lock
     */
    Optional<Held> tryAcquire(Duration timeout) throws InterruptedException;

    /** Who has the lock right now, in words for a message; empty when nobody has it, or nobody can tell. */
    Optional<String> holder();

    /** Runs {@code body} with the lock held. */
    default void run(ThrowingRunnable body) throws Exception {
        Held held = acquire();
        try {
            body.run();
        } finally {
            held.close();
        }
    }

    /** Gives the value of {@code body}, which runs with the lock held. */
    default <T> T call(ThrowingSupplier<T> body) throws Exception {
        Held held = acquire();
        try {
            return body.get();
        } finally {
            held.close();
        }
    }

    /** Code to run under a lock. */
    @FunctionalInterface
    interface ThrowingRunnable {
        /** Runs. */
        void run() throws Exception;
    }

    /** Code to run under a lock, with a value. */
    @FunctionalInterface
    interface ThrowingSupplier<T> {
        /** Runs and gives the value. */
        T get() throws Exception;
    }

    /**
     * One taking of a lock, undone by {@link #close}. Safe for use by several threads.
     */
    interface Held extends AutoCloseable {
        /** The lock that is held. */
        NamedLock lock();

        /**
         * Gives this taking back; a second call does nothing.
         *
         * @throws IllegalMonitorStateException when another thread than the owning one calls it; the lock stays held
         */
        @Override
        void close();
    }
}
