package dev.tagwerk.proof.crash;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import java.nio.file.Path;

/** Where a proof keeps its files: the store and, beside it, the ledger. Immutable. */
record Place(Path folder) {
    static final String LOOP = "proof";

    Path file() {
        return folder.resolve("store.db");
    }

    Path turn() {
        return folder.resolve("store.db-turn");
    }

    Path ledger() {
        return folder.resolve("ledger");
    }

    /** As soon as this file is there, bodies take no time any more. */
    Path hurry() {
        return folder.resolve("hurry");
    }

    Store open() {
        return Stores.open("sqlite:///" + file().toAbsolutePath(), StoreOptions.DEFAULT);
    }
}
