package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StuckException;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.SourceException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of one process meet: a thread that finishes lays its result on the desk and takes the next claim from it;
 * only a thread that finds the desk empty performs an exchange with the store, and takes everybody's results along. Safe for
 * use by several threads.
 *
 * <p><b>Invariants.</b> One exchange at a time ({@code exchanging}) and one draw from the source at a time ({@code drawing});
 * both happen outside {@code lock}, so a slow source or store never keeps a thread from laying down its result. Lock order:
 * {@code lock} is a leaf; neither the store nor the feed is called with it held.
 *
 * <p><b>Who wakes whom.</b> {@code changed} is signalled when there is something new to look at: claims, an end, or news from
 * the store ({@code stale}). A thread that has asked in vain sleeps until one of these, or until the time at which the store
 * said the answer may change. The watch on the store is set before the last look, so no change falls between looking and
 * sleeping.
 */
public final class Desk {
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long HAND_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long DRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int MOST_DRAWN = 512;

    private final Worker worker;
    private final Platform platform;
    private final Feed feed;
    private final Pace pace;
    private final Budget budget;
    private final Observer observer;
    private final Outlooks outlooks;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition stewardWake = lock.newCondition();

    private final Deque<Answer.Claimed> claims = new ArrayDeque<>();
    private final Map<Long, InHand> inHand = new HashMap<>();
    private final Ahead ahead = new Ahead();
    private List<Ended> results = new ArrayList<>();
    private List<Declaration> drawn = new ArrayList<>();
    private long laidDown;
    private long handedIn;
    private long oldestResult;
    private long oldestClaim;
    private int hungry;
    private int drawSize = 1;
    private int stock;
    private boolean exchanging;
    private boolean drawing;
    private boolean stale = true;
    private boolean onlyNews;
    private boolean finished;
    private boolean closed;
    private boolean left;
    private long wakeAt;
    private Store.@Nullable Watch watch;
    private @Nullable Throwable broken;

    /** What a desk tells its owner. Called by any thread, never with a lock held; must be quick. */
    public interface Observer {
        /** A result was not accepted. */
        void refused(Answer.Refusal refusal);

        /** A task's fingerprint was not taken, because another live worker declared a different one. */
        void conflict(String id);

        /** These results were handed in and taken. */
        void handedIn(List<Ended> ended);

        /** There are so many final failures that the loop stops; these are some of them. */
        void stopped(List<String> failures);

        /** How the run stands now. */
        void outlook(Answer.Outlook outlook);
    }

    /** A desk for this worker. */
    public Desk(Worker worker, Feed feed, Pace pace, Budget budget, Observer observer) {
        this.worker = worker;
        this.platform = worker.platform();
        this.feed = feed;
        this.pace = pace;
        this.budget = budget;
        this.observer = observer;
        this.outlooks = new Outlooks(worker, feed, pace);
    }

    /**
     * Takes the next claim, waiting for one if there may be one.
     *
     * @return null when there is nothing more to do for this worker
     * @throws InterruptedException when the thread is interrupted while it waits
     * @throws dev.tagwerk.store.StuckException when tasks wait for each other, or for tasks that nobody declares
     */
    public @Nullable InHand take() throws InterruptedException {
        lock.lockInterruptibly();
        long mine = laidDown;
        hungry++;
        if (claims.isEmpty()) {
            // What changed while nobody was hungry was passed over: who comes now looks at least once.
            stale = true;
            onlyNews = false;
        }
        try {
            while (true) {
                throwIfBroken();
                if (closed || finished) {
                    return null;
                }
                Answer.Claimed claimed = pace.commitEach() && handedIn < mine ? null : claims.poll();
                if (claimed != null) {
                    InHand started = new InHand(claimed, platform);
                    inHand.put(claimed.claim().token(), started);
                    return started;
                }
                if (!advance()) {
                    await();
                }
            }
        } finally {
            hungry--;
            lock.unlock();
        }
    }

    /** Draws or exchanges if there is reason to; says whether it did. Called and left with the lock held. */
    private boolean advance() {
        if (needsDraw()) {
            draw();
            return true;
        }
        if (!exchanging && (stale || !results.isEmpty() || !drawn.isEmpty())) {
            if (!onlyNews || !results.isEmpty() || !drawn.isEmpty() || concernsMe()) {
                exchange(true);
            }
            return true;
        }
        return false;
    }

    private boolean needsDraw() {
        return !drawing && !feed.hasEnded() && drawn.isEmpty() && outlooks.isShort(4 * (hungry + stock));
    }

    /** Somebody else changed the store: looks, without a write, whether that matters here. Lock held, given up meanwhile. */
    private boolean concernsMe() {
        exchanging = true;
        stale = false;
        onlyNews = false;
        lock.unlock();
        boolean concerned = true;
        Throwable thrown = null;
        try {
            concerned = outlooks.concernsMe();
        } catch (Throwable any) {
            thrown = any;
        }
        lock.lock();
        exchanging = false;
        changed.signalAll();
        if (thrown != null) {
            stale = true;
            breakDown(thrown);
            return false;
        }
        if (concerned || stale || !feed.hasEnded() || drawing) {
            return concerned;
        }
        judge();
        changed.signalAll();
        return false;
    }

    private void draw() {
        drawing = true;
        int atMost = pace.commitEach() ? 1 : Math.max(drawSize, Math.min(hungry, MOST_DRAWN));
        lock.unlock();
        List<Declaration> got = List.of();
        Throwable thrown = null;
        long begin = platform.nanoTime();
        try {
            outlooks.tidy();
            got = feed.draw(atMost);
        } catch (Throwable any) {
            thrown = any;
        }
        long took = platform.nanoTime() - begin;
        lock.lock();
        drawing = false;
        offer(drawn, got);
        stale = true;
        if (took < DRAW_NANOS) {
            drawSize = Math.min(MOST_DRAWN, drawSize * 2);
        } else {
            drawSize = Math.max(1, drawSize / 2);
        }
        if (thrown != null) {
            breakDown(thrown);
        }
        changed.signalAll();
    }

    /** One exchange. Called and left with the lock held. */
    private void exchange(boolean hungryNow) {
        exchanging = true;
        stale = false;
        onlyNews = false;
        List<Ended> ended = results;
        results = new ArrayList<>();
        List<Declaration> declarations = drawn;
        drawn = new ArrayList<>();
        long upTo = laidDown;
        int now = hungryNow ? Math.max(0, hungry - claims.size()) : 0;
        int further = pace.commitEach() || now == 0 ? 0 : ahead.next(hungry + inHand.size());
        stock = further;
        boolean sourceEnded = feed.hasEnded() && !drawing;
        lock.unlock();
        Answer answer = null;
        Throwable thrown = null;
        try {
            answer = worker.exchange(
                    ended,
                    new Request.Offer(declarations, budget, sourceEnded),
                    new Request.Want(now, further, feed::holds, pace.maxFailures()));
            tell(answer, ended, declarations);
        } catch (Throwable any) {
            thrown = any;
        }
        lock.lock();
        exchanging = false;
        if (answer == null || thrown != null) {
            if (answer == null) {
                results.addAll(0, ended);
                offer(declarations, drawn);
            }
            stale = true;
            breakDown(thrown);
        } else {
            handedIn = Math.max(handedIn, upTo);
            accept(answer, declarations, now);
        }
        changed.signalAll();
    }

    /** Puts on the desk what the next exchange declares, none twice. Lock held. */
    private void offer(List<Declaration> first, List<Declaration> then) {
        Map<String, Declaration> all = new LinkedHashMap<>();
        first.forEach(declaration -> all.put(declaration.id(), declaration));
        then.forEach(declaration -> all.putIfAbsent(declaration.id(), declaration));
        drawn = new ArrayList<>(all.values());
    }

    /** The ends that the store has taken. */
    private static List<Ended> taken(List<Ended> ended, List<Answer.Refusal> refusals) {
        if (refusals.isEmpty()) {
            return ended;
        }
        Set<Long> refused = new HashSet<>();
        refusals.forEach(refusal -> refused.add(refusal.ended().token()));
        return ended.stream().filter(end -> !refused.contains(end.token())).toList();
    }

    private void tell(Answer answer, List<Ended> ended, List<Declaration> declarations) {
        answer.notices().refusals().forEach(observer::refused);
        answer.notices().conflicts().forEach(observer::conflict);
        if (!answer.notices().lost()) {
            observer.outlook(answer.outlook());
            outlooks.settled(declarations, answer.declared());
        }
        List<Ended> taken = taken(ended, answer.notices().refusals());
        if (!taken.isEmpty()) {
            observer.handedIn(taken);
        }
        if (!answer.outlook().failures().isEmpty()) {
            observer.stopped(answer.outlook().failures());
        }
    }

    private void accept(Answer answer, List<Declaration> declarations, int wanted) {
        if (answer.notices().lost()) {
            comeBack(declarations);
            return;
        }
        if (answer.declared().size() < declarations.size()) {
            offer(declarations, drawn);
            stale = true;
        }
        if (!answer.claims().isEmpty()) {
            if (claims.isEmpty()) {
                oldestClaim = platform.nanoTime();
                stewardWake.signal();
            }
            claims.addAll(answer.claims());
        }
        wakeAt = answer.outlook().wakeAt();
        outlooks.update(answer.outlook(), answer.claims().size() < wanted);
        if (answer.outlook().run().cascading()) {
            stale = true;
        }
        if (!answer.outlook().failures().isEmpty()) {
            finished = true;
        }
        boolean nothing = wanted > 0 && answer.claims().isEmpty() && !stale && drawn.isEmpty();
        if (nothing && feed.hasEnded() && !drawing && results.isEmpty()) {
            judge();
        }
    }

    /** Everything was given to others while this worker was silent: join again and offer all that is still held. */
    private void comeBack(List<Declaration> declarations) {
        claims.clear();
        inHand.values().forEach(InHand::lose);
        // Still one at a time: joining twice would find the own identity in use.
        exchanging = true;
        lock.unlock();
        Throwable thrown = null;
        List<Declaration> all = List.of();
        try {
            worker.rejoin();
            all = feed.offerAgain();
        } catch (Throwable any) {
            thrown = any;
        }
        lock.lock();
        exchanging = false;
        // What was drawn meanwhile may be missing in what was offered again.
        offer(all.isEmpty() ? declarations : all, drawn);
        stale = true;
        if (thrown != null) {
            breakDown(thrown);
        }
    }

    /** Nothing was claimable, the source has ended, nothing is on the desk: is this the end? Lock held, given up meanwhile. */
    private void judge() {
        if (!pace.waits()) {
            finished |= inHand.isEmpty();
            return;
        }
        exchanging = true;
        lock.unlock();
        boolean over = false;
        Throwable thrown = null;
        try {
            over = outlooks.isOver();
        } catch (Throwable any) {
            thrown = any;
        }
        lock.lock();
        exchanging = false;
        if (thrown != null) {
            breakDown(thrown);
        } else if (over && results.isEmpty() && drawn.isEmpty()) {
            finished = true;
        }
    }

    /** Sleeps until there is something to look at. Lock held. */
    @SuppressWarnings("WaitNotInLoop") // the caller loops, and looks at everything anew
    private void await() throws InterruptedException {
        if (watch == null && !exchanging) {
            setWatch();
            return;
        }
        long millis = 1_000;
        if (wakeAt > 0) {
            millis = Math.min(millis, Math.max(1, wakeAt - platform.now().toEpochMilli()));
        }
        boolean signalled = changed.await(millis, TimeUnit.MILLISECONDS);
        if (!signalled && wakeAt > 0 && platform.now().toEpochMilli() >= wakeAt) {
            stale = true;
        }
    }

    private void setWatch() {
        exchanging = true;
        lock.unlock();
        Store.Watch set = null;
        Throwable thrown = null;
        try {
            set = worker.store().watch(this::storeChanged);
        } catch (Throwable any) {
            thrown = any;
        }
        lock.lock();
        exchanging = false;
        watch = set;
        changed.signalAll();
        // What changed before the watch was set has to be looked at once more.
        stale = true;
        if (thrown != null) {
            breakDown(thrown);
        }
    }

    private void storeChanged() {
        lock.lock();
        try {
            if (!stale && hungry > 0) {
                stale = true;
                onlyNews = true;
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lays down how an attempt ended. It is committed with the next exchange, at the latest 10 ms later.
     *
     * @return false when the claim had been given back or settled before; nothing happens then
     */
    public boolean end(InHand hand, Outcome outcome, Ended.Result result) {
        lock.lock();
        try {
            if (inHand.remove(hand.claim().token()) == null) {
                return false;
            }
            Ended ended = hand.end(outcome, result, platform);
            if (outcome != Outcome.HANDED_BACK && outcome != Outcome.INTERRUPTED) {
                ahead.took(ended.span().nanos());
            }
            if (results.isEmpty()) {
                oldestResult = platform.nanoTime();
                stewardWake.signal();
            }
            results.add(ended);
            laidDown++;
            if (hungry > 0) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Hands in all results that lie on the desk; returns when they are committed. */
    public void flush() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long all = laidDown;
            while (handedIn < all && !closed) {
                throwIfBroken();
                if (exchanging) {
                    changed.await();
                } else {
                    exchange(false);
                }
            }
            throwIfBroken();
        } finally {
            lock.unlock();
        }
    }

    /** What the steward does: old results are handed in, claims that nobody starts are handed back. */
    void tend() {
        lock.lock();
        try {
            if (closed || exchanging || broken != null) {
                return;
            }
            long now = platform.nanoTime();
            if (!claims.isEmpty() && now - oldestClaim > HAND_BACK_NANOS) {
                handBack();
                exchange(false);
            } else if (!results.isEmpty() && now - oldestResult > FLUSH_NANOS) {
                exchange(false);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lays down the claims that nobody has started. Lock held. */
    private void handBack() {
        long millis = platform.now().toEpochMilli();
        claims.forEach(claimed -> results.add(Ended.handedBack(claimed.claim(), millis)));
        claims.clear();
    }

    /** Sleeps until there is something to tend, or the time is over. For the steward. */
    @SuppressWarnings("WaitNotInLoop") // the steward looks at everything anew, for whatever reason it woke
    void awaitTending(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean soon = !results.isEmpty() || !claims.isEmpty();
            stewardWake.awaitNanos(soon ? Math.min(nanos, FLUSH_NANOS) : nanos);
        } finally {
            lock.unlock();
        }
    }

    /** Whether threads wait for tasks of others. */
    boolean isWaiting() {
        lock.lock();
        try {
            return hungry > 0 && watch != null;
        } finally {
            lock.unlock();
        }
    }

    /** Says that this worker was taken for dead: the next exchange finds out and joins again. */
    void suspectLost() {
        lock.lock();
        try {
            stale = true;
            inHand.values().forEach(InHand::lose);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all taking: what is in hand may end, nothing new is given out. */
    public void finish() {
        lock.lock();
        try {
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Allows taking again after a {@link #finish()} or an end. */
    public void resume() {
        lock.lock();
        try {
            finished = false;
            stale = true;
            // A new pass begins with what comes first now: perhaps a task that failed in the last one.
            handBack();
            if (broken instanceof StuckException) {
                // What was missing may be there by now.
                broken = null;
            }
            outlooks.forget();
        } finally {
            lock.unlock();
        }
    }

    /** Whether taking has ended. */
    public boolean isFinished() {
        lock.lock();
        try {
            return finished || closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Leaves the run: hands in what lies on the desk, ends what is in hand in this way, gives back the rest. A second call does
     * nothing.
     */
    public void close(Outcome forInHand, Ended.Result result) {
        List<Ended> last = new ArrayList<>();
        Store.Watch set;
        lock.lock();
        try {
            if (closed) {
                awaitWhile(() -> !left);
                return;
            }
            closed = true;
            changed.signalAll();
            stewardWake.signalAll();
            awaitWhile(() -> exchanging);
            last.addAll(results);
            results.clear();
            inHand.values().forEach(hand -> last.add(hand.end(forInHand, result, platform)));
            inHand.clear();
            claims.clear();
            set = watch;
            watch = null;
        } finally {
            lock.unlock();
        }
        try {
            if (set != null) {
                set.close();
            }
            List<Answer.Refusal> refusals = worker.leave(last);
            refusals.forEach(observer::refused);
            List<Ended> taken = taken(last, refusals);
            if (!taken.isEmpty()) {
                observer.handedIn(taken);
            }
        } finally {
            markLeft();
        }
    }

    private void markLeft() {
        lock.lock();
        try {
            left = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while this holds, at most ten seconds, and without giving in to interrupts. Lock held. */
    private void awaitWhile(BooleanSupplier holds) {
        boolean interrupted = false;
        long nanos = TimeUnit.SECONDS.toNanos(10);
        while (holds.getAsBoolean() && nanos > 0) {
            try {
                nanos = changed.awaitNanos(nanos);
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many claims are in hand. */
    public int inHand() {
        lock.lock();
        try {
            return inHand.size();
        } finally {
            lock.unlock();
        }
    }

    private void breakDown(@Nullable Throwable thrown) {
        if (thrown instanceof StoreException problem && problem.problem() == StoreException.Problem.BUSY) {
            // Passing: whoever asks next tries again.
            stale = true;
        } else if (broken == null && thrown != null) {
            broken = thrown;
        }
    }

    private void throwIfBroken() {
        Throwable thrown = broken;
        if (thrown instanceof RuntimeException runtime) {
            throw runtime;
        } else if (thrown instanceof Error error) {
            throw error;
        } else if (thrown != null) {
            throw new SourceException(thrown);
        }
    }
}
