package dev.tagwerk;

import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Task;
import java.util.Collection;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * Where a loop's tasks come from. For one thread at a time.
 *
 * @param <T> type of the items
 */
interface Source<T extends @Nullable Object> {
    /**
     * An iterator over the tasks, as a loop holds them: from the beginning if the source can be read again, else from where the
     * last one stopped.
     */
    Iterator<? extends Task<?>> pass();

    /** The task with its item, of one that came from a {@link #pass()}. */
    @SuppressWarnings("unchecked") // most sources give it with its item
    default Task<T> withItem(Task<?> held) {
        return (Task<T>) held;
    }

    /** How many tasks there are; -1 when unknown. */
    long size();

    /** Whether ids are positions. */
    boolean isPositional();

    /** The tasks by their ids, where the source has them at hand; null where a loop has to keep them itself. */
    default @Nullable Index<T> index() {
        return null;
    }

    /**
     * All tasks of a source, by id. Safe for use by several threads.
     *
     * @param <T> type of the items
     */
    interface Index<T extends @Nullable Object> {
        /** Whether there is a task of this id. */
        boolean has(String id);

        /** The task of this id; null when there is none. */
        @Nullable
        Task<T> task(String id);
    }

    /** Items of any kind, as an iterator for each pass. */
    record Items<E extends @Nullable Object>(
            Supplier<Iterator<? extends E>> passes, Supplier<Long> size, boolean again) {
        static <E extends @Nullable Object> Items<E> of(Collection<? extends E> items) {
            return new Items<>(items::iterator, () -> (long) items.size(), true);
        }

        static <E extends @Nullable Object> Items<E> of(Iterator<? extends E> once) {
            return new Items<>(() -> once, () -> -1L, false);
        }

        static <E extends @Nullable Object> Items<E> of(Supplier<? extends BaseStream<? extends E, ?>> streams) {
            return new Items<>(() -> streams.get().iterator(), () -> -1L, true);
        }
    }

    /** Makes tasks of plain items: their ids come from {@code key}, or from their positions when that is null. */
    static <E extends @Nullable Object> Source<E> keyed(Items<E> items, @Nullable Function<? super E, String> key) {
        return new Source<>() {
            private long position;

            @Override
            public Iterator<Task<E>> pass() {
                if (items.again()) {
                    position = 0;
                }
                return map(items.passes().get(), this::task);
            }

            private Task<E> task(E item) {
                if (key != null) {
                    String id = key.apply(item);
                    if (id == null || id.isBlank()) {
                        throw new IllegalArgumentException("keyedBy: the key of the item \"" + item + "\" is "
                                + (id == null ? "null" : "blank")
                                + "; expected a non-empty text that is the same in every process and every run");
                    }
                    return Task.of(id, item);
                }
                Task<E> plain = Task.of(Long.toString(position++), item);
                Evidence guarded = new Evidence("", Guard.of(item));
                return new Task<>(plain.declaration().withEvidence(guarded), item, plain.info());
            }

            @Override
            public long size() {
                return items.size().get();
            }

            @Override
            public boolean isPositional() {
                return key == null;
            }
        };
    }

    /** Takes tasks as they are; the item is the task itself. */
    static <D extends @Nullable Object> Source<Task<D>> tasks(Items<Task<D>> items) {
        return new Source<>() {
            @Override
            public Iterator<Task<D>> pass() {
                return map(items.passes().get(), task -> task);
            }

            @Override
            @SuppressWarnings("unchecked") // they came from the items
            public Task<Task<D>> withItem(Task<?> held) {
                return new Task<>(held.declaration(), (Task<D>) held, held.info());
            }

            @Override
            public long size() {
                return items.size().get();
            }

            @Override
            public boolean isPositional() {
                return false;
            }
        };
    }

    /** The items of an iterator made into others; it waits when that one does. */
    static <A extends @Nullable Object, B> Iterator<B> map(Iterator<? extends A> from, Function<A, B> how) {
        return new WaitingIterator<>() {
            @Override
            public boolean isReady() {
                return !(from instanceof WaitingIterator<?> waiting) || waiting.isReady();
            }

            @Override
            public boolean hasNext() {
                return from.hasNext();
            }

            @Override
            public B next() {
                return how.apply(from.next());
            }
        };
    }
}
