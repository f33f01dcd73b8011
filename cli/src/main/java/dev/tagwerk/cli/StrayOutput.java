package dev.tagwerk.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Takes the standard streams while a flow is loaded and run: what set-ups, loggers and stray threads print comes line by line
 * above the line at the foot, and never between the lines of a listing. Safe for use by several threads.
 */
final class StrayOutput implements AutoCloseable {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Lines outLines;
    private final Lines errLines;

    private StrayOutput(Consumer<String> toOut, Consumer<String> toErr) {
        this.outLines = new Lines(toOut);
        this.errLines = new Lines(toErr);
        System.setOut(new PrintStream(outLines, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(errLines, true, StandardCharsets.UTF_8));
    }

    /** To the two streams of the command, while the line is away; to standard error alone where the other is for a listing. */
    static StrayOutput taken(Streams streams, StatusLine line, boolean listing) {
        Consumer<String> err = text -> line.print(() -> streams.tell(text));
        Consumer<String> out = text -> line.print(() -> {
            streams.out().println(text);
            streams.out().flush();
        });
        return new StrayOutput(listing ? err : out, err);
    }

    @Override
    public void close() {
        System.setOut(out);
        System.setErr(err);
        outLines.close();
        errLines.close();
    }

    /** Hands on whole lines. Safe for use by several threads. */
    private static final class Lines extends OutputStream {
        private static final int LONGEST = 1 << 16;

        private final Consumer<String> lines;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();

        Lines(Consumer<String> lines) {
            this.lines = lines;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int count) {
            for (int i = from; i < from + count; i++) {
                if (bytes[i] == '\n' || line.size() == LONGEST) {
                    hand();
                }
                if (bytes[i] != '\n') {
                    line.write(bytes[i]);
                }
            }
        }

        private void hand() {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            lines.accept(text);
        }

        @Override
        public synchronized void close() {
            if (line.size() > 0) {
                hand();
            }
        }
    }
}
