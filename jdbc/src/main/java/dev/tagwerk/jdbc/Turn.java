package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The queue of everybody, in all processes of this host, who wants to write one SQLite file.
 *
 * <p>Safe for use by several threads.
 *
 * <p><b>Why.</b> SQLite guards its file by itself, but a process that finds it busy sleeps and tries again, so that the
 * newest comer wins and the rest starve. Here a waiter sleeps in the operating system and is woken in its turn. Turn
 * gives fairness, never safety: whoever loses it through a fault still meets SQLite's own lock, so keep a busy timeout.
 *
 * <p><b>How.</b> Two bytes of the side file {@code <db>-turn}. Byte 1 is the head of the queue, byte 0 the turn. A writer
 * takes byte 1, then byte 0, gives byte 1 back, writes, gives byte 0 back. A writer that has just finished must go
 * through byte 1 again and finds somebody there: it cannot overtake. With one byte only it would, as it is still running
 * while the one it woke is not. The operating system frees both bytes the moment their process dies.
 *
 * <p><b>Invariants.</b> (1) Within this process the side file is open at most once, because closing <em>any</em> channel
 * on a file drops all locks that the process has on it. {@link #OPEN} holds one Turn per real file and counts its users.
 * (2) Only the thread that holds {@link #mutex} touches {@link #channel}, {@link #turn} and the bytes. Hence, while it
 * waits for a byte, this process has nothing else at stake on the file.
 *
 * <p><b>Lock order.</b> mutex, then byte 1, then byte 0; mutex, then OPEN. Nobody waits for anything with OPEN held.
 *
 * <p><b>Interrupts.</b> {@code FileChannel.lock} is interruptible: an interrupt closes the channel. By (2) that loses at
 * most our own place in the queue (byte 1), so we open the side file anew, go back to its end and remember the interrupt.
 * The race: the interrupting thread may still be busy closing the old channel, and that close would drop a lock taken
 * through the new one. {@link #reopen} therefore closes the old channel itself first: close waits for one that is under
 * way. {@code tryLock} and {@code release} are not interruptible, so nothing can close the channel while we have the turn.
 */
final class Turn implements AutoCloseable {

    private static final long TURN_BYTE = 0;
    private static final long QUEUE_BYTE = 1;

    /** Longest pause between two looks at a lock that another class loader of this process holds. */
    private static final Duration FOREIGN_PAUSE = Duration.ofMillis(1);

    /** All side files that this process has open. A mirror of a fact of the process, hence static: see invariant 1. */
    private static final Map<Path, Turn> OPEN = new HashMap<>();

    private final Path side;
    private final String location;
    private final ReentrantLock mutex = new ReentrantLock(true);

    /** How many {@link #of} have not been closed; guarded by OPEN. */
    private int users;

    /** Guarded by mutex. */
    private FileChannel channel;

    /** Byte 0 while this process has the turn; guarded by mutex. */
    private @Nullable FileLock turn;

    /** The wait of this process for a byte that is under way, if any. */
    private volatile @Nullable Wait wait;

    /** Set under the mutex when the last user has left. */
    private volatile boolean closed;

    private Turn(Path side, String location) throws IOException {
        this.side = side;
        this.location = location;
        this.channel = openSide(side, location);
    }

    /**
     * Returns the queue of this file; close it as often as it was asked for.
     *
     * @param db the database file, which need not exist yet; its folder must
     * @throws StoreException if the side file cannot be opened
     */
    static Turn of(Path db) {
        Path real = RealPath.of(db);
        Path side = sideFile(real);
        synchronized (OPEN) {
            Turn known = OPEN.get(side);
            if (known == null) {
                try {
                    known = new Turn(side, real.toString());
                } catch (IOException e) {
                    throw new StoreException(
                            real.toString(),
                            Files.isWritable(side.toAbsolutePath().getParent()) ? Problem.IO : Problem.READ_ONLY,
                            real + ": cannot open the side file " + side.getFileName() + " (" + e
                                    + "); writers of the store wait for one another on it. Make the folder and that file"
                                    + " writable for everybody who writes the store",
                            e);
                }
                OPEN.put(side, known);
            }
            known.users++;
            return known;
        }
    }

    /** Returns the side file of a database, whether or not it exists; the path should be the real one. */
    static Path sideFile(Path db) {
        return db.resolveSibling(db.getFileName() + "-turn");
    }

    /**
     * Waits for this thread's turn, to be given back with {@link #release}, however long that takes and whatever interrupts come; the interrupt flag is kept.
     *
     * @throws StoreException if the operating system cannot lock, or the last user has closed this queue
     * @throws IllegalStateException if this thread has the turn already
     */
    void acquire() {
        if (mutex.isHeldByCurrentThread()) {
            throw new IllegalStateException(
                    location + ": this thread has the turn already; a transaction inside a transaction is a defect of"
                            + " Tagwerk, please report it");
        }
        mutex.lock();
        boolean taken = false;
        try {
            if (closed) {
                throw new StoreException(location, Problem.CLOSED, location + ": the store has been closed");
            }
            if (!takeAtOnce()) {
                takeByWaiting();
            }
            taken = true;
        } catch (IOException e) {
            throw new StoreException(
                    location,
                    Problem.IO,
                    side + ": cannot lock (" + e + "); the folder must be on a file system with byte-range locks, and"
                            + " the side file must not be removed while the store is in use",
                    e);
        } finally {
            if (!taken) {
                turn = null;
                closeQuietly(); // frees whatever we got hold of before it failed
                mutex.unlock();
            }
        }
    }

    /** Takes both bytes if nobody is in front; leaves nothing behind if somebody is. Never closes the channel. */
    private boolean takeAtOnce() throws IOException {
        try {
            FileLock queue = channel.tryLock(QUEUE_BYTE, 1, false);
            if (queue == null) {
                return false;
            }
            try {
                turn = channel.tryLock(TURN_BYTE, 1, false);
            } finally {
                queue.release();
            }
            return turn != null;
        } catch (OverlappingFileLockException e) {
            return false; // the same classes, loaded twice: wait like anybody else
        } catch (ClosedChannelException e) {
            return false; // a wait that failed has left a closed channel: the slow path opens it
        }
    }

    private void takeByWaiting() throws IOException {
        boolean interrupted = Thread.interrupted();
        wait = new Wait(System.nanoTime());
        try {
            while (true) {
                try {
                    if (!channel.isOpen()) {
                        reopen();
                    }
                    FileLock queue = channel.lock(QUEUE_BYTE, 1, false);
                    turn = channel.lock(TURN_BYTE, 1, false);
                    queue.release();
                    return;
                } catch (ClosedChannelException | FileLockInterruptionException e) {
                    interrupted |= Thread.interrupted();
                    reopen();
                } catch (OverlappingFileLockException e) {
                    // Closing gives up byte 1 if we had it, so that we do not stand in the way of the one we wait for.
                    reopen();
                    LockSupport.parkNanos(FOREIGN_PAUSE.toNanos());
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            wait = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Replaces the channel; call only with the mutex held and without the turn. */
    private void reopen() throws IOException {
        channel.close(); // not redundant: waits for a close by an interrupting thread that is still under way
        channel = openSide(side, location);
    }

    /**
     * Gives the turn to the next.
     *
     * @throws IllegalStateException if this thread does not have it
     */
    void release() {
        if (!mutex.isHeldByCurrentThread()) {
            throw new IllegalStateException(location + ": the turn is given back by a thread that does not have it");
        }
        FileLock mine = turn;
        turn = null;
        try {
            if (mine != null) {
                mine.release();
            }
        } catch (IOException e) {
            // Nothing is lost for the caller, whose transaction has ended; closing frees the byte for the others.
            closeQuietly();
        } finally {
            mutex.unlock();
        }
    }

    private void closeQuietly() {
        try {
            channel.close();
        } catch (IOException e) {
            // The next take opens it anew and reports what is wrong.
        }
    }

    /** Returns who has the turn, as far as this host can tell. */
    Optional<String> holder() {
        OptionalLong pid = ProcLocks.holderOf(side, TURN_BYTE);
        return pid.isPresent() ? Optional.of("process " + pid.getAsLong()) : Optional.empty();
    }

    /** Returns for how long this process has been waiting for other processes; zero if it does not wait. */
    Duration waiting() {
        Wait now = wait;
        return now == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - now.since);
    }

    /**
     * Returns a sentence about a wait that has lasted longer than this, once for each wait.
     *
     * @param patience how long a wait may last before it is worth a word
     */
    Optional<String> longWait(Duration patience) {
        Wait now = wait;
        if (now == null || now.told || System.nanoTime() - now.since < patience.toNanos()) {
            return Optional.empty();
        }
        String who = holder().orElse("another process (unknown which)");
        if (wait != now) {
            return Optional.empty(); // it ended while we looked: the holder named would be an innocent one
        }
        now.told = true;
        return Optional.of(location + ": waiting for " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - now.since)
                + " s to write; " + who + " is inside a transaction. If it is stopped (Ctrl-Z, SIGSTOP, a debugger),"
                + " continue it or kill it");
    }

    /**
     * Leaves the queue, once for each {@link #of}; the last user closes the side file, after a turn that another thread
     * still has.
     */
    @Override
    public void close() {
        synchronized (OPEN) {
            if (users > 1) {
                users--;
                return;
            }
        }
        mutex.lock();
        try {
            synchronized (OPEN) { // again, as somebody may have joined meanwhile
                if (users > 0 && --users == 0) {
                    closed = true;
                    closeQuietly();
                    OPEN.remove(
                            side); // only now: a second channel must not be opened while this one can still be closed
                }
            }
        } finally {
            mutex.unlock();
        }
    }

    private static FileChannel openSide(Path side, String db) throws IOException {
        boolean fresh = !Files.exists(side);
        FileChannel opened = FileChannel.open(side, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (fresh) {
            RealPath.copyPermissions(Path.of(db), side);
        }
        return opened;
    }

    private static final class Wait {
        private final long since;
        private volatile boolean told;

        private Wait(long since) {
            this.since = since;
        }
    }
}
