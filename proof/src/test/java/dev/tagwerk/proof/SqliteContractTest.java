package dev.tagwerk.proof;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.testkit.StoreContract;
import java.nio.file.Path;

/** The SQLite store keeps the contract. */
class SqliteContractTest extends StoreContract {
    @Override
    protected Store open(Path directory) {
        return Stores.open("sqlite:" + directory.resolve("store.db"), StoreOptions.DEFAULT);
    }
}
