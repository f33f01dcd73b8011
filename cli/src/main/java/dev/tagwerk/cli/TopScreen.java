package dev.tagwerk.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The terminal under {@code tagwerk top}: draws frames, reads keys, gives everything back at the end. For one thread at a time. */
final class TopScreen {
    private static final String ENTER = "\u001B[?1049h\u001B[?25l";
    private static final String LEAVE = "\u001B[?25h\u001B[?1049l";
    private static final long LOOK_FOR_KEYS_MILLIS = 200;

    private final TopFrame frame;
    private final StoreWindow window;
    private final Duration pause;
    private final AtomicBoolean over = new AtomicBoolean();

    TopScreen(TopFrame frame, StoreWindow window, Duration pause) {
        this.frame = frame;
        this.window = window;
        this.pause = pause;
    }

    /** Shows frames until somebody quits, by q or Ctrl-C. */
    void run() throws IOException {
        // Questions to the terminal end in recordings, and cost half a second where nobody answers.
        System.setProperty("org.jline.terminal.probe.timeout", "0");
        System.setProperty("org.jline.terminal.drain.timeout", "0");
        System.setProperty("org.jline.terminal.graphemeCluster", "false");
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(false).build()) {
            terminal.handle(Terminal.Signal.INT, signal -> over.set(true));
            Attributes before = terminal.enterRawMode();
            Thread hook = new Thread(() -> leave(terminal, before), "tagwerk-terminal");
            Runtime.getRuntime().addShutdownHook(hook);
            terminal.writer().print(ENTER);
            try {
                show(terminal);
            } finally {
                leave(terminal, before);
                removeHook(hook);
            }
        }
    }

    private static void leave(Terminal terminal, Attributes before) {
        terminal.writer().print(LEAVE);
        terminal.flush();
        terminal.setAttributes(before);
    }

    private void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook runs, and does what was done here once more.
            over.set(true);
        }
    }

    private void show(Terminal terminal) throws IOException {
        while (!over.get()) {
            StoreWindow.Sight sight = window.look();
            long next = System.nanoTime() + pause.toNanos();
            draw(terminal, sight);
            Size drawn = terminal.getSize();
            while (!over.get() && System.nanoTime() - next < 0) {
                long left = Math.max(1, (next - System.nanoTime()) / 1_000_000);
                int key = key(terminal, Math.min(left, LOOK_FOR_KEYS_MILLIS));
                if (key == -1 || (key >= 0 && frame.key(key))) {
                    return;
                }
                Size now = terminal.getSize();
                if (key >= 0 || !now.equals(drawn)) {
                    drawn = now;
                    draw(terminal, sight);
                }
            }
        }
    }

    /** Reads a key; page and arrow keys become the letters that mean the same. */
    private static int key(Terminal terminal, long millis) throws IOException {
        int first = terminal.reader().read(millis);
        if (first != 27) {
            return first;
        }
        StringBuilder sequence = new StringBuilder();
        int next = terminal.reader().read(20);
        while (next > 0 && sequence.length() < 8) {
            sequence.append((char) next);
            if (next != '[' && next != 'O' && (next >= '@' && next <= '~')) {
                break;
            }
            next = terminal.reader().read(20);
        }
        return switch (sequence.toString()) {
            case "[6~", "[B", "OB", "[C", "OC" -> 'n';
            case "[5~", "[A", "OA", "[D", "OD" -> 'p';
            case "[Z" -> '\t';
            default -> 0;
        };
    }

    private void draw(Terminal terminal, StoreWindow.Sight sight) {
        Size size = terminal.getSize();
        int columns = size.getColumns() > 0 ? size.getColumns() : 80;
        int rows = size.getRows() > 0 ? size.getRows() : 24;
        List<String> lines = frame.lines(sight, columns, rows);
        PrintWriter out = terminal.writer();
        out.print("\u001B[H");
        for (int i = 0; i < lines.size(); i++) {
            out.print(lines.get(i) + "\u001B[K" + (i < lines.size() - 1 ? "\r\n" : ""));
        }
        out.print("\u001B[J");
        terminal.flush();
    }
}
