package dev.tagwerk.jdbc;

import dev.tagwerk.store.FileLocks;
import dev.tagwerk.store.Locks;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.StoreOptions.Access;
import dev.tagwerk.store.Transaction;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in an SQLite file, shared by all processes of one machine. Safe for use by several threads.
 *
 * <p>One connection writes, in turn with those of other processes; a few others read and hold up nobody. See
 * {@link SqliteWriter} and {@link SqliteReaders} for the rules of each.
 *
 * <p><b>Lock order.</b> The turn, then the lock of the readers; the monitor of this object, which guards what is made on
 * first use, comes last and is never held while the turn is awaited.
 */
final class SqliteStore implements Store {
    private final SqliteFile file;
    private final @Nullable SqliteWriter writer;
    private final SqliteReaders readers;
    private final List<Listener> watchers = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable DataVersionWatch ear;
    private @Nullable Locks locks;

    private SqliteStore(SqliteFile file, @Nullable SqliteWriter writer) {
        this.file = file;
        this.writer = writer;
        this.readers = new SqliteReaders(file, writer == null);
        if (writer != null) {
            ear = new DataVersionWatch(file, writer::lookAfter);
        }
    }

    /**
     * Opens the store at this address.
     *
     * @throws StoreException when it cannot be used; the file is then as it was
     */
    static SqliteStore open(String address, StoreOptions options) {
        SqliteFile file = SqliteFile.at(address);
        if (options.access() == Access.READ) {
            file.requireReadable(SqliteSchema.CURRENT);
            return new SqliteStore(file, null);
        }
        boolean create = options.access() == Access.CREATE;
        if (!create) {
            // Looks without making anything, not even the folder.
            file.requireReadable(SqliteSchema.CURRENT);
        }
        if (file.requireWritable(SqliteSchema.CURRENT) == SqliteFile.Content.EMPTY && !create) {
            throw SqliteWriter.missing(file);
        }
        return new SqliteStore(file, new SqliteWriter(file, options.durability(), create));
    }

    @Override
    public <R> R write(Function<? super Transaction, ? extends R> work) {
        return writer("written").write(work, () -> watchers.forEach(watcher -> watcher.onChange.run()));
    }

    /** The writing side, or the word that there is none. */
    SqliteWriter writer(String what) {
        SqliteWriter known = writer;
        if (known == null) {
            throw new StoreException(
                    file.location(),
                    Problem.READ_ONLY,
                    "store " + file.path() + ": it was opened for reading and cannot be " + what
                            + "; open it for writing");
        }
        return known;
    }

    @Override
    public <R> R read(Function<? super Snapshot, ? extends R> work) {
        return readers.read(work);
    }

    @Override
    public Watch watch(Runnable onChange) {
        DataVersionWatch listening = ear();
        Listener watcher = new Listener(onChange);
        DataVersionWatch.Registration others = listening.watch(onChange);
        watchers.add(watcher);
        return () -> {
            watchers.remove(watcher);
            others.close();
        };
    }

    private synchronized DataVersionWatch ear() {
        if (closed.get()) {
            throw new StoreException(
                    file.location(),
                    Problem.CLOSED,
                    "store " + file.path() + ": the store has been closed; open it again");
        }
        if (ear == null) {
            ear = new DataVersionWatch(file, () -> {});
        }
        return ear;
    }

    @Override
    public Locks locks() {
        writer("locked");
        synchronized (this) {
            if (closed.get()) {
                throw new StoreException(
                        file.location(),
                        Problem.CLOSED,
                        "store " + file.path() + ": the store has been closed; open it again");
            }
            if (locks == null) {
                try {
                    locks = FileLocks.open(
                            file.path().resolveSibling(file.path().getFileName() + "-locks"));
                } catch (UncheckedIOException e) {
                    throw new StoreException(
                            file.location(),
                            Problem.IO,
                            "store " + file.path() + ": cannot open the file of its locks, "
                                    + file.path().getFileName() + "-locks (" + e.getMessage()
                                    + "); make it and its folder writable",
                            e);
                }
            }
            return locks;
        }
    }

    @Override
    public String location() {
        return file.path().toString();
    }

    @Override
    public List<String> check() {
        return readers.query(rows -> new SqliteCheck(rows).findings());
    }

    /** Waits for a transaction under way. The connection that writes goes last, as the last one tidies up the log. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        watchers.clear();
        synchronized (this) {
            if (ear != null) {
                ear.close();
            }
            if (locks != null) {
                locks.close();
            }
        }
        readers.close();
        if (writer != null) {
            writer.close();
        }
    }

    /** Somebody who watches; a class, so that the same code can watch twice. */
    private static final class Listener {
        private final Runnable onChange;

        Listener(Runnable onChange) {
            this.onChange = onChange;
        }
    }
}
