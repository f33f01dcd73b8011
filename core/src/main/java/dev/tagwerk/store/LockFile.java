package dev.tagwerk.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one open channel of this JVM to a file whose bytes are locks. Safe for use by several threads.
 *
 * <p><b>Why one.</b> On POSIX systems a byte-range lock belongs to the process, and closing <em>any</em> descriptor of
 * the file drops all of the process's locks on it, those of other threads included. So all users of one file (by device
 * and inode, whatever its name) share one channel, counted, and it is closed when the last one and the last lock are
 * gone. For the same reason this code never opens an existing lock file for any other purpose.
 *
 * <p><b>Why polling.</b> A blocking {@code lock()} is interruptible: an interrupt closes the channel, and with it
 * everybody's locks. {@code tryLock} and {@code release} are not; so waiters try, and sleep in between, 0.2 ms at first
 * and 10 ms at most. A killed holder is noticed within that time. A blocking wait would also report deadlocks that are
 * none, because the kernel sees processes and not threads.
 *
 * <p><b>Why two bytes.</b> Pollers are unfair to each other: a process that frees and takes a lock in a row would nearly
 * always win against one that sleeps. So whoever wants a lock first takes the odd byte (next in turn), then the even
 * one (the lock), then frees the odd one. While another process is next in turn, the last holder queues behind it.
 *
 * <p><b>Lock order.</b> {@link #REGISTRY} guards {@link #OPEN} and {@link #uses}; nothing else is taken inside it.
 */
final class LockFile implements LockTable.Gate {
    private static final ReentrantLock REGISTRY = new ReentrantLock();
    /** One per process by the rule of the operating system, hence static. */
    private static final Map<Object, LockFile> OPEN = new HashMap<>();

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final LockTable table = new LockTable(this);
    private final Path path;
    private final Object key;
    private final FileChannel channel;
    private int uses;

    private LockFile(Path path, Object key, FileChannel channel) {
        this.path = path;
        this.key = key;
        this.channel = channel;
    }

    /** Joins the users of {@code file}, which is made if it is missing. {@link #leave} ends it. */
    static LockFile join(Path file) {
        REGISTRY.lock();
        try {
            createIfMissing(file);
            Object key = identity(file);
            LockFile open = OPEN.get(key);
            if (open == null) {
                Path path = file.toRealPath();
                open = new LockFile(
                        path, key, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
                OPEN.put(key, open);
            }
            open.uses++;
            return open;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Locks: the lock file " + file + " cannot be opened (" + e
                            + "). Expected: a file that this user may read and write, or may create.",
                    e);
        } finally {
            REGISTRY.unlock();
        }
    }

    /** Ends one use; the last one closes the channel. */
    void leave() {
        REGISTRY.lock();
        try {
            if (--uses == 0) {
                OPEN.remove(key);
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Locks: the lock file " + path + " cannot be closed", e);
        } finally {
            REGISTRY.unlock();
        }
    }

    LockTable table() {
        return table;
    }

    @Override
    public @Nullable Runnable enter(long position, Deadline deadline) throws InterruptedException {
        stay();
        FileLock lock = null;
        try {
            FileLock turn = poll(position + 1, deadline);
            if (turn != null) {
                try {
                    lock = poll(position, deadline);
                } finally {
                    free(turn);
                }
            }
        } finally {
            if (lock == null) {
                leave();
            }
        }
        FileLock taken = lock;
        return taken == null ? null : () -> exit(taken);
    }

    @Override
    public Optional<String> holder(long position) {
        if (!Files.isReadable(Path.of("/proc/locks"))) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/locks"))) {
            String inode = ":" + Files.getAttribute(path, "unix:ino");
            String start = Long.toString(position);
            // Number, POSIX, ADVISORY, WRITE, pid, major:minor:inode, first byte, last byte
            return lines.map(line -> line.trim().split("\\s+", -1))
                    .filter(field -> field.length == 8 && field[5].endsWith(inode) && field[6].equals(start))
                    .map(field -> "process " + field[4])
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // only words for a message
        }
    }

    private @Nullable FileLock poll(long position, Deadline deadline) throws InterruptedException {
        long pause = FIRST_PAUSE_NANOS;
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            FileLock lock = attempt(position);
            if (lock != null) {
                return lock;
            }
            long left = deadline.left();
            if (left <= 0) {
                return null;
            }
            LockSupport.parkNanos(this, Math.min(pause, left));
            pause = Math.min(pause * 3 / 2, LONGEST_PAUSE_NANOS);
        }
    }

    private @Nullable FileLock attempt(long position) {
        try {
            return channel.tryLock(position, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // another copy of this library in the same JVM has it
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Locks: the operating system refuses a lock in " + path + " (" + e
                            + "). Expected: a local file system with byte-range locks.",
                    e);
        }
    }

    private void exit(FileLock lock) {
        try {
            free(lock);
        } finally {
            leave();
        }
    }

    private void free(FileLock lock) {
        try {
            lock.release();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Locks: a lock in " + path + " was lost before it was given back (" + e
                            + "). Expected: nobody else opens or closes this file.",
                    e);
        }
    }

    private void stay() {
        REGISTRY.lock();
        try {
            if (uses == 0) {
                throw new IllegalStateException("Locks: " + path + " is closed. Take locks while the store is open.");
            }
            uses++;
        } finally {
            REGISTRY.unlock();
        }
    }

    private static void createIfMissing(Path file) throws IOException {
        if (!Files.exists(file)) {
            try {
                Files.createFile(file);
            } catch (FileAlreadyExistsException e) {
                // Another process was faster: the same file then.
            }
        }
    }

    private static Object identity(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }
}
