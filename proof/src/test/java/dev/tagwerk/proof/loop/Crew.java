package dev.tagwerk.proof.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads of a test, each waited for with a bound. */
final class Crew implements AutoCloseable {
    private static final long SECONDS = 20;

    private final List<Thread> threads = new ArrayList<>();

    /** Starts a thread. */
    <R> Future<R> start(Callable<R> work) {
        FutureTask<R> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "crew-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return task;
    }

    /** The last thread started. */
    Thread last() {
        return threads.get(threads.size() - 1);
    }

    /** The result of a thread; a failure when there is none within 20 s. */
    static <R> R get(Future<R> future) throws Exception {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException never) {
            throw new AssertionError("a loop did not end within " + SECONDS + " s\n" + stacks(), never);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw new AssertionError(failed.getCause());
        }
    }

    /** Waits for a latch; a failure when it does not open within 20 s. */
    static void await(CountDownLatch latch) {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a latch did not open within " + SECONDS + " s\n" + stacks());
            }
        } catch (InterruptedException stop) {
            throw new AssertionError("interrupted", stop);
        }
    }

    private static String stacks() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if ((frames.length > 0 && !thread.isDaemon()) || thread.getName().startsWith("crew")) {
                text.append(thread).append('\n');
                for (StackTraceElement frame : frames) {
                    text.append("    ").append(frame).append('\n');
                }
            }
        });
        return text.toString();
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
