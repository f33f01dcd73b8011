package dev.tagwerk;

import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.State;
import dev.tagwerk.flow.TaskContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An attempt at a task while its body runs: what the body can ask, and how it is told to end. Safe for use by several threads.
 *
 * <p>Whoever moves it out of {@code RUNNING} says how the attempt ended: the body's own thread when the body returns, or the one
 * who gives it up. An interrupt reaches the thread only in between, so none is left over for the next task.
 */
final class RunningTask extends TaskContext {
    private static final Logger LOG = LoggerFactory.getLogger(Flow.class);

    private final Claim<PlannedTask> claim;
    private final State state;
    private final Params params;
    private final Thread thread = Thread.currentThread();
    private boolean running = true;
    private @Nullable Stop stop;

    /** Why a body was told to end. */
    enum Stop {
        TIME_OUT,
        CANCEL
    }

    RunningTask(Claim<PlannedTask> claim, State state, Params params) {
        this.claim = claim;
        this.state = state;
        this.params = params;
    }

    /** Makes this the context of the current thread, until that is closed. */
    Here begin() {
        Scope scope = enter();
        return scope::close;
    }

    /** The stretch of code in which the body runs. For one thread at a time. */
    interface Here extends AutoCloseable {
        @Override
        void close();
    }

    Claim<PlannedTask> claim() {
        return claim;
    }

    /** Asks the body to end, without interrupting it. */
    synchronized void ask(Stop why) {
        if (running && stop == null) {
            stop = why;
        }
    }

    /** Interrupts the body; says whether it was still running. */
    synchronized boolean interrupt(Stop why) {
        if (running) {
            if (stop == null) {
                stop = why;
            }
            thread.interrupt();
        }
        return running;
    }

    /** Ends the attempt unless somebody has done so before; says whether it did. No interrupt comes any more. */
    synchronized boolean end() {
        boolean mine = running;
        running = false;
        return mine;
    }

    /** Why the body was told to end; null when it was not. */
    synchronized @Nullable Stop stop() {
        return stop;
    }

    /** Whether the body has called {@code System.exit}, which does not return: its thread waits for the end of the process. */
    boolean hasCalledExit() {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("java.lang.Runtime")
                    && frame.getMethodName().equals("exit")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return claim.id();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public long token() {
        return claim.token();
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public Params params() {
        return params;
    }

    @Override
    public synchronized boolean isCancelled() {
        return stop != null || !running || claim.isLost();
    }

    @Override
    public Logger log() {
        return LOG;
    }
}
