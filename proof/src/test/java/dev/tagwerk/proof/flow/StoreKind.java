package dev.tagwerk.proof.flow;

import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import java.nio.file.Path;

/** The stores that a flow must behave alike on. */
enum StoreKind {
    MEMORY,
    SQLITE;

    /** An empty store, in this folder if it needs one. */
    Store open(Path folder) {
        return this == MEMORY
                ? new MemoryStore()
                : Stores.open(folder.resolve("flow.db").toString(), StoreOptions.DEFAULT);
    }
}
