package dev.tagwerk.cli;

import dev.tagwerk.cli.text.TextWidth;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * One line at the foot of the terminal that says how it goes, kept out of the way of what is printed. Safe for use by several
 * threads.
 *
 * <p>Whoever prints does so through {@link #print}: the line goes away, the output comes, the line comes back beneath it.
 */
final class StatusLine {
    private final PrintStream err;
    private final boolean shown;
    private final int columns;
    private @Nullable String line;
    private boolean drawn;
    private boolean removed;

    /** A line on this stream; never drawn unless {@code shown}. */
    StatusLine(PrintStream err, boolean shown, int columns) {
        this.err = err;
        this.shown = shown;
        this.columns = columns;
    }

    /** Shows this text. */
    synchronized void set(String text) {
        if (removed) {
            return;
        }
        line = TextWidth.cut(TextWidth.visible(text), columns - 1);
        draw();
    }

    /** Prints something while the line is away. */
    synchronized void print(Runnable output) {
        erase();
        try {
            output.run();
        } finally {
            draw();
        }
    }

    /** Takes the line away for good. */
    synchronized void remove() {
        erase();
        line = null;
        removed = true;
    }

    private void draw() {
        if (shown && line != null) {
            err.print("\r" + line + "\u001B[K");
            err.flush();
            drawn = true;
        }
    }

    private void erase() {
        if (drawn) {
            err.print("\r\u001B[K");
            err.flush();
            drawn = false;
        }
    }
}
