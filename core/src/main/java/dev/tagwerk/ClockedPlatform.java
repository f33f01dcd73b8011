package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.ProcessIdentity;
import java.time.Clock;
import java.time.Instant;

/** A platform with another clock for the time of day. Safe for use by several threads. */
record ClockedPlatform(Platform other, Clock clock) implements Platform {
    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public long nanoTime() {
        return other.nanoTime();
    }

    @Override
    public ProcessIdentity self() {
        return other.self();
    }

    @Override
    public Liveness liveness(ProcessIdentity process) {
        return other.liveness(process);
    }

    @Override
    public String randomText() {
        return other.randomText();
    }

    @Override
    public long randomLong() {
        return other.randomLong();
    }
}
