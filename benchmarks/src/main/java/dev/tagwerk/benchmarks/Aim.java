package dev.tagwerk.benchmarks;

/**
 * What a figure should be. Immutable.
 *
 * @param kind what is compared
 * @param bound with what
 */
record Aim(Kind kind, double bound) {
    static final Aim NONE = new Aim(Kind.NONE, 0);

    /** What is compared. */
    enum Kind {
        /** Nothing. */
        NONE,
        /** Our figure is at most so many times the floor's. */
        TIMES_FLOOR,
        /** The floor's figure is at least this share of ours: how near we are to an ideal. */
        SHARE_OF_FLOOR,
        /** Our figure is at most this. */
        MOST,
        /** Our figure is at least this. */
        LEAST
    }

    static Aim timesFloor(double bound) {
        return new Aim(Kind.TIMES_FLOOR, bound);
    }

    static Aim shareOfFloor(double bound) {
        return new Aim(Kind.SHARE_OF_FLOOR, bound);
    }

    static Aim most(double bound) {
        return new Aim(Kind.MOST, bound);
    }

    static Aim least(double bound) {
        return new Aim(Kind.LEAST, bound);
    }

    /** Whether these medians are what they should be. */
    boolean isMet(double ours, double floor) {
        return switch (kind) {
            case NONE -> true;
            case TIMES_FLOOR -> ours <= bound * floor;
            case SHARE_OF_FLOOR -> floor >= bound * ours;
            case MOST -> ours <= bound;
            case LEAST -> ours >= bound;
        };
    }
}
