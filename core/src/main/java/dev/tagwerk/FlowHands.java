package dev.tagwerk;

import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.State;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.SourceException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hands of a run: threads that take claims from the loop and run bodies, and a clock that tells bodies to end. Safe for use
 * by several threads.
 */
final class FlowHands implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
    private static final String AFTER_FAILURES = "stopped after failures";
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final FlowRun.Parts parts;
    private final SharedLoop<PlannedTask> loop;
    private final FlowAttempt attempt;
    private final FlowEvents events;
    private final State state;
    /** Run by the thread that has the first task; without a task there is nothing to set up. */
    private final FutureTask<Boolean> setUp;

    private final FlowCrew crew;
    private final ScheduledThreadPoolExecutor clock;
    private final Set<RunningTask> running = ConcurrentHashMap.newKeySet();
    private final List<String> abandoned = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final AtomicReference<@Nullable String> cut = new AtomicReference<>();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicInteger finalFailures = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean hurried;

    FlowHands(FlowRun.Parts parts, SharedLoop<PlannedTask> loop, FlowEvents events, State state) {
        this.parts = parts;
        this.loop = loop;
        this.events = events;
        this.state = state;
        this.attempt = new FlowAttempt(parts);
        this.setUp = new FutureTask<>(() -> {
            parts.plan().surroundings().setUp(state, parts.dealings().params());
            return true;
        });
        String name = parts.plan().name();
        this.crew = new FlowCrew(name, parts.manner().virtual(), this::takeAndRun);
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "tagwerk-" + name + "-clock");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /** Runs all there is to run for this process. */
    void work() throws InterruptedException {
        crew.start(loop.settings().rhythm().threads());
        crew.await();
        if (setUp.isDone()) {
            try {
                parts.plan().surroundings().tearDown(state, parts.dealings().params());
            } catch (Exception | Error thrown) {
                broken.compareAndSet(null, thrown);
            }
        }
    }

    /** Returns when the set-ups have run; says whether they went well. */
    private boolean isSetUp() {
        setUp.run();
        try {
            return setUp.get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (broken.compareAndSet(null, cause == null ? failed : cause)) {
                cut("stopped: its set-up failed");
            }
            return false;
        }
    }

    /** What each thread does. */
    private void takeAndRun() {
        boolean counted = true;
        try {
            Claim<PlannedTask> claim = next();
            while (claim != null && counted) {
                counted = run(claim);
                claim = counted ? next() : null;
            }
        } catch (Throwable unexpected) {
            broken.compareAndSet(null, unexpected);
            loop.finish();
        } finally {
            if (counted) {
                crew.left();
            }
        }
    }

    /** The next claim; null when there is none for this process any more. */
    private @Nullable Claim<PlannedTask> next() {
        while (true) {
            try {
                return loop.claim();
            } catch (InterruptedException stray) {
                // Only who ends the run ends its threads; a body may leave an interrupt behind.
                if (cancelled) {
                    return null;
                }
            } catch (LoopStoppedException tooManyFailures) {
                cut.compareAndSet(null, AFTER_FAILURES);
                return null;
            } catch (LoopInterruptedException processEnds) {
                cut.compareAndSet(null, "interrupted");
                return null;
            }
        }
    }

    /** Runs one task; says whether this thread is still counted on. */
    private boolean run(Claim<PlannedTask> claim) {
        if (!isSetUp()) {
            claim.release();
            loop.finish();
            return true;
        }
        RunningTask task = new RunningTask(claim, state, parts.dealings().params());
        running.add(task);
        // Whoever cancels sees this task, or this task sees that.
        if (cancelled) {
            running.remove(task);
            claim.release();
            return true;
        }
        Duration timeout = claim.item().settings().handling().timeout();
        var alarm = timeout == null ? null : clock.schedule(() -> timeOut(task), nanos(timeout), TimeUnit.NANOSECONDS);
        FlowAttempt.Return body = attempt.run(task);
        boolean mine = task.end();
        Thread.interrupted(); // one that was meant for this body is not for the next
        running.remove(task);
        if (alarm != null) {
            alarm.cancel(false);
        }
        if (mine) {
            end(task, attempt.judge(task, body));
        } else {
            LOG.info("Task {}: its body has ended at last; the run does not count it any more", task.name());
        }
        return mine;
    }

    private void end(RunningTask task, FlowAttempt.End end) {
        events.ending(task.name(), task.attempt(), end.again());
        task.claim().end(end.outcome(), end.result());
        stopAfterFailures(end);
        if (end.outcome().isSuccess()) {
            succeeded.incrementAndGet();
        } else if (end.outcome().isFailure()) {
            failed.incrementAndGet();
        }
        askWhetherToStop(task.name(), end.outcome());
    }

    /** The store says so, too, but only in answer to the next exchange: until then, claims made ahead would start. */
    private void stopAfterFailures(FlowAttempt.End end) {
        int most = loop.settings().patience().maxFailures();
        boolean finalOne = end.outcome().isFailure() && end.again() == null;
        if (finalOne && most > 0 && finalFailures.incrementAndGet() >= most) {
            cut(AFTER_FAILURES);
        }
    }

    private void askWhetherToStop(String task, Outcome outcome) {
        StopCondition condition = parts.manner().stopWhen();
        if (condition == null || cut.get() != null) {
            return;
        }
        try {
            if (condition.test(new RunProgress(task, outcome, succeeded.get(), failed.get()))) {
                cut("stopped by its condition");
            }
        } catch (Exception | Error thrown) {
            broken.compareAndSet(null, thrown);
            cut("stopped: its stop condition failed");
        }
    }

    /** Lets nothing further start, for this reason unless there is one already: who sees a reason can rely on that. */
    private void cut(String why) {
        loop.finish();
        cut.compareAndSet(null, why);
    }

    private void timeOut(RunningTask task) {
        if (task.interrupt(RunningTask.Stop.TIME_OUT)) {
            later(() -> giveUp(task));
        }
    }

    private void later(Runnable what) {
        try {
            var unused = clock.schedule(what, parts.manner().grace().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException over) {
            LOG.debug("The run has ended: nobody is left to be told to end", over);
        }
    }

    /** Longer than a clock can count is never. */
    private static long nanos(Duration duration) {
        return duration.compareTo(NEVER) < 0 ? duration.toNanos() : NEVER.toNanos();
    }

    /** A body that does not end although it was interrupted: the run goes on without its thread. */
    private void giveUp(RunningTask task) {
        RunningTask.Stop stop = task.stop();
        if (stop == null || !task.end()) {
            return;
        }
        running.remove(task);
        synchronized (abandoned) {
            abandoned.add(task.name());
        }
        LOG.warn(
                "Task {} goes on although it was interrupted; the run no longer waits for it. A body should end when its"
                        + " thread is interrupted, or when TaskContext.isCancelled() says so",
                task.name());
        try {
            end(task, attempt.giveUp(task, stop));
        } catch (Throwable unexpected) {
            broken.compareAndSet(null, unexpected);
            loop.finish();
        } finally {
            crew.replace();
        }
    }

    /** Fails the tasks that end the process themselves; their threads never come back. */
    void failWhoExits() {
        for (RunningTask task : List.copyOf(running)) {
            if (task.hasCalledExit() && task.end()) {
                running.remove(task);
                cut.set("task " + task.name() + " ended the process");
                end(task, FlowAttempt.exited());
                crew.left();
            }
        }
    }

    void cancel() {
        if (!cancelled) {
            cancelled = true;
            cut("cancelled");
            running.forEach(task -> task.ask(RunningTask.Stop.CANCEL));
            later(this::cancelNow);
        }
    }

    void cancelNow() {
        cancel();
        if (!hurried) {
            hurried = true;
            running.forEach(task -> task.interrupt(RunningTask.Stop.CANCEL));
            later(() -> running.forEach(this::giveUp));
        }
    }

    /** Waits until all threads have ended, but not longer than this. */
    void awaitAtMost(Duration atMost) throws InterruptedException {
        crew.await(atMost);
    }

    /** Names of tasks that went on although they were told to end. */
    List<String> abandoned() {
        synchronized (abandoned) {
            return List.copyOf(abandoned);
        }
    }

    /** Why the run ended before all was done; empty when it did not. */
    String cut() {
        String why = cut.get();
        return why == null ? "" : why;
    }

    /** Throws what broke the run, if anything did. */
    void rethrow() {
        Throwable thrown = broken.get();
        if (thrown != null) {
            throw SourceException.unchecked(thrown);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
