package dev.tagwerk.flow;

/** A dependency has no value to give, though the task that takes it cannot do without. */
public final class MissingValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For this dependency. */
    public MissingValueException(String dependency) {
        super("task " + dependency
                + " has no value to give; run it first, or take its value as an Optional (optional() in code)"
                + " to do without");
    }
}
