package dev.tagwerk.store;

/**
 * What a task's dependencies say, kept as numbers so that no dependency need be looked at again. Immutable.
 *
 * @param pending how many dependencies are not satisfied
 * @param broken how many of those cannot become satisfied by themselves
 * @param newest the commit number at which the newest output of a dependency came to be, whatever became of that dependency
 *     since; 0 for none
 */
public record Gate(int pending, int broken, long newest) {
    /** No dependency. */
    public static final Gate OPEN = new Gate(0, 0, 0);

    /** Whether the task may run now. */
    public boolean isOpen(boolean evenIfDependenciesFail) {
        return evenIfDependenciesFail ? pending == broken : pending == 0;
    }

    /** Whether no dependency is satisfied or broken. */
    boolean isUntouched() {
        return broken == 0 && newest == 0;
    }

    /** The gate after a dependency changed its class. */
    public Gate shifted(Shift shift) {
        return new Gate(pending + shift.pending(), broken + shift.broken(), Math.max(newest, shift.newest()));
    }
}
