package dev.tagwerk;

import dev.tagwerk.engine.Feed;
import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Request;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a loop in this process: drawn from the source as needed, held until they are settled. Safe for use by several
 * threads, but for drawing, which is done by one at a time.
 *
 * <p>A satisfied task may be wanted again when the loop uses fingerprints: something it depends on may turn out to have
 * changed. Such tasks are held on to; all others are let go, so that an endless source needs no endless memory.
 */
final class LoopFeed<T extends @Nullable Object> implements Feed {
    private static final String NOT_HELD = "Claimed, but not held: task ";
    /** Positions in their order, which is that of the source; names by length and name. */
    private static final Comparator<Declaration> BY_POSITION =
            Comparator.comparingInt((Declaration one) -> one.id().length()).thenComparing(Declaration::id);

    private static final long MOST_ROOM = 1 << 24;
    private static final long DRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Source<T> source;
    private final Platform platform;
    private final boolean ownFingerprintOnly;
    private final boolean holdsAll;
    private final Request.Renewal renewal;
    private final Source.@Nullable Index<T> index;
    private final HeldTasks tasks;
    private volatile boolean fingerprints;
    private volatile boolean ended;
    private @Nullable Iterator<? extends Task<?>> pass;
    /** Whether the ids of the tasks of this pass are known to be different, and none of them was held before. */
    private boolean distinct;

    /** What of a finite input that is held here has not been drawn in this pass. */
    private InputPages ahead = new InputPages();

    private final AtomicLong drawnInPass = new AtomicLong();

    LoopFeed(Source<T> source, Platform platform, LoopSettings settings) {
        this.source = source;
        this.platform = platform;
        this.ownFingerprintOnly = settings.patience().ownFingerprintOnly();
        this.renewal = settings.patience().renewal();
        this.index = source.index();
        this.holdsAll = source.size() >= 0 && !settings.rhythm().commitEach();
        this.tasks = new HeldTasks(holdsAll && index == null ? (int) Math.min(MOST_ROOM, source.size()) : 0);
    }

    /** What the store is told of the task: its own declaration, with what the loop says for all tasks. */
    private Declaration declaration(Task<?> task) {
        Declaration own = task.declaration();
        return ownFingerprintOnly ? own.withPolicy(own.policy().withOwnFingerprintOnly(true)) : own;
    }

    @Override
    public List<Declaration> draw(int atMost) {
        Iterator<? extends Task<?>> items = pass;
        if (items == null) {
            items = holdsAll && index == null ? all() : source.pass();
            pass = items;
        }
        List<Declaration> drawn = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        long begin = platform.nanoTime();
        // A quick source is asked for several items between looks at the clock; of a slow one few are drawn at a time.
        while (drawn.size() < atMost && ((drawn.size() & 7) != 0 || platform.nanoTime() - begin < DRAW_NANOS)) {
            // What is there already must not wait for an item that may come in an hour.
            if (!drawn.isEmpty() && items instanceof WaitingIterator<?> waiting && !waiting.isReady()) {
                break;
            }
            if (!items.hasNext()) {
                ended = true;
                pass = Collections.emptyIterator();
                ahead = new InputPages();
                break;
            }
            Task<?> task = items.next();
            drawnInPass.incrementAndGet();
            if (!task.fingerprint().isEmpty()) {
                fingerprints = true;
            }
            if (index == null && !holdsAll) {
                tasks.add(task);
            }
            // The same id once more: the first one counts, and it may have been done here.
            if (distinct || (ids.add(task.id()) && (!holdsAll || holds(task.id())))) {
                drawn.add(declaration(task));
            }
        }
        return drawn;
    }

    /**
     * All tasks of a finite input, held from the beginning: whatever of them another worker has declared, this one may run. So
     * nobody need draw what others have drawn before, and nobody passes over ready tasks that it does not have.
     */
    private Iterator<Task<?>> all() {
        InputPages pages = new InputPages();
        long count = 0;
        int before = tasks.size();
        for (Iterator<? extends Task<?>> items = source.pass(); items.hasNext(); count++) {
            Task<?> task = items.next();
            if (tasks.add(task)) {
                fingerprints = fingerprints || !task.fingerprint().isEmpty();
            }
            pages.add(task);
        }
        distinct = tasks.size() - before == count;
        ahead = pages;
        return pages;
    }

    @Override
    public int leftOfPage() {
        // Where an id may come twice, only what is drawn at once is known to have none twice.
        if (!holdsAll || (index == null && !distinct)) {
            return Integer.MAX_VALUE;
        }
        int left = index == null ? ahead.leftOfPage() : PAGE - (int) (drawnInPass.get() % PAGE);
        return left > 0 ? left : PAGE;
    }

    @Override
    public void leaveToOthers(int pages) {
        ahead.putBehind(pages);
    }

    /** The tasks of another pass, for a loop without a store. */
    Iterator<Task<T>> plainPass() {
        return Source.map(source.pass(), source::withItem);
    }

    /** How many items the source has; -1 when unknown. */
    long size() {
        return source.size();
    }

    /** Begins another pass over the source. */
    void drawAgain() {
        pass = null;
        distinct = false;
        ended = false;
        drawnInPass.set(0);
    }

    /** Whether the source has more items now than when it was read to its end. */
    boolean hasGrown() {
        return ended && source.size() > drawnInPass.get();
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean holds(String id) {
        return index == null ? tasks.get(id) != null : index.has(id);
    }

    @Override
    public boolean holdsAll() {
        return index != null;
    }

    @Override
    public boolean declaresFirst() {
        return index != null;
    }

    /** The task of this id, which is held. */
    Task<T> task(String id) {
        if (index != null) {
            return Objects.requireNonNull(index.task(id), () -> NOT_HELD + id);
        }
        return source.withItem(Objects.requireNonNull(tasks.get(id), () -> NOT_HELD + id));
    }

    @Override
    public List<String> held() {
        List<String> ids = new ArrayList<>();
        for (Task<?> task : tasks.all()) {
            ids.add(task.id());
        }
        return ids;
    }

    @Override
    public int heldCount() {
        return holdsAll ? 0 : tasks.size();
    }

    @Override
    public List<Declaration> offerAgain() {
        if (index == null) {
            return tasks.all().stream()
                    .map(this::declaration)
                    .sorted(BY_POSITION)
                    .toList();
        }
        List<Declaration> all = new ArrayList<>();
        source.pass().forEachRemaining(task -> all.add(declaration(task)));
        return all;
    }

    @Override
    public Request.Renewal renewal() {
        return renewal;
    }

    @Override
    public void release(Collection<String> ids) {
        for (String id : ids) {
            Task<?> task = fingerprints ? tasks.get(id) : null;
            boolean mayComeBack = task != null && !task.dependencies().isEmpty();
            if (!mayComeBack) {
                tasks.remove(id);
            }
        }
    }
}
