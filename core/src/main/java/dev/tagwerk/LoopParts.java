package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a loop is opened with. Immutable.
 *
 * @param source where its tasks come from
 * @param settings how it works
 * @param store a store of the user's, or null to open one by its address
 * @param audience who wants to hear of it
 * @param platform its contact with the world
 */
record LoopParts<T extends @Nullable Object>(
        Source<T> source, LoopSettings settings, @Nullable Store store, Audience audience, Platform platform) {
    /**
     * Who wants to hear of a loop. Immutable.
     *
     * @param listeners hear what happens, later and in order
     * @param stops run before anything is given back when the process is asked to stop
     */
    record Audience(List<LoopListener> listeners, List<Runnable> stops) {
        Audience {
            listeners = List.copyOf(listeners);
            stops = List.copyOf(stops);
        }
    }
}
