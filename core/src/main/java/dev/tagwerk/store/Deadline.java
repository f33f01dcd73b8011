package dev.tagwerk.store;

import java.time.Duration;

/** The moment at which a waiter gives up, on the clock that only goes forward. Immutable. */
record Deadline(long at, boolean never) {
    static final Deadline NEVER = new Deadline(0, true);

    private static final Duration LONGEST = Duration.ofDays(36_500);

    static Deadline after(Duration timeout) {
        Duration bounded = timeout.isNegative() ? Duration.ZERO : timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        return new Deadline(System.nanoTime() + bounded.toNanos(), false);
    }

    /** Nanoseconds that are left; zero or less when it is over. */
    long left() {
        return never ? Long.MAX_VALUE : at - System.nanoTime();
    }
}
