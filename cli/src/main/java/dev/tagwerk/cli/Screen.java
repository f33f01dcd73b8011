package dev.tagwerk.cli;

import java.util.Map;
import java.util.OptionalInt;

/**
 * What is known of the terminal. Immutable.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one that can redraw a line
 * @param in whether standard input is one
 * @param colours whether to colour standard output
 * @param columns its width; empty where nothing is to be cut
 */
record Screen(boolean out, boolean err, boolean in, boolean colours, OptionalInt columns) {
    /** No terminal at all. */
    static final Screen NONE = new Screen(false, false, false, false, OptionalInt.empty());

    /** What this process has. */
    static Screen of(Map<String, String> environment) {
        boolean out = Terminals.isTerminal(Terminals.Stream.OUT);
        boolean err = Terminals.isTerminal(Terminals.Stream.ERR)
                && !environment.getOrDefault("TERM", "").equals("dumb");
        // Asking for the width starts a process, so only where somebody will see it.
        boolean asked = out || err || !environment.getOrDefault("COLUMNS", "").isEmpty();
        return new Screen(
                out,
                err,
                Terminals.isTerminal(Terminals.Stream.IN),
                Terminals.colours(environment, out),
                asked ? Terminals.width(environment) : OptionalInt.empty());
    }
}
