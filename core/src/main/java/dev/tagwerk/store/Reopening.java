package dev.tagwerk.store;

import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.Collection;

/**
 * Opens ended tasks again on request, with a fresh budget. Safe for use by several threads.
 */
public final class Reopening {
    private Reopening() {}

    /**
     * Opens those of these tasks that ended badly, and makes those run again that are done: satisfied, or done and now in doubt
     * or blocked because of what they depend on. What runs at the moment is left alone.
     *
     * @return how many were opened
     */
    public static int reopen(Transaction tx, GraphRow graph, Collection<Long> tasks, long now) {
        Workspace space = new Workspace(tx, graph, now);
        int opened = 0;
        space.load(tasks);
        for (long number : Numbers.rising(tasks)) {
            TaskRow row = space.row(number);
            if (row == null) {
                continue;
            }
            TaskState state = row.state();
            if (state.isFinalFailure()) {
                Standing standing = row.standing();
                TaskRow forgiven =
                        space.inLiveRun(row.with(standing.with(standing.tries().forgiven())));
                space.record(space.put(Decisions.reopened(forgiven)), Outcome.REOPENED);
                opened++;
            } else if (row.hasValidSuccess() && state != TaskState.RUNNING) {
                space.put(Decisions.invalidated(space.inLiveRun(row)));
                opened++;
            }
        }
        new Cascade(space).spread();
        space.close();
        return opened;
    }
}
