package dev.tagwerk;

import dev.tagwerk.task.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The threads that run the bodies of one loop. For one thread at a time. */
final class LoopThreads {
    /** From so many threads on they are virtual ones, where the JVM has them. */
    private static final int MANY = 64;

    private final String name;
    private final int count;
    private final Runnable finish;

    LoopThreads(String name, int count, Runnable finish) {
        this.name = name;
        this.count = count;
        this.finish = finish;
    }

    /** What each thread does. */
    interface Work {
        void run() throws InterruptedException;
    }

    /** Runs {@code work} on all threads and returns when all have ended; throws what the first of them threw. */
    void run(Work work) {
        ThreadFactory factory = count > MANY ? VirtualThreads.factory().orElse(Thread::new) : Thread::new;
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Thread thread = factory.newThread(() -> {
                try {
                    work.run();
                } catch (InterruptedException stop) {
                    // Asked to stop: the task in hand was given back.
                } catch (Throwable any) {
                    thrown.compareAndSet(null, any);
                    finish.run();
                }
            });
            thread.setName("tagwerk-" + name + "-" + (i + 1));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        join(threads);
        Throwable first = thrown.get();
        if (first != null) {
            throw SourceException.unchecked(first);
        }
    }

    private void join(List<Thread> threads) {
        InterruptedException interrupted = null;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException stop) {
                    interrupted = stop;
                    finish.run();
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted != null) {
            Thread.currentThread().interrupt();
            throw new LoopInterruptedException(name, interrupted);
        }
    }
}
