package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.List;

/**
 * What an exchange gives back. Immutable.
 *
 * @param claims tasks to run
 * @param declared how the declared tasks stand, in the order of the declarations; empty when they could not be taken yet,
 *     because news about dependencies is still under way: then offer them again
 * @param outlook what may come
 * @param notices what this worker must be told
 */
public record Answer(List<Claimed> claims, List<TaskState> declared, Outlook outlook, Notices notices) {
    /**
     * What a worker must be told. Immutable.
     *
     * @param refusals results that were not accepted
     * @param conflicts tasks whose fingerprint was not taken, because another live worker declared a different one
     * @param lost whether this worker was taken for dead: it must join again
     */
    public record Notices(List<Refusal> refusals, List<String> conflicts, boolean lost) {}

    /**
     * A task to run. Immutable.
     *
     * @param claim the claim
     * @param task the task
     */
    public record Claimed(ClaimRow claim, TaskRow task) {}

    /**
     * A result that was not accepted. Immutable.
     *
     * @param ended the result
     * @param reason why, for people
     */
    public record Refusal(Ended ended, String reason) {}

    /**
     * What may come. Immutable.
     *
     * @param tally how the tasks of this run stand, all lanes together, with those that earlier runs have satisfied
     * @param mayRun how the tasks stand that this worker's labels admit
     * @param run the run, with how many workers may still declare tasks
     * @param wakeAt when the answer may be another one by the passing of time, in milliseconds of the epoch; 0 for never
     * @param failures names of tasks that ended badly, when there are so many that this worker wants no more; some of them
     */
    public record Outlook(Tally tally, Tally mayRun, GraphRow.Run run, long wakeAt, List<String> failures) {
        /** Nothing. */
        public static final Outlook NONE = new Outlook(Tally.ZERO, Tally.ZERO, GraphRow.Run.NONE, 0, List.of());
    }
}
