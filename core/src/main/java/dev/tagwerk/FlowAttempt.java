package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.flow.Input;
import dev.tagwerk.flow.MissingValueException;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.flow.TaskSignal;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One attempt at a task: gets the values it takes, runs the body, says how it ended. Safe for use by several threads. */
final class FlowAttempt {
    /** Type of the failure of a task that takes a value that is not there. */
    static final String NO_VALUE = "NoValue";

    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
    private static final String MDC_TASK = "tagwerk.task";
    private static final String MDC_FLOW = "tagwerk.flow";

    private final FlowRun.Parts parts;

    FlowAttempt(FlowRun.Parts parts) {
        this.parts = parts;
    }

    /**
     * How a body ended.
     *
     * @param outcome how, as far as the body is concerned
     * @param result what came of it
     * @param thrown what it threw; null when it returned
     */
    record Return(
            Outcome outcome, Ended.Result result, @Nullable Throwable thrown) {}

    /**
     * How an attempt ended, all considered.
     *
     * @param outcome how
     * @param result what came of it
     * @param again when it is tried again; null for never
     */
    record End(
            Outcome outcome, Ended.Result result, @Nullable Instant again) {}

    /** Runs the body of this task on this thread. */
    Return run(RunningTask running) {
        PlannedTask task = running.claim().item();
        MDC.put(MDC_FLOW, parts.plan().name());
        MDC.put(MDC_TASK, task.name());
        RunningTask.Here here = running.begin();
        try (PrintedOutput.Stretch printed = printing(running)) {
            Objects.requireNonNull(printed);
            List<@Nullable Object> values;
            try {
                values = inputs(task);
            } catch (MissingValueException missing) {
                return new Return(Outcome.CANCELLED, failure(Failure.of(NO_VALUE, message(missing))), null);
            }
            Object value = task.body().run(running, values);
            return new Return(Outcome.COMPLETED, written(task, value), null);
        } catch (TaskSignal signal) {
            return signalled(signal);
        } catch (Throwable thrown) {
            return new Return(Outcome.FAILED, failure(Failure.of(thrown)), thrown);
        } finally {
            here.close();
            MDC.remove(MDC_TASK);
            MDC.remove(MDC_FLOW);
        }
    }

    /** Sends what the body prints to its own place. What cannot be kept must not fail the task: it is printed as usual. */
    private PrintedOutput.Stretch printing(RunningTask running) {
        TaskLogs logs = parts.dealings().audience().logs();
        if (logs == null) {
            return () -> {};
        }
        try {
            return PrintedOutput.to(new BufferedOutputStream(logs.open(running.name(), running.attempt())));
        } catch (IOException | RuntimeException broken) {
            LOG.warn("What task {} prints cannot be kept: {}", running.name(), broken.toString());
            return () -> {};
        }
    }

    private static Return signalled(TaskSignal signal) {
        return switch (signal.kind()) {
            case SKIP -> new Return(Outcome.SKIPPED, failure(Failure.of("Skipped", signal.reason())), null);
            case NO_CHANGE -> new Return(Outcome.NO_CHANGE, failure(Failure.of("NoChange", signal.reason())), null);
            case FAIL -> new Return(Outcome.FAILED, failure(Failure.of("Failed", signal.reason())), signal);
        };
    }

    private static Ended.Result failure(Failure failure) {
        return Ended.Result.failure(failure);
    }

    private static String message(Throwable thrown) {
        return String.valueOf(thrown.getMessage());
    }

    private List<@Nullable Object> inputs(PlannedTask task) {
        List<? extends Input<?>> inputs = task.inputs();
        if (inputs.isEmpty()) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        inputs.forEach(input -> names.addAll(input.names()));
        Function<String, Input.Value> values =
                parts.dealings().values().read(parts.place().store(), names);
        List<@Nullable Object> joined = new ArrayList<>(inputs.size());
        for (Input<?> input : inputs) {
            joined.add(input.join(values));
        }
        return joined;
    }

    private Ended.Result written(PlannedTask task, @Nullable Object value) throws Exception {
        if (value instanceof CompletionStage || value instanceof Future) {
            throw new IllegalArgumentException(
                    "The task returned a " + value.getClass().getName()
                            + ", which is not a value yet; wait for it in the task, for instance with get()");
        }
        return parts.dealings().values().write(parts.place().store(), task, value);
    }

    /** How the attempt ended, now that its body has returned. */
    End judge(RunningTask task, Return body) {
        RunningTask.Stop stop = task.stop();
        if (stop == RunningTask.Stop.TIME_OUT) {
            return timedOut(task);
        }
        Throwable thrown = body.thrown();
        Failure failure = body.result().failure();
        if (stop == RunningTask.Stop.CANCEL && thrown != null) {
            return cancelled(failure);
        }
        return thrown == null || failure == null
                ? new End(body.outcome(), body.result(), null)
                : failed(task, body.outcome(), failure, thrown);
    }

    /** How an attempt ended whose body does not end although it was told to. */
    End giveUp(RunningTask task, RunningTask.Stop stop) {
        return stop == RunningTask.Stop.TIME_OUT ? timedOut(task) : cancelled(null);
    }

    /** How an attempt ended whose body called {@code System.exit}: it is not tried again by itself. */
    static End exited() {
        return new End(
                Outcome.FAILED,
                Ended.Result.retry(
                        Failure.of(
                                "SystemExit",
                                "it called System.exit, which ends the whole process; a task that fails throws an exception"),
                        Ended.Result.NEVER),
                null);
    }

    /** The task may run again, whatever its body threw; but that may have had a reason of its own. */
    private static End cancelled(@Nullable Failure thrown) {
        String why = "the run was cancelled while the task ran";
        Failure failure = thrown == null
                ? Failure.of("Interrupted", why)
                : new Failure("Interrupted", why + " (" + thrown.summary() + ")", thrown.stack());
        return new End(Outcome.INTERRUPTED, failure(failure), null);
    }

    private End timedOut(RunningTask task) {
        Duration timeout = task.claim().item().settings().handling().timeout();
        String reason = "it took longer than its timeout of " + (timeout == null ? "?" : words(timeout));
        return failed(task, Outcome.TIMED_OUT, Failure.of("TimedOut", reason), new TimeoutException(reason));
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }

    private End failed(RunningTask task, Outcome outcome, Failure failure, Throwable thrown) {
        Retry own = task.claim().item().settings().handling().retry();
        Retry retry = own == null ? parts.manner().retry() : own;
        int failures = task.claim().failures() + 1;
        if (!retry.filter().admits(thrown)) {
            return new End(outcome, Ended.Result.retry(failure, Ended.Result.NEVER), null);
        }
        if (failures > retry.times()) {
            return new End(outcome, Ended.Result.failure(failure), null);
        }
        Platform platform = parts.dealings().platform();
        double chance = (platform.randomLong() >>> 11) * 0x1.0p-53;
        Duration pause = retry.pause().before(failures, chance);
        Instant due = platform.now().plus(pause);
        return new End(outcome, Ended.Result.retry(failure, pause.isZero() ? 0 : due.toEpochMilli()), due);
    }
}
