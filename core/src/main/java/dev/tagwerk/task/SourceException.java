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

    /**
     * The exception to throw for what a source threw: itself, if it is unchecked.
     *
     * @throws Error what was thrown, if it is an error
     */
    public static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException runtime ? runtime : new SourceException(thrown);
    }
}
