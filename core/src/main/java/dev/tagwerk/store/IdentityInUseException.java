package dev.tagwerk.store;

import java.time.Duration;

/**
 * Says that a live worker has this identity already.
 */
public final class IdentityInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WorkerRow owner;
    private final String identity;
    private final Duration remaining;

    /** This identity is taken by a worker that may be silent for this much longer before it counts as dead. */
    public IdentityInUseException(WorkerRow owner, Duration remaining) {
        super("Worker identity " + owner.profile().identity() + " is in use by process "
                + owner.profile().process().pid() + " on "
                + owner.profile().process().host()
                + ", which is alive. If that process is dead, its identity is free in at most "
                + Math.max(1, (remaining.toMillis() + 999) / 1000)
                + " s; otherwise choose another identity (TAGWERK_WORKER), or none.");
        this.owner = owner;
        this.identity = owner.profile().identity();
        this.remaining = remaining;
    }

    /** The worker that has it. */
    public WorkerRow owner() {
        return owner;
    }

    /** The identity. */
    public String identity() {
        return identity;
    }

    /** How long it may take at most until the identity is free, should its owner be dead. */
    public Duration remaining() {
        return remaining;
    }
}
