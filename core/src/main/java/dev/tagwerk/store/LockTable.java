package dev.tagwerk.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The locks of one namespace inside this JVM, in front of a gate to other processes. Safe for use by several threads.
 *
 * <p><b>States of an entry.</b> Free: not in the table. Being opened: it has an owner, whose first hold passes the gate.
 * Open: the gate is behind us, each hold counts. Being closed: the last hold is gone, the gate is being left. Only an
 * open entry is taken again by its owner without waiting; everybody else queues.
 *
 * <p><b>Lock order.</b> The mutex of {@link WaitForGraph} guards all of this and is never held while the gate is passed
 * (the one exception is an orphaned lock: leaving the gate is a single system call). Nobody waits for a lock with the
 * mutex held.
 *
 * <p><b>The race.</b> A freed lock is handed straight to the head of the queue, so nobody overtakes. If that waiter is
 * interrupted or runs out of time in the same moment, the grant wins: it is seen under the mutex, and the gate, which
 * comes next, notices interrupt and deadline and passes the entry on.
 */
final class LockTable {
    /** How often a waiter looks whether the owning thread has ended without closing. */
    private static final long ORPHAN_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final WaitForGraph graph = WaitForGraph.OF_THIS_JVM;
    private final Map<Long, LockEntry> entries = new HashMap<>();
    private final Gate gate;

    /** What shuts out other processes. */
    interface Gate {
        /** Shuts out nobody. */
        Gate OPEN = new Gate() {
            @Override
            public Runnable enter(long position, Deadline deadline) {
                return () -> {};
            }

            @Override
            public Optional<String> holder(long position) {
                return Optional.empty();
            }
        };

        /** Waits for the place at {@code position}; gives what leaves it again, or null when the time was over. */
        @Nullable
        Runnable enter(long position, Deadline deadline) throws InterruptedException;

        /** The other process that is at {@code position}, in words. */
        Optional<String> holder(long position);
    }

    LockTable(Gate gate) {
        this.gate = gate;
    }

    /**
     * The place of a name: 61 bits of its SHA-256, as an even number. The odd number after it belongs to it too.
     *
     * <p>Two names with the same place are one lock: they shut out each other, which is too much and never too little.
     * With a million names the chance that any two meet is 1 to 4,600,000.
     */
    static long position(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong() >>> 3 << 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Locks: this JVM has no SHA-256, which every JVM must have", e);
        }
    }

    /** Takes the lock; null when the time was over. */
    @Nullable
    LockHold acquire(TableLock lock, Deadline deadline) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        LockHold hold;
        graph.mutex.lock();
        try {
            LockEntry entry = entries.get(lock.position());
            boolean free = entry == null;
            if (entry == null) {
                entry = new LockEntry(this, lock.position());
            }
            hold = new LockHold(lock, entry, graph.mutex.newCondition());
            if (free) {
                entries.put(entry.position, entry);
                grant(entry, hold);
            } else if (entry.open() && entry.owner == hold.owner) {
                grant(entry, hold);
                return hold;
            } else if (!await(hold, deadline)) {
                return null;
            } else if (entry.open()) {
                return hold; // opened by another thread of our owner
            }
        } finally {
            graph.mutex.unlock();
        }
        return passGate(hold, deadline) ? hold : null;
    }

    /** Undoes one taking. */
    void release(LockHold hold) {
        LockEntry entry = hold.entry;
        Runnable leave;
        graph.mutex.lock();
        try {
            if (hold.closed) {
                return;
            }
            if (hold.boundToThread() && hold.owner != Thread.currentThread()) {
                throw new IllegalMonitorStateException(hold.lock + ": thread \""
                        + Thread.currentThread().getName() + "\" cannot close it, it is held by " + hold
                        + ". Expected: the thread that took it closes it.");
            }
            hold.closed = true;
            entry.holds.remove(hold);
            leave = entry.leaveGate;
            if (!entry.holds.isEmpty() || leave == null) {
                return;
            }
            entry.leaveGate = null;
        } finally {
            graph.mutex.unlock();
        }
        try {
            leave.run();
        } finally {
            graph.mutex.lock();
            try {
                handOver(entry);
            } finally {
                graph.mutex.unlock();
            }
        }
    }

    /** Who has the lock at this place, in words. */
    Optional<String> holder(long position) {
        graph.mutex.lock();
        try {
            LockEntry entry = entries.get(position);
            if (entry != null && entry.open()) {
                return entry.holds.stream().findFirst().map(LockHold::toString);
            }
        } finally {
            graph.mutex.unlock();
        }
        return gate.holder(position);
    }

    private boolean await(LockHold wish, Deadline deadline) throws InterruptedException {
        LockEntry entry = wish.entry;
        if (deadline.never()) {
            graph.enter(wish);
        }
        entry.queue.add(wish);
        try {
            while (!wish.granted) {
                long left = deadline.left();
                if (left <= 0) {
                    return false;
                }
                boolean signalled = wish.turn.await(Math.min(left, ORPHAN_CHECK_NANOS), TimeUnit.NANOSECONDS);
                if (!signalled && !wish.granted && entry.orphaned()) {
                    takeFromTheDead(entry);
                }
            }
            return true;
        } catch (InterruptedException e) {
            if (!wish.granted) {
                throw e;
            }
            Thread.currentThread().interrupt(); // the grant won; who comes next sees the interrupt
            return true;
        } finally {
            if (!wish.granted) {
                entry.queue.remove(wish);
            }
            graph.leave(wish);
        }
    }

    private boolean passGate(LockHold hold, Deadline deadline) throws InterruptedException {
        LockEntry entry = hold.entry;
        Runnable leave = null;
        try {
            leave = gate.enter(entry.position, deadline);
            return leave != null;
        } finally {
            graph.mutex.lock();
            try {
                if (leave == null) {
                    entry.holds.remove(hold);
                    handOver(entry);
                } else {
                    entry.leaveGate = leave;
                    admitSameOwner(entry);
                }
            } finally {
                graph.mutex.unlock();
            }
        }
    }

    private void handOver(LockEntry entry) {
        LockHold next = entry.queue.poll();
        if (next == null) {
            entry.owner = null;
            entries.remove(entry.position);
        } else {
            grant(entry, next);
        }
    }

    private void admitSameOwner(LockEntry entry) {
        for (LockHold wish : entry.queue.toArray(new LockHold[0])) {
            if (wish.owner == entry.owner) {
                entry.queue.remove(wish);
                grant(entry, wish);
            }
        }
    }

    private void takeFromTheDead(LockEntry entry) {
        LoggerFactory.getLogger(LockTable.class)
                .warn("Locks: freed by force: {}, which has ended without closing it", entry.holds);
        entry.holds.forEach(hold -> hold.closed = true);
        entry.holds.clear();
        Runnable leave = entry.leaveGate;
        entry.leaveGate = null;
        try {
            if (leave != null) {
                leave.run();
            }
        } finally {
            handOver(entry);
        }
    }

    private static void grant(LockEntry entry, LockHold hold) {
        entry.owner = hold.owner;
        entry.holds.add(hold);
        hold.granted = true;
        hold.turn.signal();
    }
}
