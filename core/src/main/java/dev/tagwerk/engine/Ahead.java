package dev.tagwerk.engine;

/**
 * How many claims to make ahead of need. Begins at none and doubles, but only while what is claimed ahead would take no longer
 * than 20 ms, going by the durations seen. So short tasks are fast and long tasks are spread fairly. For one thread at a time.
 */
final class Ahead {
    private static final double MOST_NANOS = 20_000_000;
    private static final int MOST = 1_024;

    private int allowed;
    private double mean = -1;

    /** Notes how long a task took. */
    void took(long nanos) {
        mean = mean < 0 ? nanos : mean + (nanos - mean) / 16;
    }

    /** How many to claim now; asking doubles what the next call may allow. */
    int next(int threads) {
        if (mean < 0) {
            return 0;
        }
        double fit = threads * MOST_NANOS / Math.max(1, mean);
        int now = (int) Math.min(allowed, fit);
        allowed = Math.min(MOST, Math.max(1, Math.min(allowed, (int) Math.min(MOST, fit)) * 2));
        return now;
    }
}
