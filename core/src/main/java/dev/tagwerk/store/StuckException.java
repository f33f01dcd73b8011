package dev.tagwerk.store;

/**
 * Says that tasks wait for something that can never come: for each other, or for tasks that nobody declares.
 */
public final class StuckException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Diagnosis diagnosis;

    /** Tasks of this graph are stuck for these reasons. */
    public StuckException(String graph, long waiting, Diagnosis diagnosis) {
        super(graph + ": " + waiting + (waiting == 1 ? " task waits" : " tasks wait")
                + " for something that can never come, now that all sources have ended:\n  "
                + (diagnosis.isEmpty()
                        ? "tasks of an earlier run that nobody offers any more; offer them again, or drop the dependency"
                        : String.join("\n  ", diagnosis.lines())));
        this.diagnosis = diagnosis;
    }

    /** The reasons. */
    public Diagnosis diagnosis() {
        return diagnosis;
    }
}
