package dev.tagwerk.testkit;

import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import java.nio.file.Path;

/** The store in memory does what the model says. */
class MemoryStoreDifferentialTest extends StoreDifferential {
    @Override
    protected Store open(Path directory) {
        return new MemoryStore();
    }
}
