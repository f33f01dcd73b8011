package dev.tagwerk;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * An iterator that knows whether its next answer takes waiting, as one over a pipe does. A loop draws several items at once; of
 * such an iterator it draws no further item that it would have to wait for, and runs first what it has. For one thread at a
 * time.
 *
 * @param <T> type of the items
 */
public interface WaitingIterator<T extends @Nullable Object> extends Iterator<T> {
    /** Whether {@link #hasNext} would answer at once. */
    boolean isReady();
}
