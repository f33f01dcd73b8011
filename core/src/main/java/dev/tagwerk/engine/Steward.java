package dev.tagwerk.engine;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after a desk: hands in what lies too long, gives signs of life, looks for the dead. An error in one of
 * these is logged and tried again; it never ends the thread. Safe for use by several threads.
 */
public final class Steward implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Steward.class);
    /** A worker that has joined since the last sweep is looked for by the next one, and its death is to be known within a second. */
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    private static final long LOCAL_SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final Desk desk;
    private final Worker worker;
    private final Platform platform;
    private final long beatNanos;
    private final Thread thread;
    private volatile boolean closed;

    /** A steward for this desk, at work from now on. */
    public Steward(Desk desk, Worker worker) {
        this.desk = desk;
        this.worker = worker;
        this.platform = worker.platform();
        this.beatNanos = worker.row().profile().beat().toNanos();
        this.thread = new Thread(this::run, "tagwerk-steward-" + worker.row().session());
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long nextBeat = platform.nanoTime() + beatNanos;
        long nextSweep = platform.nanoTime() + SWEEP_NANOS;
        long nextLocal = platform.nanoTime() + LOCAL_SWEEP_NANOS;
        while (!closed) {
            try {
                desk.awaitTending(desk.isWaiting() ? LOCAL_SWEEP_NANOS : Math.min(beatNanos, SWEEP_NANOS));
                if (closed) {
                    return;
                }
                desk.tend();
                long now = platform.nanoTime();
                if (now - nextBeat >= 0) {
                    nextBeat = now + beatNanos;
                    if (!worker.beat()) {
                        desk.suspectLost();
                    }
                }
                if (now - nextSweep >= 0) {
                    nextSweep = now + SWEEP_NANOS;
                    nextLocal = now + LOCAL_SWEEP_NANOS;
                    worker.sweep();
                } else if (desk.isWaiting() && now - nextLocal >= 0) {
                    nextLocal = now + LOCAL_SWEEP_NANOS;
                    worker.sweepLocal();
                }
            } catch (InterruptedException stop) {
                return;
            } catch (RuntimeException | Error problem) {
                if (!closed) {
                    LOG.warn("A sign of life or a look for dead workers failed; trying again: {}", problem.toString());
                }
            }
        }
    }

    /** Ends the thread; returns when it has ended, or after a second. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
