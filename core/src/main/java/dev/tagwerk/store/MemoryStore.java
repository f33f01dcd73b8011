package dev.tagwerk.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * A store that lives and dies with this process. Safe for use by several threads.
 */
public final class MemoryStore implements Store {
    private final ReentrantLock lock = new ReentrantLock();
    private final MemoryTables tables = new MemoryTables();
    private final UndoLog undo = new UndoLog();
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Locks locks = Locks.inMemory();
    private boolean closed;

    /** An empty store. */
    public MemoryStore() {}

    @Override
    public <R> R write(Function<? super Transaction, ? extends R> work) {
        R result;
        boolean changed;
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    Stores.MEMORY + ": a transaction was begun within another one; use the one that is open");
        }
        lock.lock();
        try {
            checkOpen();
            MemoryTransaction tx = new MemoryTransaction(tables, undo);
            boolean good = false;
            try {
                result = work.apply(tx);
                good = true;
            } finally {
                if (!good) {
                    tx.undo();
                }
            }
            changed = tx.hasChanged();
            undo.clear();
        } finally {
            lock.unlock();
        }
        if (changed) {
            watchers.forEach(Runnable::run);
        }
        return result;
    }

    @Override
    public <R> R read(Function<? super Snapshot, ? extends R> work) {
        lock.lock();
        try {
            checkOpen();
            return work.apply(new MemorySnapshot(tables));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean keepsObjects() {
        return true;
    }

    @Override
    public Watch watch(Runnable onChange) {
        // A wrapper of its own, so that the same watcher can be registered twice.
        Runnable watcher = () -> onChange.run();
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    @Override
    public Locks locks() {
        return locks;
    }

    @Override
    public String location() {
        return Stores.MEMORY;
    }

    @Override
    public List<String> check() {
        return List.of();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new StoreException(
                    Stores.MEMORY,
                    StoreException.Problem.CLOSED,
                    Stores.MEMORY + ": the store has been closed; open a new one");
        }
    }
}
