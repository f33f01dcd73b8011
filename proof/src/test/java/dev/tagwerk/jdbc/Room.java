package dev.tagwerk.jdbc;

import dev.tagwerk.store.Store;

/** The room that a store has, made smaller for a test. */
public final class Room {
    private Room() {}

    /** Lets the file of this open store grow to so many pages, and no further, until the store is closed. */
    public static void limit(Store store, int pages) {
        ((SqliteStore) store).writer("limited").onConnection(statements -> {
            statements.run("PRAGMA max_page_count = " + pages);
            return pages;
        });
    }
}
