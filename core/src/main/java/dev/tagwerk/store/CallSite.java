package dev.tagwerk.store;

import java.util.Set;

/** The place in the caller's code at which a lock is taken. */
final class CallSite {
    private static final StackWalker WALKER = StackWalker.getInstance();
    private static final Set<String> OURS = Set.of(
            CallSite.class.getName(),
            LockHold.class.getName(),
            LockTable.class.getName(),
            TableLock.class.getName(),
            NamedLock.class.getName());

    private CallSite() {}

    static String current() {
        return WALKER.walk(frames -> frames.filter(frame -> !OURS.contains(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.toStackTraceElement().toString())
                .orElse("an unknown place"));
    }
}
