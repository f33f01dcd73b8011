package dev.tagwerk.jdbc;

import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that only read. Safe for use by several threads: each read has a connection of its own, and a few are
 * kept for the next ones.
 *
 * <p><b>Without leaving a trace.</b> SQLite makes files beside a store that it reads. A store that was opened for reading
 * and that nobody is writing (there is no log) is therefore read as it lies there. Afterwards the file must be what it
 * was, and still without a log; else somebody has begun to write meanwhile, and the read is done again in the ordinary
 * way. So the work of a read may run twice.
 */
final class SqliteReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);
    private static final int MOST_IDLE = 4;

    private final SqliteFile file;
    private final boolean traceless;
    private final Deque<SharedRows> idle = new ArrayDeque<>();
    private boolean closed;
    private boolean warned;

    /**
     * Readers of a file that exists.
     *
     * @param traceless whether no file may be made beside it
     */
    SqliteReaders(SqliteFile file, boolean traceless) {
        this.file = file;
        this.traceless = traceless;
    }

    <R> R read(Function<? super Snapshot, ? extends R> work) {
        return query(rows -> work.apply(new SqliteSnapshot(rows)));
    }

    /** Runs this inside a transaction that reads. */
    <R> R query(Function<SharedRows, ? extends R> work) {
        if (!traceless) {
            return pooled(work);
        }
        String before = stamp();
        if (before != null) {
            R result = null;
            RuntimeException failure = null;
            try {
                result = untouched(work);
            } catch (RuntimeException e) {
                failure = e;
            }
            if (before.equals(stamp())) {
                return settled(result, failure);
            }
        }
        try {
            return pooled(work);
        } catch (StoreException e) {
            if (Files.isWritable(file.path().toAbsolutePath().getParent())
                    || (e.problem() != Problem.IO && e.problem() != Problem.READ_ONLY)) {
                throw e;
            }
            warn(e);
            return untouched(work);
        }
    }

    @SuppressWarnings("NullAway") // a result may be null where R allows it
    private static <R> R settled(@Nullable R result, @Nullable RuntimeException failure) {
        if (failure != null) {
            throw failure;
        }
        return result;
    }

    private synchronized void warn(StoreException e) {
        if (!warned) {
            LOG.warn(
                    "store {}: its folder may not be written, so SQLite cannot read what its log holds; showing the state"
                            + " before that. Read it as its owner, or copy the store with the files beside it",
                    file.path(),
                    e);
        }
        warned = true;
    }

    private <R> R untouched(Function<SharedRows, ? extends R> work) {
        synchronized (this) {
            requireOpen();
        }
        try (Statements statements = SqliteConnections.untouching(file)) {
            return work.apply(new SharedRows(statements));
        }
    }

    private <R> R pooled(Function<SharedRows, ? extends R> work) {
        SharedRows rows = take();
        boolean good = false;
        try {
            rows.statements().run("BEGIN");
            try {
                R result = work.apply(rows);
                good = true;
                return result;
            } finally {
                rows.statements().rollback();
            }
        } finally {
            giveBack(rows, good);
        }
    }

    private SharedRows take() {
        synchronized (this) {
            requireOpen();
            SharedRows known = idle.poll();
            if (known != null) {
                return known;
            }
        }
        Statements statements = SqliteConnections.reader(file);
        try {
            file.verify(statements.connection(), SqliteSchema.CURRENT);
            return new SharedRows(statements);
        } catch (RuntimeException e) {
            statements.close();
            throw e;
        }
    }

    private void giveBack(SharedRows rows, boolean good) {
        synchronized (this) {
            if (good && !closed && idle.size() < MOST_IDLE) {
                idle.push(rows);
                return;
            }
        }
        rows.statements().close();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreException(
                    file.location(),
                    Problem.CLOSED,
                    "store " + file.path() + ": the store has been closed; open it again");
        }
    }

    /** What the file is now, or null while it has a log. */
    private @Nullable String stamp() {
        Path log = file.path().resolveSibling(file.path().getFileName() + "-wal");
        try {
            if (Files.exists(log) && Files.size(log) > 0) {
                return null;
            }
            return Files.size(file.path()) + " " + Files.getLastModifiedTime(file.path());
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(rows -> rows.statements().close());
        idle.clear();
    }
}
