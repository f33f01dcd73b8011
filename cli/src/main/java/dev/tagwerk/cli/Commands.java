package dev.tagwerk.cli;

import java.util.List;

/** The commands by name, in the order in which the help lists them. Immutable. */
final class Commands {
    static final List<String> NAMES =
            List.of("each", "run", "graph", "status", "top", "log", "retry", "prune", "check", "completion");

    private Commands() {}

    /**
     * The names of those that a command line can ask for. To build what picocli must know of one takes milliseconds, and
     * most starts need a single one: only the help, the completion and the errors of {@code tagwerk} itself speak of all.
     */
    static List<String> neededBy(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        if (arguments.length == 1 && (first.equals("--version") || first.equals("-V"))) {
            return List.of();
        }
        return NAMES.contains(first) && !first.equals("completion") ? List.of(first) : NAMES;
    }

    /** A command by its name. */
    static Object named(String name, Streams streams) {
        return switch (name) {
            case "each" -> new EachCommand(streams);
            case "run" -> new RunCommand(streams);
            case "graph" -> new GraphCommand(streams);
            case "status" -> new StatusCommand(streams);
            case "top" -> new TopCommand(streams);
            case "log" -> new LogCommand(streams);
            case "retry" -> new RetryCommand(streams);
            case "prune" -> new PruneCommand(streams);
            case "check" -> new CheckCommand(streams);
            case "completion" -> new CompletionCommand(streams);
            default ->
                throw new IllegalArgumentException(
                        "there is no command " + name + "; there are " + String.join(", ", NAMES));
        };
    }
}
