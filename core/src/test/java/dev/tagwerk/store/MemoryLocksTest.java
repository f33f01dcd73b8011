package dev.tagwerk.store;

class MemoryLocksTest extends NamedLockContract {
    private final Locks locks = Locks.inMemory();

    @Override
    Locks locks() {
        return locks;
    }
}
