package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a worker hands in and asks for in one exchange. Immutable.
 *
 * @param session the worker's session
 * @param now the time, in milliseconds of the epoch
 * @param ended the attempts that ended
 * @param offer the tasks that it declares; all of them or none are taken
 * @param want what it would like to run
 */
public record Request(long session, long now, List<Ended> ended, Offer offer, Want want) {
    /**
     * What a worker declares. Immutable.
     *
     * @param declarations tasks, none of them twice
     * @param budget retries of tasks that name none themselves
     * @param sourceEnded whether nothing more will come from this worker
     */
    public record Offer(List<Declaration> declarations, Budget budget, boolean sourceEnded) {
        /** Nothing, and more may come. */
        public static final Offer NOTHING = new Offer(List.of(), Budget.DEFAULT, false);
    }

    /**
     * What a worker would like to run. Immutable.
     *
     * @param now how many claims it would run at once
     * @param ahead how many more it would keep for later; the store may give fewer
     * @param holds which tasks it could run at all, by id
     * @param maxFailures no more claims once so many tasks of this run have ended badly; 0 for no limit
     */
    public record Want(int now, int ahead, Predicate<String> holds, int maxFailures) {
        /** Nothing. */
        public static final Want NOTHING = new Want(0, 0, id -> false, 0);
    }
}
