package dev.tagwerk.benchmarks;

import java.io.Serial;

/** A command that cannot be understood. */
final class UsageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
