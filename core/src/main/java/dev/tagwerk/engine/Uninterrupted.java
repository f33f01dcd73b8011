package dev.tagwerk.engine;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** Waits that do not give in to interrupts, but pass them on afterwards. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** Waits on this condition while {@code holds} does, at most so long; the condition's lock is held. */
    static void await(Condition condition, BooleanSupplier holds, long atMostNanos) {
        boolean interrupted = false;
        long nanos = atMostNanos;
        while (holds.getAsBoolean() && nanos > 0) {
            try {
                nanos = condition.awaitNanos(nanos);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
