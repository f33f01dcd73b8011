package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import dev.tagwerk.store.StoreOptions.Durability;
import dev.tagwerk.store.Transaction;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a store that writes. Safe for use by several threads: they take turns.
 *
 * <p><b>Invariant.</b> Whoever touches {@link #rows} or {@link #known} has the {@link Turn}, which lets one thread of this process through at
 * a time and one process of this machine; several stores on one file share one Turn. When it is given back, the connection
 * is outside of any transaction, or gone.
 *
 * <p><b>After an error</b> the transaction is taken back. Where even that fails, the connection is thrown away, and the
 * next write opens a new one.
 */
final class SqliteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SqliteFile file;
    private final Durability durability;
    private final Turn turn;
    private final Object identity;
    private final Known known = new Known();
    private @Nullable SharedRows rows;
    private volatile @Nullable StoreException broken;
    private volatile boolean closed;

    /** Opens the file, making it a store if it is empty and may be created. */
    SqliteWriter(SqliteFile file, Durability durability, boolean create) {
        this.file = file;
        this.durability = durability;
        this.turn = Turn.of(file.path());
        boolean good = false;
        try {
            acquireAloud();
            try {
                rows = connect(create);
                identity = file.identity();
                good = true;
            } finally {
                turn.release();
            }
        } finally {
            if (!good) {
                turn.close();
            }
        }
    }

    /** Takes the turn while nobody calls {@link #lookAfter} yet: a wait at the very start must not be a silent one. */
    private void acquireAloud() {
        CountDownLatch taken = new CountDownLatch(1);
        Thread teller = new Thread(
                () -> {
                    try {
                        while (!taken.await(1, TimeUnit.SECONDS)) {
                            turn.longWait(PATIENCE).ifPresent(LOG::warn);
                        }
                    } catch (InterruptedException stop) {
                        LOG.debug("Nobody interrupts this thread; it ends", stop);
                    }
                },
                "tagwerk-opening-" + file.path().getFileName());
        teller.setDaemon(true);
        teller.start();
        try {
            turn.acquire();
        } finally {
            taken.countDown();
        }
    }

    private SharedRows connect(boolean create) {
        Statements statements = SqliteConnections.writer(file);
        boolean good = false;
        try {
            if (file.verify(statements.connection(), SqliteSchema.CURRENT) == SqliteFile.Content.EMPTY) {
                if (!create) {
                    throw missing(file);
                }
                SqliteSchema.bring(statements);
            }
            SqliteConnections.useLog(file, statements, durability);
            good = true;
            return new SharedRows(statements);
        } finally {
            if (!good) {
                statements.close();
            }
        }
    }

    static StoreException missing(SqliteFile file) {
        return new StoreException(
                file.location(),
                Problem.MISSING,
                "store " + file.path() + ": there is no store here; correct the name, or start the work that makes it");
    }

    /**
     * Runs this in a transaction.
     *
     * @param onChange called after a commit that changed something, when others may write again
     */
    <R> R write(Function<? super Transaction, ? extends R> work, Runnable onChange) {
        R result;
        boolean changed;
        requireUsable();
        turn.acquire();
        try {
            requireUsable();
            SharedRows now = rows;
            if (now == null) {
                now = connect(false);
                rows = now;
                known.forget();
            }
            SqliteTransaction transaction = new SqliteTransaction(now, known);
            boolean good = false;
            try {
                now.statements().change("BEGIN IMMEDIATE");
                known.bring(now.statements().number("PRAGMA data_version"));
                result = work.apply(transaction);
                transaction.finish();
                now.statements().change("COMMIT");
                good = true;
            } finally {
                if (!good) {
                    takeBack(now);
                }
            }
            changed = transaction.hasChanged();
        } finally {
            turn.release();
        }
        if (changed) {
            onChange.run();
        }
        return result;
    }

    /** Never throws: an exception is under way already, and says more. */
    private void takeBack(SharedRows now) {
        now.forget();
        known.forget();
        try {
            now.statements().rollback();
        } catch (RuntimeException e) {
            LOG.warn("store {}: cannot roll back, so its connection is opened anew", file.path(), e);
            rows = null;
            try {
                now.statements().close();
            } catch (RuntimeException alsoBroken) {
                LOG.debug("store {}: the broken connection did not close", file.path(), alsoBroken);
            }
        }
    }

    /** Runs this with the connection that writes, outside of a transaction; for tests. */
    <R> R onConnection(Function<Statements, R> work) {
        turn.acquire();
        try {
            requireUsable();
            SharedRows now = rows;
            if (now == null) {
                throw new IllegalStateException("no connection");
            }
            return work.apply(now.statements());
        } finally {
            turn.release();
        }
    }

    private void requireUsable() {
        if (closed) {
            throw new StoreException(
                    file.location(),
                    Problem.CLOSED,
                    "store " + file.path() + ": the store has been closed; open it again");
        }
        StoreException known = broken;
        if (known != null) {
            throw new StoreException(known.location(), known.problem(), String.valueOf(known.getMessage()), known);
        }
    }

    /** Looks after the file and after long waits; to be called every second. */
    void lookAfter() {
        turn.longWait(PATIENCE).ifPresent(LOG::warn);
        if (broken == null && !closed) {
            try {
                file.requireSame(identity);
            } catch (StoreException e) {
                broken = e;
                LOG.error("{}", e.getMessage());
            }
        }
    }

    /** Waits for the transaction under way, then gives up the connection. */
    @Override
    public void close() {
        turn.acquire();
        try {
            if (closed) {
                return;
            }
            closed = true;
            SharedRows last = rows;
            rows = null;
            if (last != null) {
                last.statements().close();
            }
        } finally {
            turn.release();
        }
        turn.close();
    }
}
