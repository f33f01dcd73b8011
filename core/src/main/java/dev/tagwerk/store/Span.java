package dev.tagwerk.store;

import java.time.Duration;

/**
 * When an attempt ran, by its worker's clock. Immutable.
 *
 * @param start milliseconds of the epoch
 * @param nanos how long it took, by a clock that is never set
 */
public record Span(long start, long nanos) {
    /** How long it took. */
    public Duration duration() {
        return Duration.ofNanos(nanos);
    }
}
