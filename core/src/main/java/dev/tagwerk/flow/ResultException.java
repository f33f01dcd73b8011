package dev.tagwerk.flow;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A result that cannot be kept in a store, or cannot be read from it any more: at which place in the result, and why. Immutable.
 */
public final class ResultException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String place;

    ResultException(String place, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.place = place;
    }

    /** The place within the result, such as {@code [3].when}; empty for the result as a whole. */
    public String place() {
        return place;
    }
}
