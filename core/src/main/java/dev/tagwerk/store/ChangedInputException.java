package dev.tagwerk.store;

/**
 * Says that the input of a loop is not what it was, although the ids of its tasks are mere positions in it.
 */
public final class ChangedInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String graph;

    /** A changed input of this graph, and what changed. */
    public ChangedInputException(String graph, String what) {
        super(graph + ": the input has changed: " + what
                + ". Positions cannot tell which items are done then: give each item an id of its own with keyedBy(…),"
                + " or start afresh under another name.");
        this.graph = graph;
    }

    /** Name of the graph. */
    public String graph() {
        return graph;
    }
}
