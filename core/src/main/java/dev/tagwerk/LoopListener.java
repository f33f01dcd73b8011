package dev.tagwerk;

import dev.tagwerk.store.Tally;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program may want to hear of a loop. One thread delivers all calls, in order; a slow or throwing listener holds up no
 * task, and what it throws is logged. For one thread at a time.
 */
public interface LoopListener {
    /** The loop has been opened; this worker runs a body given as a function on so many threads. */
    default void opened(int threads) {}

    /** A task can run: this worker has it, and starts it as soon as a thread is free. It may be given back before. */
    default void ready(String id) {}

    /** This worker has started a task. */
    default void started(String id, int attempt) {}

    /** A task of this worker has ended; the result is on its way into the store. */
    default void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {}

    /** The result of a task of this worker came too late and was not accepted. */
    default void refused(String id, Outcome outcome, String reason) {}

    /** How the tasks of this run stand now, those of all workers; called at most once for several changes. */
    default void progress(Tally tally) {}

    /** The loop stops because so many tasks have failed; these are some of them. */
    default void stopped(List<String> failures) {}

    /** The loop has been closed. */
    default void closed(LoopReport report) {}
}
