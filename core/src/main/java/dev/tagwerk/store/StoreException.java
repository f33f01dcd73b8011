package dev.tagwerk.store;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The error of a store that cannot be opened or used: which store, what kind of problem, and in its message the way out.
 *
 * <p>Immutable.
 */
public final class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The kind of problem; programs decide by it, people read the message. */
    public enum Problem {
        /** The file or folder is something else: not a database at all. */
        NOT_A_STORE,
        /** A database, but of another program. */
        OTHER_PROGRAM,
        /** Written by a newer version of Tagwerk. */
        NEWER_SCHEMA,
        /** Written by an older version of Tagwerk whose layout this version does not read. */
        OLDER_SCHEMA,
        /** The content contradicts itself: cut off or overwritten. */
        DAMAGED,
        /** The file or its folder may not be written, or not be read. */
        READ_ONLY,
        /** The disk, or what may be used of it, is full. */
        NO_SPACE,
        /** The file lies in a folder shared over a network, where this store is not safe. */
        NETWORK_FOLDER,
        /** The file, or the folder it should lie in, is not there. */
        MISSING,
        /** The location asks for something that this store does not offer. */
        NOT_SUPPORTED,
        /** Somebody else kept the store locked for longer than the patience of this one. */
        BUSY,
        /** The operating system refused to read, write or lock. */
        IO,
        /** The store has been closed. */
        CLOSED
    }

    /** The store as its user named it. */
    private final String location;

    /** The kind of problem. */
    private final Problem problem;

    /**
     * Names the store, the kind of problem and the whole message.
     *
     * @param location the store as its user named it: a file or a URL without secrets
     * @param problem the kind of problem
     * @param message where, what was found, what was expected, what to do
     */
    public StoreException(String location, Problem problem, String message) {
        this(location, problem, message, null);
    }

    /**
     * The same with the error that was underneath.
     *
     * @param location the store as its user named it
     * @param problem the kind of problem
     * @param message where, what was found, what was expected, what to do
     * @param cause what the driver or the operating system said, or null
     */
    public StoreException(String location, Problem problem, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.location = Objects.requireNonNull(location, "location");
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    /** Returns the store as its user named it. */
    public String location() {
        return location;
    }

    /** Returns the kind of problem. */
    public Problem problem() {
        return problem;
    }
}
