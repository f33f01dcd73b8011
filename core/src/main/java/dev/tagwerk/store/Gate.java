package dev.tagwerk.store;

/**
 * What a task's dependencies say, kept as numbers so that no dependency need be looked at again. Immutable.
 *
 * @param pending how many dependencies are not satisfied
 * @param broken how many of those cannot become satisfied by themselves
 * @param newest the commit number at which the newest output among the satisfied dependencies came to be; 0 for none
 * @param cause the task that is the root of the trouble when {@code broken > 0}; 0 for none
 */
public record Gate(int pending, int broken, long newest, long cause) {
    /** No dependency. */
    public static final Gate OPEN = new Gate(0, 0, 0, 0);

    /** Whether the task may run now. */
    public boolean isOpen(boolean evenIfDependenciesFail) {
        return evenIfDependenciesFail ? pending == broken : pending == 0;
    }

    /** The gate after a dependency changed its class. */
    public Gate shifted(Shift shift) {
        int nowBroken = broken + shift.broken();
        return new Gate(
                pending + shift.pending(),
                nowBroken,
                Math.max(newest, shift.newest()),
                nowBroken == 0 ? 0 : shift.broken() > 0 && cause == 0 ? shift.cause() : cause);
    }
}
