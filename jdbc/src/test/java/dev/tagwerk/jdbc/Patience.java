package dev.tagwerk.jdbc;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A bounded wait for what another thread or process will do. */
final class Patience {

    private static final Duration MOST = Duration.ofSeconds(10);

    private Patience() {}

    static void until(String what, BooleanSupplier happened) {
        long end = System.nanoTime() + MOST.toNanos();
        while (!happened.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not happen within " + MOST + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
