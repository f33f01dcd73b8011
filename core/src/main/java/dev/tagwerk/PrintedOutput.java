package dev.tagwerk;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a task prints, to {@code System.out}, {@code System.err} or a logger that writes there, to a place of its own. While
 * anybody asks for that, the two standard streams of the process are replaced by ones that look at the thread: a task's thread,
 * and those that it starts, write to the task's place, all others as before. Safe for use by several threads.
 */
final class PrintedOutput {
    private static final InheritableThreadLocal<@Nullable Place> PLACE = new InheritableThreadLocal<>();

    private static int users;
    private static @Nullable PrintStream out;
    private static @Nullable PrintStream err;

    private PrintedOutput() {}

    /** A stretch of time. For one thread at a time. */
    interface Stretch extends AutoCloseable {
        @Override
        void close();
    }

    /** Replaces the standard streams until the last who asked for it has closed. */
    static synchronized Stretch begin() {
        if (users++ == 0) {
            PrintStream plainOut = System.out;
            PrintStream plainErr = System.err;
            out = plainOut;
            err = plainErr;
            System.setOut(new PrintStream(new Switch(plainOut), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new Switch(plainErr), true, StandardCharsets.UTF_8));
        }
        return PrintedOutput::end;
    }

    private static synchronized void end() {
        if (--users == 0) {
            System.setOut(out);
            System.setErr(err);
        }
    }

    /** Sends what this thread prints to this stream, until that is closed; both are closed together. */
    static Stretch to(OutputStream stream) {
        Place place = new Place(stream);
        PLACE.set(place);
        return () -> {
            PLACE.remove();
            place.close();
        };
    }

    /** A place to print to; when it is closed, threads that are left over print as before. */
    private static final class Place {
        private final AtomicReference<@Nullable OutputStream> stream;

        Place(OutputStream stream) {
            this.stream = new AtomicReference<>(stream);
        }

        /** Writes, unless it is closed; says whether it did. A full disk must not fail the task: what cannot be kept is lost. */
        synchronized boolean write(byte[] bytes, int from, int count) {
            OutputStream open = stream.get();
            if (open == null) {
                return false;
            }
            try {
                open.write(bytes, from, count);
            } catch (IOException lost) {
                return false;
            }
            return true;
        }

        synchronized void close() {
            OutputStream open = stream.getAndSet(null);
            if (open != null) {
                try {
                    open.close();
                } catch (IOException lost) {
                    // As with writing.
                }
            }
        }
    }

    /** Looks at the thread. */
    private static final class Switch extends OutputStream {
        private final PrintStream plain;

        Switch(PrintStream plain) {
            this.plain = plain;
        }

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            Place place = PLACE.get();
            if (place == null || !place.write(bytes, from, count)) {
                plain.write(bytes, from, count);
            }
        }

        @Override
        public void flush() {
            plain.flush();
        }
    }
}
