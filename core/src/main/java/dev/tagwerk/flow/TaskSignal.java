package dev.tagwerk.flow;

/** Thrown by a task to say how it ended; made by {@link TaskContext#skip}, {@link TaskContext#noChange}, {@link TaskContext#fail}. */
public final class TaskSignal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;

    /** How the task ended. */
    public enum Kind {
        /** There was nothing to do. */
        SKIP,
        /** All is as it was. */
        NO_CHANGE,
        /** It failed. */
        FAIL
    }

    TaskSignal(Kind kind, String reason) {
        super(reason, null, false, false);
        this.kind = kind;
    }

    /** How the task ended. */
    public Kind kind() {
        return kind;
    }

    /** Why. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
