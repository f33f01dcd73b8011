package dev.tagwerk;

import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Tally;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what happens in a loop to its listeners, in order, on one thread of its own. Without listeners there is no thread
 * and nothing is queued. Safe for use by several threads.
 */
final class LoopEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopEvents.class);

    private final List<LoopListener> listeners;
    private final LoopTally tally;
    private final LinkedBlockingQueue<Consumer<LoopListener>> queue = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Tally> newest = new AtomicReference<>();
    private final @Nullable Thread thread;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile boolean closed;
    private Tally told = Tally.ZERO;

    LoopEvents(LoopParts<?> parts, LoopTally tally) {
        List<LoopListener> all = new ArrayList<>(parts.audience().listeners());
        if (parts.settings().rhythm().progress() && ProgressLine.isWanted()) {
            all.add(new ProgressLine(
                    parts.settings().place().name(), parts.source().size(), parts.platform()));
        }
        this.listeners = List.copyOf(all);
        this.tally = tally;
        if (listeners.isEmpty()) {
            this.thread = null;
        } else {
            this.thread = new Thread(
                    this::deliver, "tagwerk-events-" + parts.settings().place().name());
            thread.setDaemon(true);
            thread.start();
            int threads = parts.settings().rhythm().threads();
            send(listener -> listener.opened(threads));
        }
    }

    void ready(String id) {
        send(listener -> listener.ready(id));
    }

    /** Whether anybody listens. */
    boolean isHeard() {
        return thread != null;
    }

    void started(String id, int attempt) {
        if (thread == null) {
            return;
        }
        send(listener -> listener.started(id, attempt));
    }

    void ended(String id, Ended end) {
        send(listener -> listener.ended(
                id, end.outcome(), end.span().duration(), end.result().failure()));
    }

    void refused(String id, Outcome outcome, String reason) {
        send(listener -> listener.refused(id, outcome, reason));
    }

    void stopped(List<String> failures) {
        send(listener -> listener.stopped(failures));
    }

    /** The newest of several tallies is enough. */
    void progress(Tally now) {
        if (thread != null && newest.getAndSet(now) == null) {
            send(this::deliverProgress);
        }
    }

    private void send(Consumer<LoopListener> event) {
        if (thread != null && !closed) {
            queue.add(event);
        }
    }

    private void deliver() {
        try {
            while (true) {
                Consumer<LoopListener> event = queue.poll(1, TimeUnit.SECONDS);
                if (event != null) {
                    tell(event);
                } else if (closed) {
                    return;
                }
                if (closed && queue.isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException stop) {
            LOG.debug("The thread that tells listeners was interrupted", stop);
        }
    }

    private void deliverProgress(LoopListener listener) {
        Tally now = newest.getAndSet(null);
        if (now != null) {
            told = now;
        }
        listener.progress(told);
    }

    private void tell(Consumer<LoopListener> event) {
        for (LoopListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error broken) {
                LOG.warn("A listener of the loop failed; the loop goes on", broken);
            }
        }
    }

    /** Delivers what is queued, tells the end, and ends the thread; waits at most two seconds for slow listeners. */
    @Override
    public void close() {
        if (thread == null || !closing.compareAndSet(false, true)) {
            return;
        }
        send(listener -> listener.closed(tally.report()));
        closed = true;
        queue.add(listener -> {});
        if (Thread.currentThread() == thread) {
            return; // closed by a listener: it cannot wait for itself
        }
        try {
            thread.join(2_000);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }
}
