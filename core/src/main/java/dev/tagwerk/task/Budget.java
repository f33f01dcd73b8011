package dev.tagwerk.task;

/**
 * How often a task may be tried again. Immutable.
 *
 * <p>A budget of N allows N retries after the first attempt, counted since the last success or invalidation.
 *
 * @param failed retries after failures and time-outs, at least 0
 * @param killed retries after the death of a worker, at least 0
 */
public record Budget(int failed, int killed) {
    /** No retry after a failure, three after the death of a worker. */
    public static final Budget DEFAULT = new Budget(0, 3);

    /** Checks that neither number is negative. */
    public Budget {
        if (failed < 0 || killed < 0) {
            throw new IllegalArgumentException(
                    "A retry budget is a number of retries, 0 or more; got failed=" + failed + ", killed=" + killed);
        }
    }

    /** The larger of both budgets, part by part. */
    public Budget max(Budget other) {
        return new Budget(Math.max(failed, other.failed), Math.max(killed, other.killed));
    }
}
