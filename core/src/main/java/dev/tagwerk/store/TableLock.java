package dev.tagwerk.store;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A named lock that stands in a table. Immutable. */
final class TableLock implements NamedLock {
    private final LockTable table;
    private final String name;
    private final long position;
    private final @Nullable Object owner;

    TableLock(LockTable table, String name, @Nullable Object owner) {
        this.table = table;
        this.name = name;
        this.owner = owner;
        this.position = LockTable.position(name);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Held acquire() throws InterruptedException {
        // Without a deadline there is no other end than having it.
        return Objects.requireNonNull(table.acquire(this, Deadline.NEVER));
    }

    @Override
    public Optional<Held> tryAcquire(Duration timeout) throws InterruptedException {
        return Optional.ofNullable(table.acquire(this, Deadline.after(timeout)));
    }

    @Override
    public Optional<String> holder() {
        return table.holder(position);
    }

    /** Where the lock stands, in the table and in the file. */
    long position() {
        return position;
    }

    /** Whom it belongs to when the current thread takes it. */
    Object owner() {
        return owner == null ? Thread.currentThread() : owner;
    }

    @Override
    public String toString() {
        return "lock \"" + name + "\"";
    }
}
