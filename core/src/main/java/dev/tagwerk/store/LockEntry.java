package dev.tagwerk.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One lock that somebody in this JVM has or wants. Guarded by the mutex of {@link WaitForGraph}. */
final class LockEntry {
    final LockTable table;
    final long position;
    /** Who wants it, first come, first served; never holds anybody while {@link #owner} is null. */
    final Deque<LockHold> queue = new ArrayDeque<>();
    /** The takings of the owner; while the gate is being passed, the one that passes it. */
    final List<LockHold> holds = new ArrayList<>(2);

    @Nullable
    Object owner;
    /** Set between passing the gate and leaving it: the lock is truly ours. */
    @Nullable
    Runnable leaveGate;

    LockEntry(LockTable table, long position) {
        this.table = table;
        this.position = position;
    }

    boolean open() {
        return leaveGate != null;
    }

    /** Whether it is held by threads alone that have ended and so can never close it. */
    boolean orphaned() {
        return open() && holds.stream().allMatch(hold -> hold.boundToThread() && !hold.thread.isAlive());
    }
}
