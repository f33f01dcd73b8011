package dev.tagwerk.benchmarks;

import java.io.PrintStream;

/** One line on the terminal that says what is being done; nothing where there is no terminal. For one thread at a time. */
final class Progress {
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream to;
    private final boolean shown;

    Progress(PrintStream to, boolean shown) {
        this.to = to;
        this.shown = shown;
    }

    void say(String what) {
        if (shown) {
            to.print(CLEAR + what + " ...");
            to.flush();
        }
    }

    void clear() {
        if (shown) {
            to.print(CLEAR);
            to.flush();
        }
    }
}
