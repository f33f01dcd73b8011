package dev.tagwerk.flow;

/** A dependency has no value to give, though the task that takes it cannot do without. */
public final class MissingValueException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** For this dependency. */
    public MissingValueException(String dependency) {
        super("dependency " + dependency + " has no stored value; take it as optional() to run without");
    }
}
