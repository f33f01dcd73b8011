package dev.tagwerk.store;

import dev.tagwerk.store.LockDeadlockException.Member;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for whom in this JVM, over all tables of locks. Guarded by its own mutex.
 *
 * <p>There is one per JVM, because a circle may lead through the locks of two stores. An edge goes from a thread that
 * waits without a deadline to the threads that took the lock it wants. Waits with a deadline have no edge: they end. A
 * thread that holds a lock here and waits for another process has none either.
 *
 * <p>A circle can be closed by a new wait only: whoever gets a lock handed over runs, and who runs waits for nobody. So
 * it is enough to look once, before a wait begins.
 */
final class WaitForGraph {
    static final WaitForGraph OF_THIS_JVM = new WaitForGraph();

    /** Guards this graph and every {@link LockTable}; held for some instructions only, never over input or output. */
    final ReentrantLock mutex = new ReentrantLock();

    private final Map<Thread, LockHold> waiting = new HashMap<>();

    private WaitForGraph() {}

    /** Notes that the current thread begins to wait; refuses if that wait would never end. */
    void enter(LockHold wish) {
        List<Member> circle = circle(wish);
        if (!circle.isEmpty()) {
            throw new LockDeadlockException(circle);
        }
        waiting.put(wish.thread, wish);
    }

    /** Notes that the wait is over. */
    void leave(LockHold wish) {
        waiting.remove(wish.thread, wish);
    }

    private List<Member> circle(LockHold wish) {
        Set<LockHold> seen = new HashSet<>();
        ArrayDeque<Step> open = new ArrayDeque<>();
        open.add(new Step(wish, null, null));
        for (Step step = open.poll(); step != null; step = open.poll()) {
            for (LockHold held : step.wish.entry.holds) {
                LockHold next = held.thread == wish.thread ? wish : waiting.get(held.thread);
                if (next == wish) {
                    return members(new Step(wish, held, step));
                }
                if (next != null && seen.add(next)) {
                    open.add(new Step(next, held, step));
                }
            }
        }
        return List.of();
    }

    private static List<Member> members(Step last) {
        ArrayDeque<Member> members = new ArrayDeque<>();
        for (Step step = last; step != null && step.held != null; step = step.before) {
            LockHold held = step.held;
            members.addFirst(new Member(held.thread.getName(), held.lock.name(), held.takenAt, step.wish.lock.name()));
        }
        members.addFirst(members.removeLast()); // who asked comes first
        return List.copyOf(members);
    }

    /** A thread on the way: it has {@code held}, which the step before wants, and wants {@code wish}. */
    private record Step(
            LockHold wish,
            @Nullable LockHold held,
            @Nullable Step before) {}
}
