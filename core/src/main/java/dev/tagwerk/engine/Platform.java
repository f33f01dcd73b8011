package dev.tagwerk.engine;

import dev.tagwerk.store.ProcessIdentity;
import java.time.Instant;

/**
 * The engine's whole contact with clock, processes and chance. Safe for use by several threads.
 *
 * <p>Everything in the engine asks here and nowhere else, so that tests and a simulator can play the world.
 */
public interface Platform {
    /** What can be said about a process from here. */
    enum Liveness {
        /** It runs (or is stopped, and can be continued). */
        ALIVE,
        /** It has ended, for certain: it will never write again. */
        GONE,
        /** It cannot be seen from here; only its heartbeat can tell. */
        UNKNOWN
    }

    /** The wall clock; for people, never for order or for leases. */
    Instant now();

    /** A clock that only goes forward, in nanoseconds from an arbitrary start. */
    long nanoTime();

    /** The process that runs this code. */
    ProcessIdentity self();

    /**
     * Whether that process lives.
     *
     * <p>A pid can be looked up only where it counts: on this boot of this kernel and in this pid namespace. There the
     * answer is certain: pid and start ticks name one process, and a zombie is gone. Everything else is
     * {@link Liveness#UNKNOWN}:
     *
     * <ul>
     *   <li>another pid namespace (containers share the boot id, not the processes);
     *   <li>another boot id, even under the same host name. It may be an earlier boot of this machine, but cloned
     *       machines and containers share names, and a false death costs more than waiting for one lease;
     *   <li>systems without a boot id, unless the host name is the same and is not a generic one: there pid and start
     *       time decide;
     *   <li>a {@code /proc} that hides the processes of other users.
     * </ul>
     */
    Liveness liveness(ProcessIdentity process);

    /** A random word of 12 letters and digits (60 bits), for names that must not meet. */
    String randomText();

    /** A random number over all 64 bits, for nonces. */
    long randomLong();

    /** The real world. */
    static Platform system() {
        return SystemPlatform.INSTANCE;
    }
}
