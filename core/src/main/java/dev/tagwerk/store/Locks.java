package dev.tagwerk.store;

/**
 * The user locks of one store: one namespace of names, shared by all threads and processes on that store. Safe for use
 * by several threads.
 *
 * <p>They have nothing to do with the store's own transactions: a lock held for an hour delays no exchange.
 */
public interface Locks extends AutoCloseable {
    /** The lock of this name, owned by the thread that takes it. */
    NamedLock lock(String name);

    /**
     * The lock of this name, owned by {@code owner} (compared by identity), whichever thread takes or closes it.
     *
     * @param owner for instance a claim; a {@link Thread} means what {@link #lock(String)} means, for that thread only
     */
    NamedLock lock(String name, Object owner);

    /** Ends the making of locks here; locks that are held stay held until they are closed. */
    @Override
    void close();

    /** Locks among the threads of this JVM, for a store that lives in memory. */
    static Locks inMemory() {
        return new MemoryLocks();
    }
}
