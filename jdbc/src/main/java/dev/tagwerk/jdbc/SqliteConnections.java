package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import dev.tagwerk.store.StoreOptions.Durability;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** How connections to a store file are set up, and why so. */
final class SqliteConnections {
    /** Beneath the turn, for what does not know about it: another program, a backup. */
    private static final int BUSY_MILLIS = 30_000;

    /** In KiB, hence negative: enough for the inner pages of indexes of some million tasks. */
    private static final int WRITER_CACHE = -16_000;

    /**
     * Pages in the log before it is written back, 16 MiB. A page that changes often is written back once per that many,
     * so more is faster; and a checkpoint, which one commit must wait for, gets longer.
     */
    private static final int CHECKPOINT_PAGES = 4_000;

    /** A log that a long reader has let grow is cut to this when it begins anew. */
    private static final int LOG_BYTES = 64 << 20;

    private SqliteConnections() {}

    /** A connection that writes; the journal is still as the file has it. */
    static Statements writer(SqliteFile file) {
        SQLiteConfig config = config();
        config.setCacheSize(WRITER_CACHE);
        config.setWalAutocheckpoint(CHECKPOINT_PAGES);
        config.setJournalSizeLimit(LOG_BYTES);
        return connect(file, config, "");
    }

    /** Switches to a log, in which readers and the writer do not wait for each other, and sets what a commit survives. */
    static void useLog(SqliteFile file, Statements statements, Durability durability) {
        String mode = statements.first("PRAGMA journal_mode = WAL", row -> row.text(1));
        if (!"wal".equals(mode)) {
            throw new StoreException(
                    file.location(),
                    Problem.NOT_SUPPORTED,
                    "store " + file.path() + ": SQLite cannot keep a log beside it (journal mode " + mode
                            + "); put the store on a local disk");
        }
        statements.run("PRAGMA synchronous = " + durability);
    }

    /** A connection that cannot write. */
    static Statements reader(SqliteFile file) {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return connect(file, config, "");
    }

    /** A connection that takes the file as it is: no lock, no file beside it, no log. Only while nobody writes. */
    static Statements untouching(SqliteFile file) {
        SQLiteConfig config = config();
        config.setReadOnly(true);
        return connect(file, config, "mode=ro&immutable=1");
    }

    private static SQLiteConfig config() {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        // Sorting must not need a folder for temporary files. No mmap: a disk error would end the process, not a
        // statement.
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setGetGeneratedKeys(false);
        return config;
    }

    private static Statements connect(SqliteFile file, SQLiteConfig config, String parameters) {
        try {
            return Statements.over(file, config.createConnection(SqliteUrl.forDriver(file.path(), parameters)));
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }
}
