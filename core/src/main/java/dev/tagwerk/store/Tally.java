package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.Arrays;

/**
 * How many tasks are in each state, and how many wait for a retry. Immutable.
 */
@SuppressWarnings("EnumOrdinal") // the states' order is that of the places, in memory and in stores
public final class Tally {
    private static final int STATES = TaskState.values().length;

    /** No task. */
    public static final Tally ZERO = new Tally(new long[STATES + 1]);

    private final long[] counts;

    private Tally(long[] counts) {
        this.counts = counts;
    }

    /** A tally from its {@link #size()} numbers: the states in their order, then the waiting retries. */
    public static Tally of(long[] counts) {
        if (counts.length != STATES + 1) {
            throw new IllegalArgumentException("A tally has " + (STATES + 1) + " numbers; got " + counts.length);
        }
        return new Tally(counts.clone());
    }

    /** How many numbers a tally has. */
    public static int size() {
        return STATES + 1;
    }

    /** The number at this place. */
    public long at(int place) {
        return counts[place];
    }

    /** How many tasks are in this state. */
    public long count(TaskState state) {
        return counts[state.ordinal()];
    }

    /** How many tasks wait for a retry that is not due yet; they are counted as waiting, too. */
    public long retrying() {
        return counts[STATES];
    }

    /** How many tasks are satisfied. */
    public long satisfied() {
        return count(TaskState.COMPLETED) + count(TaskState.SKIPPED) + count(TaskState.UP_TO_DATE);
    }

    /** How many tasks ended badly, for good. */
    public long finalFailures() {
        return count(TaskState.FAILED)
                + count(TaskState.TIMED_OUT)
                + count(TaskState.KILLED)
                + count(TaskState.CANCELLED);
    }

    /** How many tasks may still change by themselves in this run. */
    public long unfinished() {
        return count(TaskState.WAITING) + count(TaskState.READY) + count(TaskState.RUNNING) + count(TaskState.IN_DOUBT);
    }

    /** How many tasks there are, those only named as a dependency left out. */
    public long tasks() {
        long sum = 0;
        for (TaskState state : TaskState.values()) {
            if (state != TaskState.UNKNOWN) {
                sum += count(state);
            }
        }
        return sum;
    }

    private boolean isZero() {
        return Arrays.equals(counts, ZERO.counts);
    }

    /** The satisfied tasks alone. */
    public Tally satisfiedOnly() {
        long[] kept = new long[counts.length];
        for (TaskState state : TaskState.values()) {
            kept[state.ordinal()] = state.isSatisfied() ? count(state) : 0;
        }
        return new Tally(kept);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        if (other.isZero()) {
            return this;
        }
        if (isZero()) {
            return other;
        }
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new Tally(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tally that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Tally[");
        for (TaskState state : TaskState.values()) {
            if (count(state) != 0) {
                text.append(state).append('=').append(count(state)).append(' ');
            }
        }
        return text.append("retrying=").append(retrying()).append(']').toString();
    }

    /** A tally under construction: what a transaction changes. For one thread at a time. */
    public static final class Change {
        private final long[] counts = new long[STATES + 1];

        /** No change yet. */
        public Change() {}

        /** Adds {@code by} to the place of this standing. */
        public void add(Standing standing, long by) {
            counts[standing.state().ordinal()] += by;
            if (standing.retryAt() != 0 && standing.state() == TaskState.WAITING) {
                counts[STATES] += by;
            }
        }

        /** Whether anything differs from zero. */
        public boolean isEmpty() {
            return Arrays.equals(counts, ZERO.counts);
        }

        /** The change as a tally. */
        public Tally toTally() {
            return Tally.of(counts);
        }
    }
}
