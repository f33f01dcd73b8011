package dev.tagwerk.script;

/** A file demands another Java than the one that runs, so a caller may start that one instead. Immutable. */
public final class WrongJavaException extends ScriptException {
    private static final long serialVersionUID = 1L;

    private final int demanded;
    private final boolean orNewer;
    private final int running;

    WrongJavaException(String message, JavaDemand demand, int running) {
        super(message);
        this.demanded = demand.version();
        this.orNewer = demand.orNewer();
        this.running = running;
    }

    /** The feature version that is demanded, such as 25. */
    public int demanded() {
        return demanded;
    }

    /** Whether newer versions than {@link #demanded()} will do, too. */
    public boolean orNewer() {
        return orNewer;
    }

    /** The feature version that runs. */
    public int running() {
        return running;
    }
}
