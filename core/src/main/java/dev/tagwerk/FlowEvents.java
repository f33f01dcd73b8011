package dev.tagwerk;

import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of a flow what those of its loop hear. Safe for use by several threads, but for what a loop delivers. */
final class FlowEvents implements LoopListener {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

    private final List<FlowListener> listeners;
    private final FlowPlan plan;
    /** What a loop does not know: when tasks that failed are tried again. */
    private final Map<Try, Instant> again = new ConcurrentHashMap<>();
    /** For the thread that tells: the newest attempts that were told of. */
    private final Map<String, Integer> attempts = new HashMap<>();

    private volatile @Nullable RunReport report;

    /** An attempt. Ends are told of later than they happen: the next attempt may have ended meanwhile. */
    private record Try(String task, int attempt) {}

    FlowEvents(List<FlowListener> listeners, FlowPlan plan) {
        this.listeners = List.copyOf(listeners);
        this.plan = plan;
    }

    /** Notes when the task is tried again after this attempt; null for never. */
    void ending(String task, int attempt, @Nullable Instant due) {
        if (due != null && !listeners.isEmpty()) {
            again.put(new Try(task, attempt), due);
        }
    }

    /** Notes what is to be told at the end of the run. */
    void finished(RunReport newReport) {
        report = newReport;
    }

    @Override
    public void opened(int threads) {
        tell(listener -> listener.runStarted(plan.name(), plan.tasks().size(), threads));
    }

    @Override
    public void ready(String id) {
        tell(listener -> listener.taskReady(id));
    }

    @Override
    public void started(String id, int attempt) {
        attempts.put(id, attempt);
        tell(listener -> listener.taskStarted(id, attempt));
    }

    @Override
    public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
        Integer started = attempts.remove(id);
        int attempt = started == null ? 0 : started;
        Instant due = again.remove(new Try(id, attempt));
        TaskEnd.Why why = failure == null ? null : new TaskEnd.Why(failure, due);
        TaskEnd end = new TaskEnd(id, attempt, outcome, took, why);
        tell(listener -> listener.taskFinished(end));
    }

    @Override
    public void closed(LoopReport loop) {
        RunReport last = report;
        if (last != null) {
            tell(listener -> listener.runFinished(last));
        }
    }

    private void tell(Consumer<FlowListener> event) {
        for (FlowListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error broken) {
                LOG.warn("A listener of flow {} failed; the run goes on", plan.name(), broken);
            }
        }
    }
}
