package dev.tagwerk;

import org.jspecify.annotations.Nullable;

/**
 * What is to be done for one item. An exception fails the item; it does not end the loop.
 *
 * <p>A loop calls it from each of its threads, so what is given here must be: Safe for use by several threads.
 *
 * @param <T> type of the item
 */
@FunctionalInterface
public interface Body<T extends @Nullable Object> {
    /**
     * Does the work.
     *
     * @throws Exception to fail the item
     */
    void run(T item) throws Exception;
}
