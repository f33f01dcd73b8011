package dev.tagwerk.store;

import java.util.concurrent.locks.Condition;

/**
 * One taking of a lock, from the wish to the end. Safe for use by several threads; all that changes is guarded by the
 * mutex of {@link WaitForGraph}.
 */
final class LockHold implements NamedLock.Held {
    final TableLock lock;
    final LockEntry entry;
    final Object owner;
    final Thread thread = Thread.currentThread();
    final String takenAt;
    /** Signalled when the entry is handed to this wish. */
    final Condition turn;

    boolean granted;
    boolean closed;

    LockHold(TableLock lock, LockEntry entry, Condition turn) {
        this.lock = lock;
        this.entry = entry;
        this.owner = lock.owner();
        this.takenAt = CallSite.current();
        this.turn = turn;
    }

    @Override
    public NamedLock lock() {
        return lock;
    }

    @Override
    public void close() {
        entry.table.release(this);
    }

    /** Whether only one thread may close it. */
    boolean boundToThread() {
        return owner instanceof Thread;
    }

    @Override
    public String toString() {
        return "thread \"" + thread.getName() + "\" of this process (taken at " + takenAt + ")";
    }
}
