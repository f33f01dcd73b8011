package dev.tagwerk;

import dev.tagwerk.engine.InHand;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.NamedLock;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loop over tasks that any number of threads, processes and machines walk together: each task is claimed by one of them,
 * what is done is written down, and what is done is not done again.
 *
 * <pre>{@code
 * // start this program ten times; each file is handled once
 * try (var loop = SharedLoop.over(files).keyedBy(Path::toString).store("sqlite:thumbs.db").open()) {
 *     for (Path file : loop) {
 *         resize(file);
 *     }
 * }
 * }</pre>
 *
 * <p>Asking for the next item says that the one before ended well. Leaving the loop early (by {@code break}, {@code return} or
 * an exception) with an item in hand fails that item when the loop is closed; so open it in a try-with-resources statement.
 * {@link #finish()} leaves without failing anything. On Ctrl-C and SIGTERM what is in hand is given back unharmed.
 *
 * <p>With a body as a function, an exception fails the item and the loop goes on:
 *
 * <pre>{@code
 * SharedLoop.over(files).keyedBy(Path::toString).threads(8).forEach(file -> resize(file));
 * }</pre>
 *
 * <p>Safe for use by several threads. Each of its iterators is for one thread at a time, and only the newest one is live.
 *
 * @param <T> type of the items
 */
public final class SharedLoop<T extends @Nullable Object> implements Iterable<T>, AutoCloseable {
    static final Failure LEFT =
            Failure.of("LeftTheLoop", "the loop was left with this task in hand, by break, return or an exception");

    private final LoopFeed<T> feed;
    private final LoopSettings settings;
    private final @Nullable LoopSession session;
    private final AtomicReference<@Nullable InHand> current = new AtomicReference<>();
    private volatile boolean finishing;
    private volatile @Nullable Object newest;
    private boolean walked;

    private SharedLoop(LoopFeed<T> feed, LoopSettings settings, @Nullable LoopSession session) {
        this.feed = feed;
        this.settings = settings;
        this.session = session;
    }

    /** A loop over these items, which may be null. They are read again on each pass. */
    public static <E extends @Nullable Object> LoopBuilder<E> over(Collection<? extends E> items) {
        return plain(Source.Items.of(items));
    }

    /** A loop over the items of this stream, drawn as they are needed; it may be endless. */
    public static <E extends @Nullable Object> LoopBuilder<E> over(Stream<? extends E> items) {
        return plain(Source.Items.of(items.iterator()));
    }

    /** A loop over the items of this iterator, drawn as they are needed; it may be endless. */
    public static <E extends @Nullable Object> LoopBuilder<E> over(Iterator<? extends E> items) {
        return plain(Source.Items.of(items));
    }

    /** A loop over items that are read again on each pass, drawn as they are needed. */
    public static <E extends @Nullable Object> LoopBuilder<E> over(Supplier<? extends Stream<? extends E>> items) {
        return plain(Source.Items.of(items));
    }

    /** A loop over these tasks, in any order. */
    public static <D extends @Nullable Object> LoopBuilder<Task<D>> overTasks(Collection<Task<D>> tasks) {
        return graph(Source.Items.of(tasks));
    }

    /** A loop over the tasks of this stream, drawn as they are needed: best with dependencies first. */
    public static <D extends @Nullable Object> LoopBuilder<Task<D>> overTasks(Stream<Task<D>> tasks) {
        return graph(Source.Items.of(tasks.iterator()));
    }

    /** A loop over tasks that are read again on each pass, drawn as they are needed: best with dependencies first. */
    public static <D extends @Nullable Object> LoopBuilder<Task<D>> overTasks(
            Supplier<? extends Stream<Task<D>>> tasks) {
        return graph(Source.Items.of(tasks));
    }

    private static <E extends @Nullable Object> LoopBuilder<E> plain(Source.Items<E> items) {
        return new LoopBuilder<>(key -> Source.keyed(items, key), CallerName.find());
    }

    private static <D extends @Nullable Object> LoopBuilder<Task<D>> graph(Source.Items<Task<D>> items) {
        Function<@Nullable Function<? super Task<D>, String>, Source<Task<D>>> source = key -> {
            if (key != null) {
                throw new IllegalArgumentException("Tasks have ids of their own; keyedBy(…) is for plain items");
            }
            return Source.tasks(items);
        };
        return new LoopBuilder<>(source, CallerName.find());
    }

    static <T extends @Nullable Object> SharedLoop<T> open(LoopParts<T> parts) {
        LoopFeed<T> feed = new LoopFeed<>(parts.source(), parts.platform(), parts.settings());
        if (parts.settings().rhythm().disabled()) {
            return new SharedLoop<>(feed, parts.settings(), null);
        }
        return new SharedLoop<>(feed, parts.settings(), LoopSession.open(parts, feed));
    }

    /**
     * Walks the loop. A second call begins another pass: a collection is read again, a stream goes on where it stopped; tasks
     * that may be tried again come first.
     */
    @Override
    public Iterator<T> iterator() {
        LoopSession live = session;
        leave(Outcome.FAILED);
        begin();
        if (live == null) {
            newest = null;
            return new PlainPass();
        }
        Pass pass = new Pass(live);
        newest = pass;
        return pass;
    }

    /** Begins a pass: a request to finish counts for the pass in which it was made only. */
    private void begin() {
        if (walked) {
            feed.drawAgain();
        }
        walked = true;
        finishing = false;
        if (session != null) {
            session.resume();
        }
    }

    /** The items of one pass. */
    private final class Pass implements Iterator<T> {
        private final LoopSession live;
        private @Nullable InHand next;
        private boolean over;

        Pass(LoopSession live) {
            this.live = live;
        }

        @Override
        public boolean hasNext() {
            if (next != null) {
                return true;
            }
            if (over) {
                return false;
            }
            if (newest != this) {
                throw new IllegalStateException("The loop " + settings.place().name()
                        + " is being walked by a newer iterator; this one ended when that one was made");
            }
            leave(Outcome.COMPLETED);
            try {
                next = live.desk().take();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new LoopInterruptedException(settings.place().name(), stop);
            }
            if (next == null) {
                over = true;
                live.throwIfStopped();
                return false;
            }
            live.started(next);
            current.set(next);
            return true;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The loop has no more items for this worker");
            }
            InHand hand = Objects.requireNonNull(next);
            next = null;
            return feed.task(hand.task().id()).data();
        }
    }

    /** The items of one pass of a disabled loop. */
    private final class PlainPass implements Iterator<T> {
        private final Iterator<Task<T>> tasks = feed.plainPass();

        @Override
        public boolean hasNext() {
            return !finishing && tasks.hasNext();
        }

        @Override
        public T next() {
            return tasks.next().data();
        }
    }

    private void leave(Outcome outcome) {
        InHand hand = current.getAndSet(null);
        if (hand != null) {
            end(hand, outcome, outcome == Outcome.COMPLETED ? Ended.Result.NOTHING : Ended.Result.failure(LEFT));
        }
    }

    /**
     * Takes the next task, waiting if one may become ready; for those who say themselves how each task ended.
     *
     * @return null when there is nothing more to do for this worker
     * @throws InterruptedException when the thread is interrupted while it waits
     */
    public @Nullable Claim<T> claim() throws InterruptedException {
        LoopSession live = session;
        if (live == null) {
            throw new IllegalStateException(
                    "This loop is disabled (TAGWERK_DISABLED): it has no claims; walk it instead");
        }
        InHand hand = live.desk().take();
        if (hand == null) {
            live.throwIfStopped();
            return null;
        }
        live.started(hand);
        return new Claim<>(this, hand, feed.task(hand.task().id()));
    }

    void end(InHand hand, Outcome outcome, Ended.Result result) {
        LoopSession live = session;
        if (live == null || !live.end(hand, outcome, result)) {
            return;
        }
        if (settings.rhythm().commitEach()) {
            live.flush();
        }
    }

    /**
     * Runs {@code body} for every item, on as many threads as were asked for, and returns when there is nothing more to do for
     * this worker. An exception of the body fails the item.
     *
     * @throws LoopStoppedException when too many tasks have failed
     * @throws LoopInterruptedException when this thread is interrupted; the bodies are interrupted, too, and their tasks given
     *     back
     */
    public LoopReport run(Body<? super T> body) {
        if (session == null) {
            return runPlain(body);
        }
        return runClaims(claim -> body.run(claim.item()));
    }

    /** The same as {@link #run}, with the claim in the hand of the body. It counts as completed unless the body says otherwise. */
    public LoopReport runClaims(Body<Claim<T>> body) {
        LoopSession live = session;
        if (live == null) {
            throw new IllegalStateException(
                    "This loop is disabled (TAGWERK_DISABLED): it has no claims; walk it instead");
        }
        leave(Outcome.FAILED);
        newest = null;
        begin();
        new LoopThreads(settings.place().name(), settings.rhythm().threads(), live.desk()::finish)
                .run(() -> work(live, body));
        live.throwIfStopped();
        return live.report();
    }

    private void work(LoopSession live, Body<Claim<T>> body) throws InterruptedException {
        InHand hand = take(live, null);
        while (hand != null) {
            live.started(hand);
            Done done;
            try {
                body.run(new Claim<>(this, hand, feed.task(hand.task().id())));
                done = new Done(hand, Outcome.COMPLETED, Ended.Result.NOTHING);
            } catch (InterruptedException stop) {
                boolean asked = live.desk().isFinished();
                done = new Done(
                        hand, asked ? Outcome.INTERRUPTED : Outcome.FAILED, Ended.Result.failure(Failure.of(stop)));
                if (asked) {
                    end(hand, done.outcome(), done.result());
                    throw stop;
                }
            } catch (Throwable thrown) {
                done = new Done(hand, Outcome.FAILED, Ended.Result.failure(Failure.of(thrown)));
            }
            hand = take(live, done);
        }
    }

    /** How a body ended. */
    private record Done(InHand hand, Outcome outcome, Ended.Result result) {}

    /**
     * Lays down what is done, if anything, and takes the next task. An interrupt that a body left behind does not end its thread;
     * only who asks the loop to end does that.
     */
    private static @Nullable InHand take(LoopSession live, @Nullable Done done) throws InterruptedException {
        Done left = done;
        while (true) {
            try {
                return left == null
                        ? live.desk().take()
                        : live.desk().endAndTake(left.hand(), left.outcome(), left.result());
            } catch (InterruptedException stop) {
                if (live.desk().isFinished()) {
                    throw stop;
                }
                left = null;
            }
        }
    }

    private LoopReport runPlain(Body<? super T> body) {
        LoopTally plain = new LoopTally();
        for (T item : this) {
            try {
                body.run(item);
                plain.count("", Outcome.COMPLETED, null);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new LoopInterruptedException(settings.place().name(), stop);
            } catch (Exception thrown) {
                plain.count(String.valueOf(item), Outcome.FAILED, Failure.of(thrown));
            }
        }
        return plain.report();
    }

    /** Ends the loop cleanly: the task in hand may end as usual, nothing further is given out. */
    public void finish() {
        finishing = true;
        if (session != null) {
            session.desk().finish();
        }
    }

    /**
     * Whether there may be more to do for this worker: its source has not ended, or a task that it may run has not. A
     * maybe: others may do it first.
     */
    public boolean hasMore() {
        return session != null && session.hasMore();
    }

    /** The lock that all workers of all loops of this store share. */
    public NamedLock globalLock() {
        return lock("global");
    }

    /** The lock for what belongs to the task of this id, shared by all workers of this loop. */
    public NamedLock taskLock(String id) {
        return lock("task:" + settings.place().name() + ":" + id);
    }

    /** The lock of this name, shared by all workers of all loops of this store. */
    public NamedLock lock(String name) {
        return session == null
                ? LoopSession.noLock(name)
                : session.store().locks().lock(name);
    }

    /** How many items the input has, asked anew; the store is not asked. */
    public long size() {
        long size = feed.size();
        if (size < 0) {
            throw new UnsupportedOperationException(
                    "The input of loop " + settings.place().name() + " has no known length; a collection has");
        }
        return size;
    }

    /** Name of the loop within its store. */
    public String name() {
        return settings.place().name();
    }

    /** Name of this worker. */
    public String worker() {
        return settings.worker().identity();
    }

    /** Labels of this worker. */
    public Set<String> labels() {
        return Collections.unmodifiableSet(settings.worker().labels());
    }

    /** How the loop works. */
    LoopSettings settings() {
        return settings;
    }

    /** Number of this worker's registration: whatever happens after it has joined has a larger one. */
    long session() {
        return session == null ? 0 : session.number();
    }

    /** Returns when everything that has ended is committed. */
    void flush() {
        if (session != null) {
            session.flush();
        }
    }

    /** How many tasks are held in memory. */
    int held() {
        return feed.heldCount();
    }

    /** Whether this is a plain loop without a store. */
    public boolean isDisabled() {
        return session == null;
    }

    /** What came of the loop so far. */
    public LoopReport report() {
        return session == null ? new LoopTally().report() : session.report();
    }

    /**
     * Leaves the loop: a task still in hand has failed, what was claimed ahead goes back, the worker is offline. A second call
     * does nothing.
     */
    @Override
    public void close() {
        if (session != null) {
            // What is in hand fails with all else that is, even if the store or the source has failed.
            current.set(null);
            session.close(Outcome.FAILED, LEFT);
        }
    }
}
