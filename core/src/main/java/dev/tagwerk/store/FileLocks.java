package dev.tagwerk.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Locks among all threads and processes of one machine, each a byte of a file. Safe for use by several threads.
 *
 * <p>The file stays empty and serves for nothing else. The operating system frees a lock at once when its process ends,
 * in whatever way. The file must lie on a local disk, nobody may delete or replace it while it is in use, and nothing
 * else in these processes may open it: closing it anywhere in a process drops all of its locks.
 *
 * <p>A deadlock among threads of one process is reported; one between processes is not, because polling waiters are
 * invisible to the kernel. {@link NamedLock#tryAcquire} with a timeout is the way out there.
 */
public final class FileLocks implements Locks {
    private final LockFile file;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileLocks(LockFile file) {
        this.file = file;
    }

    /**
     * Opens the locks in {@code file}, which is made if it is missing.
     *
     * @throws java.io.UncheckedIOException when the file cannot be made or opened
     */
    public static FileLocks open(Path file) {
        return new FileLocks(LockFile.join(file));
    }

    @Override
    public NamedLock lock(String name) {
        return new TableLock(file.table(), name, null);
    }

    @Override
    public NamedLock lock(String name, Object owner) {
        return new TableLock(file.table(), name, owner);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            file.leave();
        }
    }
}
