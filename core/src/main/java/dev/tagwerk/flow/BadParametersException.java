package dev.tagwerk.flow;

import java.util.List;

/** What was given to a run from outside does not fit what its flow takes. The message lists all that is wrong. */
public final class BadParametersException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /** With these problems, at least one. */
    public BadParametersException(List<String> problems) {
        super(
                problems.size() == 1
                        ? "Parameter " + problems.get(0)
                        : problems.size() + " parameters cannot be used:\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, a sentence for each, which begins with the parameter's name. */
    public List<String> problems() {
        return problems == null ? List.of() : problems;
    }
}
