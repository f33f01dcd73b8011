package dev.tagwerk;

import dev.tagwerk.store.WorkerRow;
import java.time.Duration;

/**
 * A worker as a monitor sees it. Immutable.
 *
 * @param row what the store keeps of it: identity, process, labels, own completed and failed attempts
 * @param state what it does
 * @param stale whether it is taken to be alive, and seems not to be: no sign of life for a lease, or its process is gone.
 *     Judged by the looker; nothing is written
 * @param runTime how long it has taken part, or took part
 */
public record WorkerView(WorkerRow row, State state, boolean stale, Duration runTime) {
    /** What a worker does. */
    public enum State {
        /** It takes part and runs nothing at the moment. */
        IDLE,
        /** It takes part and runs tasks. */
        BUSY,
        /** It has left. */
        OFFLINE,
        /** It was found dead. */
        KILLED
    }

    /** Its name. */
    public String identity() {
        return row.profile().identity();
    }

    /** Attempts of its own that ended well. */
    public long completed() {
        return row.done().completed();
    }

    /** Attempts of its own that failed or timed out; those that were interrupted, cancelled or killed are not among them. */
    public long failed() {
        return row.done().failed();
    }
}
