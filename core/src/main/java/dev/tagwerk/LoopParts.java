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
 * @param listeners who wants to hear of it
 * @param platform its contact with the world
 */
record LoopParts<T extends @Nullable Object>(
        Source<T> source,
        LoopSettings settings,
        @Nullable Store store,
        List<LoopListener> listeners,
        Platform platform) {}
