package dev.tagwerk.benchmarks;

/**
 * Something to be measured: our way, and beside it the floor. Each call does the whole work once, checks that it was done rightly,
 * and gives how long it took.
 */
interface Workload {
    /** Its name, as it stands in the table. */
    String name();

    /** What the ratio is to be at most; 0 where there is no such aim. */
    double aim();

    /** Does it our way; gives nanoseconds. */
    long ours(Scale scale) throws Exception;

    /** Does the least work that any program would have to do; gives nanoseconds. 0 where there is no floor. */
    default long floor(Scale scale) throws Exception {
        return 0;
    }

    /** How many tasks one call does, for the time per task. */
    int tasks(Scale scale);

    /** Something else that was noticed in the last call, for the table; empty for nothing. */
    default String remark() {
        return "";
    }

    /** How much work. */
    record Scale(boolean quick, double factor) {
        /** So many tasks, fewer when it has to be quick. */
        int of(int full) {
            return (int) Math.max(1, (quick ? Math.min(full, 2_000) : full) * (quick ? 1 : factor));
        }
    }

    /** Complains unless this holds: a fast wrong answer is no answer. */
    static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException("wrong result: " + what);
        }
    }
}
