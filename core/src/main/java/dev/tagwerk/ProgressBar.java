package dev.tagwerk;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shows how a run of a flow gets on, as one line that is shown anew: a bar, how many tasks of all have ended, how many failed,
 * what runs. Between the events of the run the line stays as it is; {@link #refresh} lets the clock go on. Safe for use by several
 * threads.
 *
 * <pre>{@code
 * flow.runner().listener(ProgressBar.showing(line -> System.err.print("\r" + line + "\u001b[K"))).run();
 * }</pre>
 */
public final class ProgressBar implements FlowListener {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int WIDTH = 20;

    private final Consumer<String> show;
    private final LongSupplier nanos;
    private final Map<String, Integer> running = new LinkedHashMap<>();
    private long begin;
    private long drawnAt;
    private int tasks;
    private int threads;
    private int ended;
    private int failed;
    private boolean live;

    private ProgressBar(Consumer<String> show, LongSupplier nanos) {
        this.show = show;
        this.nanos = nanos;
    }

    /** Hands each new text of the line to this consumer, ten times a second at most. */
    public static ProgressBar showing(Consumer<String> show) {
        return new ProgressBar(show, System::nanoTime);
    }

    static ProgressBar showing(Consumer<String> show, LongSupplier nanos) {
        return new ProgressBar(show, nanos);
    }

    @Override
    public synchronized void runStarted(String flow, int all, int workers) {
        begin = nanos.getAsLong();
        drawnAt = begin;
        tasks = all;
        threads = workers;
        live = true;
    }

    @Override
    public synchronized void taskStarted(String task, int attempt) {
        running.put(task, attempt);
        draw(false);
    }

    @Override
    public synchronized void taskFinished(TaskEnd end) {
        running.remove(end.task());
        if (end.outcome().isSuccess() || (end.again().isEmpty() && end.outcome().isFailure())) {
            ended++;
        }
        if (end.outcome().isFailure() && end.again().isEmpty()) {
            failed++;
        }
        draw(false);
    }

    @Override
    public synchronized void runFinished(RunReport report) {
        running.clear();
        ended = (int) report.counts().entrySet().stream()
                .filter(entry -> entry.getKey() != TaskReport.Status.NOT_RUN)
                .mapToLong(Map.Entry::getValue)
                .sum();
        draw(true);
        live = false;
    }

    /** Shows the line anew, with the time that has passed; nothing before the run has begun, or after its end. */
    public synchronized void refresh() {
        if (live) {
            draw(false);
        }
    }

    private void draw(boolean always) {
        long now = nanos.getAsLong();
        if (always || now - drawnAt >= REDRAW_NANOS) {
            drawnAt = now;
            show.accept(line(now));
        }
    }

    private String line(long now) {
        int filled = tasks == 0 ? WIDTH : (int) Math.min(WIDTH, (long) WIDTH * ended / tasks);
        StringBuilder text = new StringBuilder("[")
                .append("#".repeat(filled))
                .append(".".repeat(WIDTH - filled))
                .append("] ")
                .append(ended)
                .append('/')
                .append(tasks);
        if (failed > 0) {
            text.append(", ").append(failed).append(" failed");
        }
        text.append(", ").append(ConsoleListener.words(Duration.ofNanos(now - begin)));
        if (!running.isEmpty()) {
            // The ends of some are on their way.
            text.append(", ")
                    .append(Math.min(threads, running.size()))
                    .append(" running: ")
                    .append(String.join(", ", running.keySet()));
        }
        return text.toString();
    }
}
