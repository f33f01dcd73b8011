package dev.tagwerk.engine;

import dev.tagwerk.store.Request;
import dev.tagwerk.task.Declaration;
import java.util.Collection;
import java.util.List;

/**
 * Where a desk gets tasks to declare, and what it may run. Safe for use by several threads. Only {@link #draw},
 * {@link #leftOfPage} and {@link #leaveToOthers} are called by one at a time, and never with a lock held.
 */
public interface Feed {
    /**
     * Draws up to {@code atMost} further tasks from the source; fewer when the source ends, or is slow. May block for as long
     * as the source does.
     *
     * @throws Exception whatever the source throws; the loop then ends with it
     */
    List<Declaration> draw(int atMost) throws Exception;

    /** How many tasks that follow each other in a finite input make a page, but for its last ones. */
    int PAGE = 256;

    /**
     * How many tasks are left of the page of a finite input that is being drawn, never 0: all of the next one at its beginning,
     * {@link #PAGE} where nothing is known of that. {@link Integer#MAX_VALUE} for a source that has no pages, as it is read lazily
     * or may have an id twice; no id comes twice in the pages of the others.
     */
    default int leftOfPage() {
        return Integer.MAX_VALUE;
    }

    /**
     * Other workers are about to declare the next tasks of a finite input, or have done so: puts so many whole pages of them
     * behind all others. A source that is read lazily goes on in its order.
     */
    default void leaveToOthers(int pages) {}

    /** Whether the source has ended. */
    boolean hasEnded();

    /** Whether this process can run the task of this id. */
    boolean holds(String id);

    /** Whether all tasks of the source are held for good, so that one need only be asked after by its id. */
    default boolean holdsAll() {
        return false;
    }

    /**
     * Whether all tasks are to be declared before any is run. Only then is it certain that nothing runs on what an earlier run
     * left while the task that it comes from is yet to be declared anew, and that priorities count among all tasks.
     */
    default boolean declaresFirst() {
        return false;
    }

    /** Ids of the tasks that are held now, in no particular order. */
    List<String> held();

    /** What is held, as a store asks for it. */
    default Request.Holding holding() {
        return new Request.Holding() {
            @Override
            public boolean test(String id) {
                return holds(id);
            }

            @Override
            public Collection<String> ids() {
                return held();
            }
        };
    }

    /** How many tasks are held, more or less; those of a finite input, which is held anyway, are not counted. */
    int heldCount();

    /** The declarations of all tasks that are held, to offer them once more. */
    List<Declaration> offerAgain();

    /** What of the earlier runs of the tasks does not count any more. */
    default Request.Renewal renewal() {
        return Request.Renewal.NONE;
    }

    /** Says that these tasks need not be held any more. */
    void release(Collection<String> ids);
}
