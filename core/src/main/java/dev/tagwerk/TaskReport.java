package dev.tagwerk;

import dev.tagwerk.task.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of one task in a run. Immutable.
 *
 * @param name the task's name
 * @param status where it stands, in exactly one word
 * @param reason why, in a sentence; empty when the status says all
 * @param attempts how many attempts this run made at it
 * @param last the last of them; null when there was none
 */
public record TaskReport(
        String name,
        Status status,
        String reason,
        int attempts,
        @Nullable Last last) {
    /** Where a task stands at the end of a run. */
    public enum Status {
        /** It ran and ended well. */
        COMPLETED,
        /** It was done before, and nothing that it depends on has changed. */
        UP_TO_DATE,
        /** It found that there was nothing to do. */
        SKIPPED,
        /** It ran and said that all is as it was. */
        NO_CHANGE,
        /** It failed, as often as it may. */
        FAILED,
        /** It took too long, as often as it may. */
        TIMED_OUT,
        /** The processes that ran it died, as often as they may. */
        KILLED,
        /** Something that it depends on ended badly, or has no value to give. */
        BLOCKED,
        /** It was cancelled. */
        CANCELLED,
        /** The run ended before it could run, or while it ran. */
        NOT_RUN;

        /** Whether what comes after the task may rely on it. */
        public boolean isGood() {
            return this == COMPLETED || this == UP_TO_DATE || this == SKIPPED || this == NO_CHANGE;
        }

        /** The word for people. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * The last attempt at a task. Immutable.
     *
     * @param number number of the attempt in the task's whole life, from 1
     * @param start when it began, in milliseconds of the epoch
     * @param nanos how long it took
     * @param worker who ran it
     * @param failure why it did not end well; null for a success
     */
    public record Last(
            int number,
            long start,
            long nanos,
            String worker,
            @Nullable Failure failure) {}

    /** When the last attempt began; empty when this run made none. */
    public Optional<Instant> started() {
        return Optional.ofNullable(last).map(attempt -> Instant.ofEpochMilli(attempt.start()));
    }

    /** When the last attempt ended; empty when this run made none. */
    public Optional<Instant> finished() {
        return Optional.ofNullable(last)
                .map(attempt -> Instant.ofEpochMilli(attempt.start()).plusNanos(attempt.nanos()));
    }

    /** How long the last attempt took; nothing when this run made none. */
    public Duration duration() {
        return last == null ? Duration.ZERO : Duration.ofNanos(last.nanos());
    }

    /** Why the last attempt did not end well; empty after a success, or when this run made none. */
    public Optional<Failure> failure() {
        return Optional.ofNullable(last).map(Last::failure);
    }
}
