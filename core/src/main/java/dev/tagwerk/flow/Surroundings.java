package dev.tagwerk.flow;

import java.util.List;

/**
 * What stands around the tasks of a flow. Immutable.
 *
 * @param setUps run before the first task, in this order
 * @param tearDowns run after the last task, the last one first
 * @param parameters what may be given to a run from outside
 */
public record Surroundings(List<Stage> setUps, List<Stage> tearDowns, ParameterSpec parameters) {
    /** Nothing around, and any parameter may be given. */
    public static final Surroundings NONE = new Surroundings(List.of(), List.of(), ParameterSpec.FREE);

    /** Copies the lists. */
    public Surroundings {
        setUps = List.copyOf(setUps);
        tearDowns = List.copyOf(tearDowns);
    }

    /** Runs the set-ups up to the first that throws. {@link #tearDown} is due afterwards in any case. */
    public void setUp(State state, Params params) throws Exception {
        for (Stage stage : setUps) {
            stage.run(state, params);
        }
    }

    /** Runs all tear-downs, even if some throw; the first exception is thrown at the end, with the others suppressed in it. */
    public void tearDown(State state, Params params) throws Exception {
        Throwable first = null;
        for (int i = tearDowns.size() - 1; i >= 0; i--) {
            try {
                tearDowns.get(i).run(state, params);
            } catch (Throwable thrown) { // an Error, too, must not keep the others from running
                if (first == null) {
                    first = thrown;
                } else if (first != thrown) {
                    first.addSuppressed(thrown);
                }
            }
        }
        if (first != null) {
            throw Thrown.as(first);
        }
    }
}
