package dev.tagwerk;

import dev.tagwerk.store.Tally;
import dev.tagwerk.task.TaskState;
import java.util.List;

/**
 * What came of a loop: what this worker did, and how all tasks of the run stand. Immutable.
 *
 * @param mine what this worker did
 * @param all how the tasks of this run stand, whoever ran them
 * @param failures tasks that this worker saw fail, oldest first, at most 1,000
 * @param stopped whether the loop stopped early because too many tasks had failed
 */
public record LoopReport(Mine mine, Tally all, List<FailedTask> failures, boolean stopped) {
    /**
     * What this worker did. Immutable.
     *
     * @param completed attempts that ended well
     * @param failed attempts that failed or took too long
     * @param interrupted attempts that were given back
     * @param refused results that came too late
     */
    public record Mine(long completed, long failed, long interrupted, long refused) {}

    /**
     * An attempt that failed. Immutable.
     *
     * @param id the task's name
     * @param reason why, on one line
     */
    public record FailedTask(String id, String reason) {}

    /** Whether no task of this run has failed for good or is blocked. */
    public boolean isGood() {
        return all.finalFailures() == 0 && all.count(TaskState.BLOCKED) == 0;
    }
}
