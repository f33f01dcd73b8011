package dev.tagwerk.store;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A worker as a store keeps it: one registration of one identity. Immutable.
 *
 * @param session number of the registration, never used twice
 * @param graph the graph it works on
 * @param profile who it is
 * @param life how it is
 * @param done what it has done
 */
public record WorkerRow(long session, long graph, Profile profile, Life life, Done done) {
    /**
     * Who a worker is. Immutable.
     *
     * @param identity its name
     * @param process its process
     * @param labels what it offers
     * @param lease after how long a silence others take it for dead
     * @param beat how often it gives a sign of life
     */
    public record Profile(
            String identity, ProcessIdentity process, SortedSet<String> labels, Duration lease, Duration beat) {
        /** Copies the labels and checks that a lease is longer than a beat. */
        public Profile {
            labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
            if (beat.compareTo(lease) >= 0 || beat.isNegative() || beat.isZero()) {
                throw new IllegalArgumentException(
                        "A worker's beat must be positive and shorter than its lease; got beat " + beat.toMillis()
                                + " ms and lease " + lease.toMillis() + " ms");
            }
        }
    }

    /** Whether a worker is there. */
    public enum State {
        /** It takes part. */
        LIVE,
        /** It has left. */
        OFFLINE,
        /** It was found dead. */
        KILLED
    }

    /**
     * How a worker is. Immutable.
     *
     * @param state whether it is there
     * @param beats how many signs of life it gave; others watch this number, not a clock
     * @param started when it joined, in milliseconds of the epoch
     * @param seen when it last gave a sign of life, by its own clock, in milliseconds of the epoch; for people only
     * @param sourceEnded whether it will declare nothing more
     */
    public record Life(State state, long beats, long started, long seen, boolean sourceEnded) {}

    /**
     * What a worker has done. Attempts that were interrupted, cancelled or killed say nothing of the work, and are found in
     * the history only. Immutable.
     *
     * @param completed attempts that ended well
     * @param failed attempts that failed or timed out
     * @param holding claims it holds now
     */
    public record Done(long completed, long failed, long holding) {}

    /** Whether it takes part. */
    public boolean isLive() {
        return life.state() == State.LIVE;
    }
}
