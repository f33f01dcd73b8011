package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import java.util.List;

/** What a desk tells its owner. Called by any thread, never with a lock held; must be quick. Safe for use by several threads. */
public interface DeskObserver {
    /** These tasks are this worker's now, to be run soon; may be none. */
    void claimed(List<Answer.Claimed> claims);

    /** The result of the task of this name was not accepted. */
    void refused(String id, Answer.Refusal refusal);

    /** A task's fingerprint was not taken, because another live worker declared a different one. */
    void conflict(String id);

    /** These results, of bodies that had started, were handed in and accepted; may be none. */
    void handedIn(List<Laid> laid);

    /** How the run stands now, and whether it stops for its failures. */
    void outlook(Answer.Outlook outlook);
}
