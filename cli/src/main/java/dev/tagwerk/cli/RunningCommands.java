package dev.tagwerk.cli;

import dev.tagwerk.Claim;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The commands that run at the moment, each with its claim. Safe for use by several threads.
 *
 * <p>A command whose claim was lost is ended: somebody else has the task. When the process is asked to stop, all are ended, and
 * none starts any more. When it is killed instead, the commands are ended from outside ({@link OrphanWatch}).
 */
final class RunningCommands implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;

    private final Map<ChildProcess, BooleanSupplier> running = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration patience;
    private final Thread watch;
    private final OrphanWatch orphans = new OrphanWatch();
    private volatile boolean stopping;

    /** Watches from now on; a stop waits so long for the commands to end. */
    RunningCommands(Duration patience) {
        this.patience = patience;
        this.watch = new Thread(this::watch, "tagwerk-lost-claims");
        watch.setDaemon(true);
        watch.start();
    }

    /** Runs the command of this claim to its end. */
    ChildProcess.Result run(ChildProcess command, Claim<String> claim) throws InterruptedException {
        running.put(command, claim::isLost);
        try {
            // Looked at after the entry: a stop either sees the entry or is seen here.
            if (stopping) {
                command.kill();
            }
            return command.run(orphans);
        } finally {
            running.remove(command);
        }
    }

    /** How many run. */
    int count() {
        return running.size();
    }

    /** Ends all commands; returns at once. */
    void kill() {
        stopping = true;
        running.keySet().forEach(ChildProcess::kill);
    }

    /** Whether commands are being ended for good. */
    boolean isStopping() {
        return stopping;
    }

    /** Ends all commands and waits until they have ended, or for as long as was allowed. */
    void stop() {
        kill();
        long end = System.nanoTime() + patience.toNanos();
        try {
            for (ChildProcess command : running.keySet()) {
                command.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                running.forEach((command, isLost) -> {
                    if (isLost.getAsBoolean()) {
                        command.kill();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        orphans.close();
    }
}
