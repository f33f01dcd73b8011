package dev.tagwerk.benchmarks;

/**
 * One line of a workload's table. Immutable.
 *
 * @param label what it says; empty for the workload's own line
 * @param key which figure of a {@link Reading} it shows
 * @param unit what the figure is
 * @param aim what it should be
 */
record Line(String label, String key, Unit unit, Aim aim) {
    /** The total time per task. */
    static Line total(Aim aim) {
        return new Line("", "total", Unit.TIME_PER_TASK, aim);
    }

    /** What a figure is. */
    enum Unit {
        /** Nanoseconds for all tasks, shown for each. */
        TIME_PER_TASK("s"),
        /** Nanoseconds. */
        TIME("s"),
        /** Bytes. */
        BYTES("B"),
        /** A number, or a ratio. */
        NUMBER(""),
        /** Hundredths of one core, or of anything else. */
        PERCENT("%");

        /** What a figure of this unit is given in, in JSON. */
        final String symbol;

        Unit(String symbol) {
            this.symbol = symbol;
        }

        boolean isTime() {
            return this == TIME || this == TIME_PER_TASK;
        }
    }
}
