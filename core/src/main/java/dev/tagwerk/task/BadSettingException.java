package dev.tagwerk.task;

/** A setting whose text cannot be used: which variable, what it said, and what it may say. Immutable. */
public final class BadSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String variable;
    private final String value;
    private final String allowed;

    /** Makes the error for {@code variable}, which said {@code value} where only {@code allowed} makes sense. */
    public BadSettingException(String variable, String value, String allowed) {
        super(variable + ": the value \"" + value + "\" cannot be used. Expected: " + allowed
                + ". Correct the variable, or unset it to get the default.");
        this.variable = variable;
        this.value = value;
        this.allowed = allowed;
    }

    /** The name of the environment variable. */
    public String variable() {
        return variable;
    }

    /** The text that was found. */
    public String value() {
        return value;
    }

    /** What the variable may say, in words. */
    public String allowed() {
        return allowed;
    }
}
