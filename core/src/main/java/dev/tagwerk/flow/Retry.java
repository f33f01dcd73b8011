package dev.tagwerk.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How often a failed task is tried again, when, and after which exceptions. A waiting retry holds no thread: the time at which
 * it is due stands in the store. Immutable.
 *
 * <pre>{@code
 * Retry.times(5).exponential(Duration.ofMillis(100), Duration.ofSeconds(30)).on(IOException.class)
 * }</pre>
 *
 * @param times retries after the first attempt, at least 0
 * @param pause how long to wait before each
 * @param filter after which exceptions
 */
public record Retry(int times, Pause pause, Filter filter) {
    /** No retry. */
    public static final Retry NONE = new Retry(0, Pause.NONE, Filter.ALL);

    /** Checks the number. */
    public Retry {
        if (times < 0) {
            throw new IllegalArgumentException("A number of retries is 0 or more; got " + times);
        }
    }

    /**
     * How long to wait. Immutable.
     *
     * @param first before the first retry
     * @param factor by how much each pause is longer than the one before; 1 for equal pauses
     * @param cap no pause is longer than this, jitter included
     * @param jitter up to which part of itself each pause is lengthened at random, from 0 to 1
     */
    public record Pause(Duration first, double factor, Duration cap, double jitter) {
        /** At once. */
        public static final Pause NONE = new Pause(Duration.ZERO, 1, Duration.ZERO, 0);

        /** Checks the numbers. */
        public Pause {
            if (first.isNegative() || cap.isNegative() || !(factor >= 1) || !(jitter >= 0) || jitter > 1) {
                throw new IllegalArgumentException(
                        "A pause is not negative, its factor at least 1, its jitter from 0 to 1;" + " got first="
                                + first + ", factor=" + factor + ", cap=" + cap + ", jitter=" + jitter);
            }
        }

        /**
         * The pause before a retry.
         *
         * @param failures how often the task has failed since its last success, at least 1
         * @param chance a random number from 0 to 1
         */
        public Duration before(int failures, double chance) {
            double millis = first.toMillis() * Math.pow(factor, Math.min(failures - 1, 1_000)) * (1 + jitter * chance);
            return Duration.ofMillis((long) Math.min(millis, (double) cap.toMillis()));
        }
    }

    /**
     * After which exceptions a task is tried again. Immutable.
     *
     * @param on after these and their subclasses only; empty for all
     * @param not never after these and their subclasses
     */
    public record Filter(List<Class<? extends Throwable>> on, List<Class<? extends Throwable>> not) {
        /** After all. */
        public static final Filter ALL = new Filter(List.of(), List.of());

        /** Copies the lists. */
        public Filter {
            on = List.copyOf(on);
            not = List.copyOf(not);
        }

        /** Whether a task that failed with this is tried again. */
        public boolean admits(Throwable thrown) {
            return (on.isEmpty() || on.stream().anyMatch(type -> type.isInstance(thrown)))
                    && not.stream().noneMatch(type -> type.isInstance(thrown));
        }
    }

    /** So many retries after the first attempt, at once, after every exception. */
    public static Retry times(int times) {
        return new Retry(times, Pause.NONE, Filter.ALL);
    }

    /** The same with this pause before each retry. */
    public Retry fixed(Duration between) {
        return new Retry(times, new Pause(between, 1, between, 0), filter);
    }

    /** The same with pauses that double from {@code first} on, by chance up to a half longer, never longer than {@code cap}. */
    public Retry exponential(Duration first, Duration cap) {
        return new Retry(times, new Pause(first, 2, cap, 0.5), filter);
    }

    /** The same with these pauses. */
    public Retry pausing(Pause newPause) {
        return new Retry(times, newPause, filter);
    }

    /** The same, after these exceptions and their subclasses only. */
    @SafeVarargs
    public final Retry on(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> list = new ArrayList<>();
        for (Class<? extends Throwable> type : types) {
            list.add(type);
        }
        return new Retry(times, pause, new Filter(list, filter.not()));
    }

    /** The same, never after these exceptions and their subclasses. */
    @SafeVarargs
    public final Retry notOn(Class<? extends Throwable>... types) {
        List<Class<? extends Throwable>> list = new ArrayList<>();
        for (Class<? extends Throwable> type : types) {
            list.add(type);
        }
        return new Retry(times, pause, new Filter(filter.on(), list));
    }
}
