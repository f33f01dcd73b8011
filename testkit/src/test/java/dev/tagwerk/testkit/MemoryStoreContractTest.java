package dev.tagwerk.testkit;

import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import java.nio.file.Path;

/** The store in memory keeps the contract. */
class MemoryStoreContractTest extends StoreContract {
    @Override
    protected Store open(Path directory) {
        return new MemoryStore();
    }

    @Override
    protected boolean isDurable() {
        return false;
    }
}
