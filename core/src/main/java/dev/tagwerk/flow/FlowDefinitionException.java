package dev.tagwerk.flow;

import java.util.List;

/** A flow is not declared rightly. The message lists all that is wrong with it. */
public final class FlowDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /** With these problems, at least one. */
    public FlowDefinitionException(String flow, List<String> problems) {
        super("Flow " + flow
                + (problems.size() == 1
                        ? ": " + problems.get(0)
                        : " has " + problems.size() + " problems:\n  - " + String.join("\n  - ", problems)));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, a sentence for each. */
    public List<String> problems() {
        return problems == null ? List.of() : problems;
    }
}
