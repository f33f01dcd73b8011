package dev.tagwerk.store;

/**
 * A named set of tasks within a store: that of one shared loop or flow. Immutable.
 *
 * @param id number of the graph within the store
 * @param name its name
 * @param run the run that is live, or was last
 * @param input what is known of the input
 */
public record GraphRow(long id, String name, Run run, Input input) {
    /**
     * The run that is live or was last. Immutable.
     *
     * @param number number of the run, from 1; 0 before the first
     * @param live how many workers are in it
     * @param drawing how many of those have a source that has not ended
     * @param cascading whether news about dependencies is still queued
     */
    public record Run(int number, int live, int drawing, boolean cascading) {
        /** Before the first. */
        public static final Run NONE = new Run(0, 0, 0, false);

        /** The next run, with one worker, whose source has just begun. */
        public Run next() {
            return new Run(number + 1, 1, 1, cascading);
        }

        /** With one more worker, whose source has just begun. */
        public Run joined() {
            return new Run(number, live + 1, drawing + 1, cascading);
        }

        /** With one worker fewer; {@code sourceEnded} says whether its source had ended before. */
        public Run left(boolean sourceEnded) {
            return new Run(number, live - 1, drawing - (sourceEnded ? 0 : 1), cascading);
        }

        /** With one source fewer that may still bring something. */
        public Run withSourceEnded() {
            return new Run(number, live, drawing - 1, cascading);
        }

        /** The same, with or without news that is queued. */
        public Run cascading(boolean nowCascading) {
            return nowCascading == cascading ? this : new Run(number, live, drawing, nowCascading);
        }
    }

    /**
     * What is known of the input. Immutable.
     *
     * @param total how many items there are; -1 when unknown
     * @param positional whether ids are positions, so that a changed total is an error
     */
    public record Input(long total, boolean positional) {
        /** Nothing. */
        public static final Input UNKNOWN = new Input(-1, false);
    }

    /** The same with this run. */
    public GraphRow with(Run newRun) {
        return new GraphRow(id, name, newRun, input);
    }

    /** The same with this input. */
    public GraphRow with(Input newInput) {
        return new GraphRow(id, name, run, newInput);
    }
}
