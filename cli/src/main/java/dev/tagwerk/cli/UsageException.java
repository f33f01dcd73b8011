package dev.tagwerk.cli;

/** Wrong usage of the command line: the message is for the user as it stands, the exit code is 2. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
