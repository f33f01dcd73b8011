package dev.tagwerk.store;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A wait for a lock that could never have ended: threads of this process wait for each other in a circle. Immutable.
 *
 * <p>It is thrown in the thread whose wait would have closed the circle. That thread has not got the lock; once it
 * closes those it holds, the others go on.
 */
public final class LockDeadlockException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Member> circle;

    /**
     * One thread of the circle. Immutable.
     *
     * @param thread its name
     * @param holds the lock it has, which the member before it waits for
     * @param takenAt where in the code it took that lock
     * @param waitsFor the lock it wants, which the next member has
     */
    public record Member(String thread, String holds, String takenAt, String waitsFor) {
        @Override
        public String toString() {
            return "thread \"" + thread + "\" holds \"" + holds + "\" (taken at " + takenAt + ") and waits for \""
                    + waitsFor + "\"";
        }
    }

    /** Makes the report of a circle; each member waits for the next, the last for the first. */
    public LockDeadlockException(List<Member> circle) {
        super("Locks: deadlock: " + circle.stream().map(Member::toString).collect(Collectors.joining("; "))
                + ". Expected: everybody takes these locks in one order. Take them in the same order everywhere, or use"
                + " tryAcquire with a timeout.");
        this.circle = List.copyOf(circle);
    }

    /** The threads of the circle in order, the one that got this exception first. */
    public List<Member> circle() {
        return circle;
    }
}
