package dev.tagwerk.jdbc;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.testkit.StoreContract;
import java.nio.file.Path;

/** The store in an SQLite file keeps the contract of all stores. */
class SqliteStoreContractTest extends StoreContract {
    @Override
    protected Store open(Path directory) {
        return Stores.open(directory.resolve("contract.db").toString(), StoreOptions.DEFAULT);
    }
}
