package dev.tagwerk.store;

/**
 * How a store is to be opened. Immutable.
 *
 * @param access what it is opened for
 * @param durability what a commit survives
 */
public record StoreOptions(Access access, Durability durability) {
    /** Read and write, creating what is missing, with {@link Durability#NORMAL}. */
    public static final StoreOptions DEFAULT = new StoreOptions(Access.CREATE, Durability.NORMAL);

    /** Read only. */
    public static final StoreOptions READ = new StoreOptions(Access.READ, Durability.NORMAL);

    /** Read and write what exists. */
    public static final StoreOptions WRITE = new StoreOptions(Access.WRITE, Durability.NORMAL);

    /** What a store is opened for. */
    public enum Access {
        /** Reading; nothing is created or changed. */
        READ,
        /** Reading and writing; the store must be there. */
        WRITE,
        /** Reading and writing; a missing store is created. */
        CREATE
    }

    /** What a commit survives. */
    public enum Durability {
        /** The death of any process; a power cut may cost the last commits, but damages nothing. */
        NORMAL,
        /** A power cut, too, as far as the disk keeps its word. */
        FULL
    }

    /** The same with this durability. */
    public StoreOptions with(Durability newDurability) {
        return new StoreOptions(access, newDurability);
    }
}
