package dev.tagwerk.proof;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.testkit.StoreDifferential;
import java.nio.file.Path;

/** The SQLite store does what the store in memory and the model do. */
class SqliteDifferentialTest extends StoreDifferential {
    @Override
    protected Store open(Path directory) {
        return Stores.open("sqlite:" + directory.resolve("store.db"), StoreOptions.DEFAULT);
    }
}
