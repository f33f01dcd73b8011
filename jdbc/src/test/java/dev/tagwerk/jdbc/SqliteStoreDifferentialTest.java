package dev.tagwerk.jdbc;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.testkit.StoreDifferential;
import java.nio.file.Path;

/** The SQLite store does what the store in memory and the model do. */
class SqliteStoreDifferentialTest extends StoreDifferential {
    @Override
    protected Store open(Path directory) {
        return new SqliteStoreProvider().open("sqlite:" + directory.resolve("store.db"), StoreOptions.DEFAULT);
    }
}
