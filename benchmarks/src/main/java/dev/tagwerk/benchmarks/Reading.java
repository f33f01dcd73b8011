package dev.tagwerk.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one run of one side came to: figures by the keys of the workload's lines. Times are in nanoseconds. For one thread at a
 * time.
 */
final class Reading {
    /** The most memory that the processes of this side had at any time, in bytes; 0 when unknown. */
    static final String PEAK = "peak";

    private final Map<String, Double> figures = new LinkedHashMap<>();

    static Reading of(String key, double figure) {
        return new Reading().and(key, figure);
    }

    static Reading of(String key, long figure) {
        return of(key, (double) figure);
    }

    /** Exact up to 2^53, which is 104 days in nanoseconds. */
    Reading and(String key, long figure) {
        return and(key, (double) figure);
    }

    Reading and(String key, double figure) {
        figures.put(key, figure);
        return this;
    }

    boolean has(String key) {
        return figures.containsKey(key);
    }

    double get(String key) {
        return figures.getOrDefault(key, Double.NaN);
    }

    /** As one line of text, for the process that asked for it. */
    String text() {
        StringBuilder text = new StringBuilder();
        figures.forEach((key, figure) -> text.append(String.format(Locale.ROOT, "%s=%s ", key, figure)));
        return text.toString().strip();
    }

    static Reading parse(String text) {
        Reading reading = new Reading();
        for (String word : text.split(" ", -1)) {
            int at = word.indexOf('=');
            if (at > 0) {
                reading.and(word.substring(0, at), Double.parseDouble(word.substring(at + 1)));
            }
        }
        return reading;
    }
}
