package dev.tagwerk.store;

import java.util.List;
import java.util.function.Function;

/**
 * The place where states, attempts and workers live. Safe for use by several threads.
 *
 * <p>A store of your own implements this interface and {@link Transaction}, and passes the contract suite of
 * {@code tagwerk-testkit}. Everything that decides anything is written once, above the primitives.
 */
public interface Store extends AutoCloseable {
    /**
     * Runs {@code work} in a transaction that nothing else overlaps, and commits it. When {@code work} throws, nothing of
     * it remains and the exception passes through.
     *
     * @throws StoreException when the store cannot be used, with the reason and the way out
     */
    <R> R write(Function<? super Transaction, ? extends R> work);

    /**
     * Runs {@code work} on a consistent state without holding up any writer.
     *
     * @throws StoreException when the store cannot be used, with the reason and the way out
     */
    <R> R read(Function<? super Snapshot, ? extends R> work);

    /**
     * Calls {@code onChange} soon after anybody has committed anything, until the watch is closed: at once for commits
     * through this object, within 50 ms for those of other processes on this machine. It may be called without need and
     * from any thread; it must be quick and must not use the store.
     */
    Watch watch(Runnable onChange);

    /** Whether values of tasks are kept as objects, so that they need not be written as bytes. */
    default boolean keepsObjects() {
        return false;
    }

    /** The user locks of this store. */
    Locks locks();

    /** Where the store is, for people: a path or an address. */
    String location();

    /** What is wrong with the store, as far as it can tell by itself; empty when all is well. May take long. */
    List<String> check();

    /** Gives up everything that the store holds. A second call does nothing. */
    @Override
    void close();

    /** A registration that ends when it is closed. Safe for use by several threads. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
