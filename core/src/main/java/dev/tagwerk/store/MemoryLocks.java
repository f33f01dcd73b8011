package dev.tagwerk.store;

/** Locks among the threads of one JVM. Safe for use by several threads. */
final class MemoryLocks implements Locks {
    private final LockTable table = new LockTable(LockTable.Gate.OPEN);

    @Override
    public NamedLock lock(String name) {
        return new TableLock(table, name, null);
    }

    @Override
    public NamedLock lock(String name, Object owner) {
        return new TableLock(table, name, owner);
    }

    @Override
    public void close() {
        // There is nothing outside the heap to give back.
    }
}
