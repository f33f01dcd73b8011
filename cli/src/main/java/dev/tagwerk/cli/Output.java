package dev.tagwerk.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Our standard output: UTF-8, buffered, and honest about a reader that is gone. Safe for use by several threads.
 *
 * <p>What one call prints stays together. {@code System.out} hides errors behind a flag, without their reason; here a write
 * that fails is an exception at the place where it failed. Two cases differ:
 *
 * <ul>
 *   <li>The reader of a pipe is gone, as with {@code | head}. Nobody is left to read, so there is nothing to complain about:
 *       {@link ClosedException}, and the command ends without a word, with status 141. That is 128 + SIGPIPE, what the
 *       shell reports for {@code cat} or {@code grep} in the same place. Not 0: output that nobody got is no success, and
 *       scripts with {@code pipefail} expect the difference.
 *   <li>Anything else, a full disk for instance: {@link FailedException} with the reason, to be shown.
 * </ul>
 */
final class Output implements AutoCloseable {
    /** The exit code when the reader of our output is gone. */
    static final int CLOSED_EXIT_CODE = 141;

    private final OutputStream stream;
    private final boolean pipe;

    /** Returns the standard output of this process. */
    static Output standard() {
        return new Output(new FileOutputStream(FileDescriptor.out), isPipe());
    }

    /**
     * Wraps a stream.
     *
     * @param pipe whether every failed write means that the reader is gone
     */
    Output(OutputStream stream, boolean pipe) {
        this.stream = new BufferedOutputStream(stream, 1 << 15);
        this.pipe = pipe;
    }

    /** Prints text as it is. */
    synchronized void print(String text) {
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Prints a line. */
    void println(String line) {
        print(line + "\n");
    }

    /** Prints the bytes of a file as they are, ended by a line feed unless it is empty; a missing file is empty. */
    synchronized void copy(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[1 << 15];
            int last = '\n';
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                write(block, read);
                last = block[read - 1];
            }
            if (last != '\n') {
                write(new byte[] {'\n'}, 1);
            }
        }
    }

    /** Hands everything printed so far to the reader. */
    synchronized void flush() {
        try {
            stream.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Flushes; the standard output itself stays open. */
    @Override
    public void close() {
        flush();
    }

    private void write(byte[] block, int count) {
        try {
            stream.write(block, 0, count);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(IOException e) {
        String message = String.valueOf(e.getMessage());
        return pipe || message.contains("roken pipe") ? new ClosedException(e) : new FailedException(e);
    }

    /** The message of a failed write depends on the language; to a pipe there is only one kind of failure. */
    private static boolean isPipe() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The reader of our output is gone: end without a word, with {@link #CLOSED_EXIT_CODE}. */
    static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClosedException(IOException cause) {
            super("standard output: the reader is gone", cause);
        }
    }

    /** Our output could not be written. */
    static final class FailedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailedException(IOException cause) {
            super("standard output: cannot be written: " + cause.getMessage() + "; is the disk full?", cause);
        }
    }
}
