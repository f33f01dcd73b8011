package dev.tagwerk.benchmarks;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something to be measured: our way, and beside it the floor, the least work that any program would have to do. Each call does
 * the whole work once, checks that it was done rightly (a fast wrong answer is no answer), and gives what it took.
 *
 * <p>Our side and the floor are run by a JVM each, turn by turn.
 */
interface Workload {
    /** Its name, as it stands in the table. */
    String name();

    /** What is done, in one line. */
    String what();

    /** What its table shows, one line for each figure. */
    List<Line> lines();

    /** How many tasks one call does, for the time per task. */
    int tasks(Size size);

    /** Does it our way. */
    Reading ours(Run run) throws Exception;

    /** Does the least work that any program would have to do; null where there is no floor. */
    default @Nullable Reading floor(Run run) throws Exception {
        return null;
    }

    /** Whether there is a floor. */
    boolean hasFloor();

    /** Makes what both sides need, once; in the JVM of our side. */
    default void prepare(Run run) throws Exception {}

    /** How often it is measured, after a run that warms up. */
    default int runs() {
        return 5;
    }

    /** Whether the first run only warms up. */
    default boolean warmsUp() {
        return true;
    }

    /** The most heap that it may use. */
    default String heap() {
        return "3g";
    }

    /** Whether {@code --scale} makes sense of it: all of its time is spent on its tasks. */
    default boolean scales() {
        return false;
    }

    /** What it lacks on this machine; empty when it can be run. */
    default String missing() {
        return "";
    }

    /**
     * How much to do. Immutable.
     *
     * @param quick whether it is only to be seen that it works
     * @param asked how many tasks were asked for; 0 for as many as the workload is defined with
     */
    record Size(boolean quick, int asked) {
        /** So many tasks, unless others were asked for; few when it has to be quick. */
        int of(int full) {
            int wanted = asked > 0 ? asked : full;
            return quick ? Math.min(wanted, 2_000) : wanted;
        }

        /** One number for quick runs, another for all others. */
        int pick(int few, int full) {
            return quick ? few : full;
        }
    }

    /**
     * What one call is given. Immutable.
     *
     * @param size how much to do
     * @param folder where files may be made; the same for all calls of a workload
     */
    record Run(Size size, Path folder) {
        /** Runs this in a new folder, which is removed afterwards. */
        Reading inFolder(InFolder work) throws Exception {
            Path own = Folders.make(folder);
            try {
                return work.in(own);
            } finally {
                Folders.delete(own);
            }
        }
    }

    /** Work that needs a folder of its own. */
    interface InFolder {
        /** Does it. */
        Reading in(Path folder) throws Exception;
    }

    /** Complains unless this holds. */
    static void check(boolean right, String what) {
        if (!right) {
            throw new IllegalStateException("wrong result: " + what);
        }
    }
}
