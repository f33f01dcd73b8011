package dev.tagwerk.task;

/**
 * Says that the source of a loop's tasks failed with a checked exception, which is the cause.
 */
public final class SourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The source failed like this. */
    public SourceException(Throwable cause) {
        super("The source of the tasks failed: " + cause, cause);
    }
}
