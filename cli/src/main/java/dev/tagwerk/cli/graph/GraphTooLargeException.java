package dev.tagwerk.cli.graph;

import java.io.Serial;

/** A graph that is too large for a picture. Immutable. */
public final class GraphTooLargeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int tasks;

    GraphTooLargeException(String name, int tasks, String reason) {
        super(
                "graph of " + name + ": " + reason
                        + "; use --format dot and Graphviz (dot -Tsvg), choose fewer tasks, or leave --format out for the report");
        this.tasks = tasks;
    }

    /** How many tasks the graph has. */
    public int tasks() {
        return tasks;
    }
}
