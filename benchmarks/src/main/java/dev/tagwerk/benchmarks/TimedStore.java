package dev.tagwerk.benchmarks;

import dev.tagwerk.store.Locks;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.Transaction;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** A store that notes how long each write takes, waiting for its turn included. Safe for use by several threads. */
final class TimedStore implements Store {
    private final Store store;
    private long[] nanos = new long[1_024];
    private int writes;
    private int locked;

    TimedStore(Store store) {
        this.store = store;
    }

    /** How long each write took. */
    synchronized long[] nanos() {
        return Arrays.copyOf(nanos, writes);
    }

    /** How often somebody else had the store locked for too long. */
    synchronized int locked() {
        return locked;
    }

    private synchronized void note(long took) {
        if (writes == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * writes);
        }
        nanos[writes++] = took;
    }

    private synchronized void noteLocked() {
        locked++;
    }

    @Override
    public <R> R write(Function<? super Transaction, ? extends R> work) {
        long begin = System.nanoTime();
        try {
            return store.write(work);
        } catch (StoreException problem) {
            if (problem.problem() == StoreException.Problem.BUSY) {
                noteLocked();
            }
            throw problem;
        } finally {
            note(System.nanoTime() - begin);
        }
    }

    @Override
    public <R> R read(Function<? super Snapshot, ? extends R> work) {
        return store.read(work);
    }

    @Override
    public Watch watch(Runnable onChange) {
        return store.watch(onChange);
    }

    @Override
    public boolean keepsObjects() {
        return store.keepsObjects();
    }

    @Override
    public Locks locks() {
        return store.locks();
    }

    @Override
    public String location() {
        return store.location();
    }

    @Override
    public List<String> check() {
        return store.check();
    }

    @Override
    public void close() {
        store.close();
    }
}
