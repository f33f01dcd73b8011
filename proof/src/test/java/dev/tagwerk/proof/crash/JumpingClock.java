package dev.tagwerk.proof.crash;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A wall clock that is set forward or back by an hour whenever it is read. Safe for use by several threads. */
final class JumpingClock extends Clock {
    private final AtomicLong reads;

    JumpingClock(int seed) {
        this.reads = new AtomicLong(seed);
    }

    @Override
    public Instant instant() {
        // Forward, back, right: in this order, so that every pair of neighbouring readings disagrees by an hour or two.
        return Instant.now().plus(Duration.ofHours(Math.floorMod(reads.incrementAndGet(), 3) - 1L));
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
