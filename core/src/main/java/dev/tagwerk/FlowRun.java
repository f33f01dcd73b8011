package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.flow.State;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.SourceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run of a flow that is under way. Safe for use by several threads.
 *
 * <pre>{@code
 * FlowRun run = flow.runner().start();
 * …
 * run.cancel();                       // nothing new starts; what runs may end within the grace period
 * RunReport report = run.await();
 * }</pre>
 */
public final class FlowRun {
    private final Parts parts;
    private final SharedLoop<PlannedTask> loop;
    private final FlowEvents events;
    private final FlowHands hands;
    private final CompletableFuture<RunReport> report = new CompletableFuture<>();
    private final Instant started;
    private final long begin;

    /**
     * All that a run is started with. Immutable.
     *
     * @param plan its tasks
     * @param place where progress and values are kept
     * @param builder how the loop beneath is opened
     * @param manner how tasks are run
     * @param dealings its contact with others
     */
    record Parts(FlowPlan plan, Place place, LoopBuilder<PlannedTask> builder, Manner manner, Dealings dealings) {}

    /**
     * Where progress and values are kept. Immutable.
     *
     * @param store the store
     * @param address its address; empty for a store of the user's
     * @param owned whether it is closed when the run has ended, and opened again by whoever wants a value
     */
    record Place(Store store, String address, boolean owned) implements AutoCloseable {
        <R> R read(Function<Store, R> work) {
            if (!owned) {
                return work.apply(store);
            }
            try (Store again = Stores.open(address, StoreOptions.READ)) {
                return work.apply(again);
            }
        }

        @Override
        public void close() {
            if (owned) {
                store.close();
            }
        }
    }

    /**
     * How tasks are run. Immutable.
     *
     * @param retry for tasks that do not say so themselves
     * @param full whether everything runs, even what is done
     * @param virtual whether on virtual threads
     * @param grace how long tasks may go on after they were told to end
     * @param stopWhen when nothing further is to start; null for never
     */
    record Manner(
            Retry retry,
            boolean full,
            boolean virtual,
            Duration grace,
            @Nullable StopCondition stopWhen) {}

    /**
     * Who hears of a run. Immutable.
     *
     * @param listeners hear what happens
     * @param logs keep what tasks print; null when it goes to the standard streams
     */
    record Audience(List<FlowListener> listeners, @Nullable TaskLogs logs) {
        Audience {
            listeners = List.copyOf(listeners);
        }
    }

    /**
     * The contact of a run with others. Immutable.
     *
     * @param audience who hears of it
     * @param params what was given to it
     * @param values the values of its tasks
     * @param platform the world
     */
    record Dealings(Audience audience, Params params, FlowValues values, Platform platform) {}

    private FlowRun(Parts parts) {
        this.parts = parts;
        Platform platform = parts.dealings().platform();
        this.started = platform.now();
        this.begin = platform.nanoTime();
        boolean full = parts.manner().full();
        FlowPlan plan = parts.plan();
        this.events = new FlowEvents(parts.dealings().audience().listeners(), plan);
        LoopBuilder<PlannedTask> builder = parts.builder()
                .store(parts.place().store())
                .renewal(new Request.Renewal(
                        true, id -> full || plan.task(id).settings().handling().always()))
                .onStop(this::stopForGood);
        if (!parts.dealings().audience().listeners().isEmpty()) {
            builder.listener(events);
        }
        this.loop = builder.open();
        this.hands = new FlowHands(parts, loop, events, new State());
    }

    static FlowRun start(Parts parts) {
        FlowRun run = new FlowRun(parts);
        Thread keeper = new Thread(run::keep, "tagwerk-" + parts.plan().name());
        keeper.setDaemon(false);
        keeper.start();
        return run;
    }

    private void keep() {
        try {
            report.complete(work());
        } catch (Throwable broken) {
            report.completeExceptionally(broken);
        }
    }

    private RunReport work() throws InterruptedException {
        try (PrintedOutput.Stretch printed =
                        parts.dealings().audience().logs() == null ? () -> {} : PrintedOutput.begin();
                SharedLoop<PlannedTask> live = loop) {
            Objects.requireNonNull(printed);
            RunReport end;
            try {
                hands.work();
                live.flush();
                end = new FlowReporter(parts, live.session(), hands.abandoned()).report(started, ending());
                events.finished(end);
            } finally {
                hands.close();
            }
            hands.rethrow();
            return end;
        } finally {
            parts.place().close();
        }
    }

    private FlowReporter.Cut ending() {
        Platform platform = parts.dealings().platform();
        return new FlowReporter.Cut(Duration.ofNanos(platform.nanoTime() - begin), hands.cut());
    }

    /** Name of the flow. */
    public String flow() {
        return parts.plan().name();
    }

    /**
     * Cancels the run: nothing new starts; what runs may end within the grace period, is interrupted then, and given up if it
     * does not end even so. What has ended is recorded; the rest can run in a later run. A second call does nothing.
     */
    public void cancel() {
        hands.cancel();
    }

    /** Cancels the run without a grace period: what runs is interrupted at once. */
    public void cancelNow() {
        hands.cancelNow();
    }

    /** The process is to end: cancels, and waits as long as the tasks are given. */
    private void stopForGood() {
        hands.failWhoExits();
        hands.cancel();
        try {
            hands.awaitAtMost(parts.manner().grace().multipliedBy(2).plusSeconds(1));
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the run has ended. */
    public boolean isOver() {
        return report.isDone();
    }

    /** Completed with the report when the run has ended. */
    public CompletableFuture<RunReport> whenOver() {
        return report.copy();
    }

    /**
     * Waits for the end of the run.
     *
     * @throws LoopInterruptedException when this thread is interrupted; the run is cancelled, and has ended then
     */
    public RunReport await() {
        InterruptedException interrupted = null;
        while (true) {
            try {
                RunReport end = report.get();
                if (interrupted != null) {
                    Thread.currentThread().interrupt();
                    throw new LoopInterruptedException(flow(), interrupted);
                }
                return end;
            } catch (InterruptedException stop) {
                interrupted = stop;
                hands.cancelNow();
            } catch (ExecutionException broken) {
                Throwable cause = broken.getCause();
                throw SourceException.unchecked(cause == null ? broken : cause);
            }
        }
    }
}
