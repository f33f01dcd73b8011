package dev.tagwerk.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Copies what items printed to our output, each whole. Safe for use by several threads. */
final class LogPrinter {
    private final Output output;
    private final StatusLine line;

    LogPrinter(Output output, StatusLine line) {
        this.output = output;
        this.line = line;
    }

    void print(Path log) {
        line.print(() -> {
            try {
                output.copy(log);
            } catch (IOException e) {
                throw new UncheckedIOException(log + ": cannot be read: " + e.getMessage(), e);
            }
            output.flush();
        });
    }
}
