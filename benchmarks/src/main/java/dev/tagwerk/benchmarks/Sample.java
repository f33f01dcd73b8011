package dev.tagwerk.benchmarks;

import java.util.List;

/**
 * What several runs came to. Immutable.
 *
 * @param values the figures, sorted; not empty
 */
record Sample(List<Double> values) {
    Sample {
        values = values.stream().sorted().toList();
        if (values.isEmpty()) {
            throw new IllegalArgumentException("A sample of no run");
        }
    }

    double median() {
        return values.get(values.size() / 2);
    }

    double min() {
        return values.get(0);
    }

    double max() {
        return values.get(values.size() - 1);
    }

    /** The value below which this share of all of them lie. */
    double percentile(double share) {
        return values.get(Math.min(values.size() - 1, (int) (values.size() * share)));
    }
}
