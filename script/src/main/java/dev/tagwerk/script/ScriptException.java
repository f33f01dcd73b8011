package dev.tagwerk.script;

import org.jspecify.annotations.Nullable;

/** What was to be run cannot be loaded; the message says where, what, and what to do. Immutable. */
public class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes the error with its message. */
    public ScriptException(String message) {
        super(message);
    }

    /** Makes the error with its message and what led to it. */
    public ScriptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
