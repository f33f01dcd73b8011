package dev.tagwerk;

import java.util.ArrayDeque;
import java.util.Deque;

/** The ended tasks of one loop over the last minute, as a monitor counted them. Safe for use by several threads. */
final class MonitorPace {
    private static final long WINDOW_NANOS = 60_000_000_000L;
    private static final long SHORTEST_NANOS = 1_000_000_000L;

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(long nanos, long ended) {}

    /** Notes a count, and returns tasks per second; NaN while there is too little to tell. */
    synchronized double note(long nanos, long ended) {
        // Fewer than before: another run has begun, or tasks were opened again.
        Sample last = samples.peekLast();
        if (last != null && ended < last.ended()) {
            samples.clear();
        }
        samples.addLast(new Sample(nanos, ended));
        while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW_NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long time = nanos - first.nanos();
        return time < SHORTEST_NANOS ? Double.NaN : (ended - first.ended()) / (time / 1e9);
    }
}
