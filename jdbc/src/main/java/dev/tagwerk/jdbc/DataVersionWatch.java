package dev.tagwerk.jdbc;

import java.io.File;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * The ear of a store file: tells whoever listens that somebody, in whatever process, has committed to it.
 *
 * <p>Safe for use by several threads.
 *
 * <p>One daemon thread with a small read-only connection of its own asks for {@code PRAGMA data_version} every 10 ms (every 25
 * ms while nobody writes), but only while somebody listens; otherwise it sleeps from one housekeeping to the next. Commits through any other
 * connection count, those of this process too.
 *
 * <p><b>While nothing happens</b> it does not even ask: a commit writes to the log beside the file before it becomes visible, and
 * to see when that was last written takes a tenth of asking SQLite. So it asks as long as the log was written to a moment ago
 * (a commit in the same tick of the clock leaves no other trace), and once a second in any case: a writer may be held up
 * between its last write and the moment at which it shows.
 *
 * <p><b>What is promised.</b> Each commit that becomes visible after {@link #watch} has returned is followed by a call,
 * because the version to compare with is read before it returns. Several commits may share one call, and a call may
 * come without a commit (after an error, when nothing is known): a call says "look", not "there is".
 *
 * <p><b>Lock order.</b> {@link #lock} guards the connection and the listeners, and every change of the volatile fields; it is
 * held while SQLite is asked and never while a listener runs. A listener may therefore watch, close its watch, or write to
 * the store. It may be called once more just after its watch was closed. The thread sleeps and looks at the log without the
 * lock: each waiting process does that forty times a second.
 *
 * <p>Close it before the connection that writes: the last connection to leave tidies up, and this one may not.
 */
final class DataVersionWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataVersionWatch.class);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    /** How often to look while nobody writes: each look wakes a thread, which costs more than the look itself. */
    private static final long QUIET_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    /** So long after the log was seen to be written to, SQLite is asked with every poll. */
    private static final long LOUD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long HOUSEKEEPING_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Where a file tells at once that it was written to; elsewhere the time may be that of when it was closed. */
    private static final boolean QUIETLY = File.separatorChar == '/';

    /** What no database says: makes the next version differ. */
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final SqliteFile file;
    private final File log;
    private final Runnable housekeeping;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Listener> listeners = new LinkedHashSet<>();
    private final Thread thread;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement question;
    /** Whether anybody listens. */
    private volatile boolean watched;

    private volatile long loudUntil;
    private volatile boolean failing;
    private volatile boolean closed;
    /** When the log was last written to; only the thread knows it. */
    private long written;
    /** When SQLite is to be asked whatever the log says; only the thread knows it. */
    private long nextQuestion;

    /**
     * Starts the thread.
     *
     * @param file a store that exists, with a connection of this process open on it
     * @param housekeeping runs every second on the thread; short, as listeners wait for it
     */
    DataVersionWatch(SqliteFile file, Runnable housekeeping) {
        this.file = file;
        this.log = new File(file.path() + "-wal");
        this.housekeeping = housekeeping;
        this.nextQuestion = System.nanoTime();
        this.loudUntil = nextQuestion;
        this.thread = new Thread(this::run, "tagwerk-watch-" + file.path().getFileName());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Calls back after each commit from now on, on the watching thread, until the answer is closed.
     *
     * @param onChange short; what it throws is logged and dropped
     */
    Registration watch(Runnable onChange) {
        lock.lock();
        try {
            Listener listener = new Listener(onChange, closed ? UNKNOWN : version());
            listeners.add(listener);
            loudUntil = System.nanoTime() + LOUD_NANOS;
            watched = true;
            LockSupport.unpark(thread);
            return () -> forget(listener);
        } finally {
            lock.unlock();
        }
    }

    private void forget(Listener listener) {
        lock.lock();
        try {
            listeners.remove(listener);
            watched = !listeners.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the thread and closes its connection; listeners are not called any more, but for a call under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            listeners.clear();
            watched = false;
            disconnect();
            LockSupport.unpark(thread);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long nextHousekeeping = System.nanoTime() + HOUSEKEEPING_NANOS;
        while (true) {
            sleep(nextHousekeeping);
            if (closed) {
                return;
            }
            if (watched && !isQuiet()) {
                due().forEach(listener -> call(listener.onChange, "a listener"));
            }
            if (System.nanoTime() - nextHousekeeping >= 0) {
                call(housekeeping, "the housekeeping");
                nextHousekeeping = System.nanoTime() + HOUSEKEEPING_NANOS;
            }
        }
    }

    /** Returns when it is time for a poll, or for the housekeeping where nobody listens, or when this is closed. */
    private void sleep(long nextHousekeeping) {
        long begin = System.nanoTime();
        long nextPoll = begin + (isLoud(begin) ? POLL_NANOS : QUIET_POLL_NANOS);
        while (!closed) {
            long now = System.nanoTime();
            long nanos = nextHousekeeping - now;
            if (watched) {
                nanos = Math.min(nanos, nextPoll - now);
            }
            if (nanos <= 0) {
                return;
            }
            LockSupport.parkNanos(this, nanos);
            // Nobody owns this thread but us: a stray interrupt must not end it, nor keep it from sleeping.
            Thread.interrupted();
        }
    }

    /** Whether there is nothing to ask for, by the log alone. */
    private boolean isQuiet() {
        long lastWritten = log.lastModified();
        if (lastWritten != written) {
            written = lastWritten;
            lock.lock();
            try {
                loudUntil = System.nanoTime() + LOUD_NANOS;
            } finally {
                lock.unlock();
            }
        }
        long now = System.nanoTime();
        if (!isLoud(now) && now - nextQuestion < 0) {
            return true;
        }
        nextQuestion = now + HOUSEKEEPING_NANOS;
        return false;
    }

    /** Whether SQLite has to be asked with every poll. */
    private boolean isLoud(long now) {
        return !QUIETLY || failing || now - loudUntil < 0;
    }

    /** Asks SQLite; gives those who have to be called, perhaps nobody. */
    private List<Listener> due() {
        lock.lock();
        try {
            return closed || listeners.isEmpty() ? List.of() : behind(version());
        } finally {
            lock.unlock();
        }
    }

    private List<Listener> behind(long version) {
        List<Listener> due = new ArrayList<>();
        for (Listener listener : listeners) {
            if (version != UNKNOWN && listener.seen != version) {
                listener.seen = version;
                due.add(listener);
            }
        }
        return due;
    }

    /** Asks SQLite; UNKNOWN if it cannot say, in which case everybody is called as soon as it can again. */
    private long version() {
        try {
            PreparedStatement ask = question;
            if (ask == null) {
                SQLiteConfig config = new SQLiteConfig();
                config.setReadOnly(true);
                connection = config.createConnection(file.jdbcUrl());
                ask = connection.prepareStatement("PRAGMA data_version");
                question = ask;
            }
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                failing = false;
                return row.getLong(1);
            }
        } catch (SQLException e) {
            if (!failing) {
                LOG.warn("{}", SqliteErrors.of(file, e).getMessage(), e);
            }
            failing = true;
            disconnect();
            // A new connection counts anew, so what was seen through the old one says nothing.
            listeners.forEach(listener -> listener.seen = UNKNOWN);
            return UNKNOWN;
        }
    }

    private void disconnect() {
        Connection old = connection;
        connection = null;
        question = null;
        if (old != null) {
            try {
                old.close();
            } catch (SQLException e) {
                LOG.debug("{}: the watching connection did not close", file.path(), e);
            }
        }
    }

    private void call(Runnable action, String who) {
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("store {}: {} of its watch failed and was passed over", file.path(), who, e);
        }
    }

    /** A watch under way; closing it ends it. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** Guarded by lock, but for the immutable action. */
    private static final class Listener {
        private final Runnable onChange;
        private long seen;

        private Listener(Runnable onChange, long seen) {
            this.onChange = onChange;
            this.seen = seen;
        }
    }
}
