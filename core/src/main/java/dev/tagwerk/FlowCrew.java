package dev.tagwerk;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a run that run the bodies. A thread whose body does not end is left alone and replaced; the run does not wait
 * for it. Safe for use by several threads.
 */
final class FlowCrew {
    private final String name;
    private final ThreadFactory factory;
    private final Runnable work;
    private final AtomicInteger made = new AtomicInteger();
    private int live;

    /** Threads that do this work, which returns when there is no more of it. */
    FlowCrew(String name, boolean virtual, Runnable work) {
        this.name = name;
        this.factory = virtual ? VirtualThreads.factory().orElse(Thread::new) : Thread::new;
        this.work = work;
    }

    void start(int threads) {
        for (int i = 0; i < threads; i++) {
            add();
        }
    }

    private void add() {
        Thread thread = factory.newThread(work);
        thread.setName("tagwerk-" + name + "-" + made.incrementAndGet());
        if (!thread.isDaemon()) {
            // The thread that waits for all of them keeps the JVM alive; one whose body never ends must not.
            thread.setDaemon(true);
        }
        synchronized (this) {
            live++;
        }
        try {
            thread.start();
        } catch (Throwable noThread) { // nobody must wait for it
            left();
            throw noThread;
        }
    }

    /** Notes that a thread has ended, or is not counted on any more. */
    synchronized void left() {
        live--;
        notifyAll();
    }

    /** Puts another thread in the place of one that is not counted on any more. */
    void replace() {
        try {
            add();
        } finally {
            left();
        }
    }

    /** Returns when all threads that are counted on have ended. */
    synchronized void await() throws InterruptedException {
        while (live > 0) {
            wait();
        }
    }

    /** Returns when all threads that are counted on have ended, or when this time is over. */
    synchronized void await(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (live > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
