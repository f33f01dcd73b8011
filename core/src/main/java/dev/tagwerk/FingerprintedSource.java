package dev.tagwerk;

import dev.tagwerk.task.Task;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source whose items get a fingerprint each. For one thread at a time. */
record FingerprintedSource<T extends @Nullable Object>(Source<T> plain, Function<? super T, String> fingerprint)
        implements Source<T> {
    @Override
    public Iterator<Task<T>> pass() {
        return Source.map(plain.pass(), this::fingerprinted);
    }

    private Task<T> fingerprinted(Task<?> held) {
        Task<T> task = plain.withItem(held);
        return task.fingerprint(fingerprint.apply(task.data()));
    }

    @Override
    public long size() {
        return plain.size();
    }

    @Override
    public boolean isPositional() {
        return plain.isPositional();
    }
}
