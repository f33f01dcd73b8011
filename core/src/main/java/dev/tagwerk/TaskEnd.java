package dev.tagwerk;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt at a task of a flow ended. Immutable.
 *
 * @param task the task's name
 * @param attempt number of the attempt in the task's whole life, from 1
 * @param outcome how it ended
 * @param duration how long it took
 * @param why why it did not end well, and whether it is tried again; null when there is nothing to say
 */
public record TaskEnd(
        String task,
        int attempt,
        Outcome outcome,
        Duration duration,
        @Nullable Why why) {
    /**
     * Why an attempt did not end well, or was skipped. Immutable.
     *
     * @param failure the reason
     * @param again when it is tried again; null for never
     */
    public record Why(Failure failure, @Nullable Instant again) {}

    /** The reason; empty when there is none. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(why).map(Why::failure);
    }

    /** When it is tried again; empty for never. */
    public Optional<Instant> again() {
        return Optional.ofNullable(why).map(Why::again);
    }
}
