package dev.tagwerk.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The lock of a desk, and who sleeps at it: hungry threads, those who need that nobody is busy with the store, and the steward.
 * Whoever has slept has to look at everything anew. Safe for use by several threads.
 */
@SuppressWarnings("WaitNotInLoop") // the callers loop, and look at everything anew for whatever reason they woke
final class WaitingRoom {
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final int SPINS = 200;
    private static final int RESTFUL = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hungry = lock.newCondition();
    private final Condition quiet = lock.newCondition();
    private final Condition steward = lock.newCondition();
    /** How often in a row the steward has found nothing on the desk; it sleeps soundly after {@link #RESTFUL} of these. */
    private int restful;

    /** Takes the lock. Bodies may be so short that threads meet here all the time, and to try again is quicker than to sleep. */
    void enter() {
        for (int i = 0; i < SPINS; i++) {
            if (lock.tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
    }

    /** Takes the lock, unless the thread is interrupted. */
    void enterInterruptibly() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        enter();
    }

    /** Gives up the lock. */
    void leave() {
        lock.unlock();
    }

    /** Does something with the lock. */
    void inside(Runnable work) {
        enter();
        try {
            work.run();
        } finally {
            leave();
        }
    }

    /** Asks something with the lock. */
    boolean ask(BooleanSupplier question) {
        enter();
        try {
            return question.getAsBoolean();
        } finally {
            leave();
        }
    }

    /** A hungry thread sleeps, at most so long; says whether it was woken. */
    boolean sleepHungry(long millis) throws InterruptedException {
        return hungry.await(millis, TimeUnit.MILLISECONDS);
    }

    void wakeHungry() {
        hungry.signal();
    }

    void wakeAllHungry() {
        hungry.signalAll();
    }

    /** Sleeps until somebody is done with the store. */
    void sleepUntilQuiet() throws InterruptedException {
        quiet.await();
    }

    /** Waits while this holds, whatever interrupts come, at most so long. */
    void awaitQuiet(BooleanSupplier holds, long atMostNanos) {
        Uninterrupted.await(quiet, holds, atMostNanos);
    }

    void wakeQuiet() {
        quiet.signalAll();
    }

    /**
     * The steward sleeps, at most so long; a short while if there is something on the desk or was a moment ago: while tasks come
     * and go it looks again and again by itself, as to wake it for each of them would take longer than they do.
     */
    void sleepSteward(BooleanSupplier somethingOnDesk, long nanos) throws InterruptedException {
        enterInterruptibly();
        try {
            restful = somethingOnDesk.getAsBoolean() ? 0 : restful + 1;
            steward.awaitNanos(restful > RESTFUL ? nanos : Math.min(nanos, FLUSH_NANOS));
        } finally {
            leave();
        }
    }

    /** Something was laid on the empty desk. */
    void wakeSteward() {
        if (restful > RESTFUL) {
            steward.signal();
        }
    }

    /** Wakes the steward however soundly it sleeps. */
    void shakeSteward() {
        steward.signalAll();
    }
}
