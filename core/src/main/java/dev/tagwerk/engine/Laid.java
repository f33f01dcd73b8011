package dev.tagwerk.engine;

import dev.tagwerk.store.Ended;

/**
 * The end of an attempt that was laid on a desk. Immutable.
 *
 * @param ended the end, as the store is told of it
 * @param id the task's name; empty for a claim that was given back before its body started
 */
public record Laid(Ended ended, String id) {
    /** Whether the body had started. */
    public boolean wasStarted() {
        return !id.isEmpty();
    }
}
