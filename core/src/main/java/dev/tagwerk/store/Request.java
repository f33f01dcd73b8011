package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
     * @param renewal what of the earlier runs of these tasks does not count any more
     * @param pages digests of pages of the input of which every task, with these, has been declared in the live run; see
     *     {@link Snapshot#isDeclared}
     */
    public record Offer(
            List<Declaration> declarations,
            Budget budget,
            boolean sourceEnded,
            Renewal renewal,
            Collection<String> pages) {
        /** Nothing, and more may come. */
        public static final Offer NOTHING = new Offer(List.of(), Budget.DEFAULT, false);

        /** An offer after which all of the earlier runs counts as before. */
        public Offer(List<Declaration> declarations, Budget budget, boolean sourceEnded) {
            this(declarations, budget, sourceEnded, Renewal.NONE, List.of());
        }
    }

    /**
     * What of the earlier runs of a task does not count in this one. What has happened in the live run always counts.
     * Immutable.
     *
     * @param failures whether what failed is tried again, with a full budget
     * @param redone which tasks run again although they are satisfied, by id
     */
    public record Renewal(boolean failures, Predicate<String> redone) {
        /** Everything counts. */
        public static final Renewal NONE = new Renewal(false, id -> false);
    }

    /**
     * What a worker would like to run. Immutable.
     *
     * @param now how many claims it would run at once
     * @param ahead how many more it would keep for later; the store may give fewer
     * @param holds which tasks it could run at all
     * @param maxFailures no more claims once so many tasks of this run have ended badly; 0 for no limit
     */
    public record Want(int now, int ahead, Holding holds, int maxFailures) {
        /** Nothing. */
        public static final Want NOTHING = new Want(0, 0, id -> false, 0);
    }

    /** Which tasks a worker could run, by id. Asked within the exchange only; must be quick. Safe for use by several threads. */
    @FunctionalInterface
    public interface Holding extends Predicate<String> {
        /**
         * The ids, if they can be named: then a worker that holds few need not look at all that is ready for others. Null when
         * they cannot.
         */
        default @Nullable Collection<String> ids() {
            return null;
        }
    }
}
