package dev.tagwerk.benchmarks;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a workload. Immutable.
 *
 * @param workload what was measured
 * @param size how much was done
 * @param sides what was read
 * @param peers what other programs took for it
 * @param failure why there are no figures; empty when there are
 */
record Result(Workload workload, Workload.Size size, Sides sides, List<Peer.Outcome> peers, String failure) {
    /**
     * The readings of both sides. Immutable.
     *
     * @param ours those of our side
     * @param floor those of the floor; empty where there is none
     */
    record Sides(List<Reading> ours, List<Reading> floor) {
        static final Sides NONE = new Sides(List.of(), List.of());
    }

    static Result failed(Workload workload, Workload.Size size, String failure) {
        return new Result(workload, size, Sides.NONE, List.of(), failure);
    }

    Result with(List<Peer.Outcome> newPeers) {
        return new Result(workload, size, sides, newPeers, failure);
    }

    int tasks() {
        return workload.tasks(size);
    }

    /** Our figures for this key; null when there are none. */
    @Nullable
    Sample ours(String key) {
        return sample(sides.ours(), key);
    }

    /** The floor's. */
    @Nullable
    Sample floor(String key) {
        return sample(sides.floor(), key);
    }

    private static @Nullable Sample sample(List<Reading> readings, String key) {
        List<Double> values = readings.stream()
                .filter(reading -> reading.has(key))
                .map(reading -> reading.get(key))
                .toList();
        return values.isEmpty() ? null : new Sample(values);
    }

    /** The most memory that our side had. */
    double peak() {
        Sample peak = ours(Reading.PEAK);
        return peak == null ? 0 : peak.max();
    }

    /** Whether the aim of this line is met; small sizes have none. */
    boolean isMet(Line line) {
        if (size.quick()) {
            return true;
        }
        Sample mine = ours(line.key());
        Sample theirs = floor(line.key());
        return mine != null && line.aim().isMet(mine.median(), theirs == null ? Double.NaN : theirs.median());
    }
}
