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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the threads of one process meet: a thread that finishes lays its result on the desk and takes the next claim from it;
 * only a thread that finds the desk empty performs an exchange with the store, and takes everybody's results along. Safe for
 * use by several threads.
 *
 * <p><b>Invariants.</b> One exchange at a time ({@code exchanging}) and one draw from the source at a time ({@code drawing});
 * both happen outside the lock, so a slow source or store never keeps a thread from laying down its result. Lock order:
 * the lock is a leaf; neither the store nor the feed is called with it held.
 *
 * <p><b>Who wakes whom.</b> a hungry thread is woken when there is something new to look at: claims, an end, or news from the
 * store ({@code stale}). A thread that has asked in vain sleeps until one of these, or until the time at which the store said
 * the answer may change. Who leaves with a claim wakes one more if there is something left for it; who lays down an end and
 * comes back for more wakes nobody for it, so a chain of tasks stays with one thread. The watch on the store is set before the last look, so no change falls between looking and
 * sleeping.
 */
public final class Desk {
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long HAND_BACK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Worker worker;
    private final Platform platform;
    private final Feed feed;
    private final Pace pace;
    private final Budget budget;
    private final Herald herald;
    private final Outlooks outlooks;

    private final WaitingRoom room = new WaitingRoom();
    private final Shelf shelf;
    private final Drawing drawing;
    private final Ahead ahead = new Ahead();
    private long wakeAt;
    private int hungry;
    private int stock;
    /** Somebody is busy with the store, without the lock; what that thread itself changes there is no news. */
    private boolean exchanging;

    private volatile @Nullable Thread exchanger;
    /** There may be something new in the store. */
    private boolean stale = true;
    /** As far as is known, that is only what others did. */
    private boolean onlyNews;

    private boolean finished;
    private boolean closed;
    private boolean left;
    private Store.@Nullable Watch watch;
    private @Nullable Throwable broken;

    /** A desk for this worker. */
    public Desk(Worker worker, Feed feed, Pace pace, Budget budget, DeskObserver observer) {
        this.worker = worker;
        this.platform = worker.platform();
        this.feed = feed;
        this.pace = pace;
        this.budget = budget;
        this.outlooks = new Outlooks(worker, feed, pace, budget);
        this.herald = new Herald(observer, outlooks);
        this.shelf = new Shelf(platform);
        this.drawing = new Drawing(feed, platform, pace.commitEach());
    }

    /**
     * Takes the next claim, waiting for one if there may be one.
     *
     * @return null when there is nothing more to do for this worker
     * @throws InterruptedException when the thread is interrupted while it waits
     * @throws dev.tagwerk.store.StuckException when tasks wait for each other, or for tasks that nobody declares
     */
    public @Nullable InHand take() throws InterruptedException {
        room.enterInterruptibly();
        return takeLocked();
    }

    /**
     * Lays down how an attempt ended, and takes the next claim: what {@link #end} and {@link #take} do, with the lock taken once.
     * Nobody else is woken for what this thread will see to itself.
     *
     * @throws InterruptedException when the thread is interrupted while it waits; the end was laid down all the same
     */
    public @Nullable InHand endAndTake(InHand hand, Outcome outcome, Ended.Result result) throws InterruptedException {
        room.enter();
        lay(hand, outcome, result);
        if (Thread.interrupted()) {
            wakeHungry();
            room.leave();
            throw new InterruptedException();
        }
        return takeLocked();
    }

    /** Called with the lock held, left without it. */
    private @Nullable InHand takeLocked() throws InterruptedException {
        long mine = shelf.laidDown();
        hungry++;
        if (shelf.claims() == 0) {
            // What changed while nobody was hungry was passed over: who comes now looks at least once.
            lookAgain();
        }
        try {
            while (true) {
                throwIfBroken();
                if (closed || finished) {
                    return null;
                }
                InHand started = pace.commitEach() && !shelf.isHandedIn(mine) ? null : shelf.start();
                if (started != null) {
                    return started;
                }
                if (!advance()) {
                    await();
                }
            }
        } finally {
            hungry--;
            wakeHungry();
            room.leave();
        }
    }

    /** Wakes one more hungry thread if there is something for it, all of them if that is the end. Lock held. */
    private void wakeHungry() {
        if (finished || closed || broken != null) {
            room.wakeAllHungry();
        } else if (hungry > 0 && (shelf.claims() > 0 || shelf.hasResults() || stale || drawing.mayBegin())) {
            room.wakeHungry();
        }
    }

    /** Draws or exchanges if there is reason to; says whether it did. Called and left with the lock held. */
    private boolean advance() {
        boolean declaring = feed.declaresFirst() && !drawing.isOver();
        boolean claimFirst = drawing.wasInVain() && (shelf.hasResults() || outlooks.isAnyReady());
        if (drawing.mayBegin() && (declaring || (!claimFirst && outlooks.isShort(hungry + stock)))) {
            draw();
            return true;
        }
        boolean something = shelf.hasResults() || !drawing.isEmpty();
        if (exchanging || (!something && (declaring || !stale))) {
            return false;
        }
        if (!onlyNews || something || concernsMe()) {
            exchange(true);
        }
        return true;
    }

    /** Does something with the store, without the lock but marked as {@code exchanging}; null when it failed. */
    private <R> @Nullable R outside(Callable<R> work) {
        exchanging = true;
        exchanger = Thread.currentThread();
        R result = unlocked(work);
        exchanger = null;
        exchanging = false;
        room.wakeQuiet();
        return result;
    }

    private <R> @Nullable R unlocked(Callable<R> work) {
        room.leave();
        R result = null;
        Throwable thrown = null;
        try {
            result = work.call();
        } catch (Throwable any) {
            thrown = any;
        }
        room.enter();
        if (thrown != null) {
            lookAgain();
            boolean busy = thrown instanceof StoreException at && at.problem() == StoreException.Problem.BUSY;
            broken = busy || broken != null ? broken : thrown;
        }
        return result;
    }

    private void draw() {
        int atMost = drawing.begin(hungry, outlooks.live());
        Drawn got = unlocked(() -> {
            outlooks.tidy();
            return drawing.draw(atMost, outlooks::undeclared);
        });
        drawing.end(got == null ? Drawn.NOTHING : got);
        lookAgain();
    }

    /** Somebody else changed the store: looks, without a write, whether that matters here. Lock held, given up meanwhile. */
    private boolean concernsMe() {
        stale = false;
        onlyNews = false;
        boolean concerned = Boolean.TRUE.equals(outside(outlooks::concernsMe));
        if (!concerned && !stale && drawing.isOver() && !shelf.hasResults()) {
            judge();
        }
        return concerned;
    }

    /** One exchange. Called and left with the lock held. */
    private void exchange(boolean hungryNow) {
        stale = !hungryNow && hungry > 0; // who asks for nothing has not looked, but may open what others wait for
        onlyNews = false;
        List<Laid> laid = shelf.takeResults();
        List<Ended> ended = laid.stream().map(Laid::ended).toList();
        boolean sourceEnded = feed.hasEnded() && !drawing.isBusy();
        Drawn drawn = drawing.take();
        List<Declaration> declarations = drawn.declarations();
        long upTo = shelf.laidDown();
        boolean declaring = feed.declaresFirst() && !(sourceEnded && declarations.isEmpty());
        int now = hungryNow && !declaring ? Math.max(0, hungry - shelf.claims()) : 0;
        int further = pace.commitEach() || now == 0 ? 0 : ahead.next(hungry + shelf.inHand());
        stock = further;
        Request.Offer offer =
                drawn.offer(budget, sourceEnded, feed.renewal(), worker.row().session());
        Request.Want want = new Request.Want(now, further, feed.holding(), pace.maxFailures());
        Answer answer = outside(() -> {
            Answer got = worker.exchange(ended, offer, want);
            herald.tell(got, laid, declarations);
            return got;
        });
        if (!hungryNow) {
            wakeHungry();
        }
        if (answer == null) {
            shelf.putBackResults(laid);
            drawing.putBack(drawn);
            return;
        }
        shelf.handedIn(upTo);
        if (answer.notices().lost()) {
            drawing.putBack(drawn);
            comeBack();
        } else {
            accept(answer, drawn, now);
            if (declaring && sourceEnded) {
                lookAgain();
            }
        }
    }

    private void accept(Answer answer, Drawn drawn, int wanted) {
        if (answer.declared().size() < drawn.declarations().size()) {
            drawing.putBack(drawn);
        }
        if (shelf.add(answer.claims())) {
            room.wakeSteward();
        }
        wakeAt = answer.outlook().wakeAt();
        outlooks.update(answer.outlook(), answer.claims().size() < wanted);
        if (answer.outlook().run().cascading()) {
            lookAgain();
        }
        finished |= !answer.outlook().failures().isEmpty();
        boolean nothing = wanted > 0 && answer.claims().isEmpty() && !stale;
        if (nothing && drawing.isOver() && !shelf.hasResults()) {
            judge();
        }
    }

    /** Everything was given to others while this worker was silent: joins again and offers all that is still held. */
    private void comeBack() {
        shelf.loseAll();
        List<Declaration> all = outside(() -> {
            worker.rejoin();
            return feed.offerAgain();
        });
        if (all != null) {
            drawing.putBack(Drawn.of(all));
        }
        lookAgain();
    }

    /** Nothing was claimable, the source has ended, nothing is on the desk: is this the end? Lock held, given up meanwhile. */
    private void judge() {
        if (!pace.waits()) {
            finished |= shelf.inHand() == 0;
            return;
        }
        Boolean over = outside(outlooks::isOver);
        if (over != null && over && !shelf.hasResults() && drawing.isEmpty()) {
            finished = true;
        }
    }

    /** Sleeps until there is something to look at. Lock held. */
    private void await() throws InterruptedException {
        if (watch == null && !exchanging) {
            setWatch();
            return;
        }
        long millis = 1_000;
        if (wakeAt > 0) {
            millis = Math.min(millis, Math.max(1, wakeAt - platform.now().toEpochMilli()));
        }
        boolean signalled = room.sleepHungry(millis);
        if (!signalled && wakeAt > 0 && platform.now().toEpochMilli() >= wakeAt) {
            stale = true;
        }
    }

    private void setWatch() {
        watch = outside(() -> worker.store().watch(this::storeChanged));
        // What changed before the watch was set has to be looked at once more.
        onlyNews = onlyNews || !stale;
        stale = true;
    }

    private void storeChanged() {
        if (exchanger == Thread.currentThread()) {
            return;
        }
        room.inside(() -> {
            if (!stale && hungry > 0) {
                stale = true;
                onlyNews = true;
                room.wakeHungry();
            }
        });
    }

    /**
     * Lays down how an attempt ended. It is committed with the next exchange, at the latest 10 ms later.
     *
     * @return false when the claim had been given back or settled before; nothing happens then
     */
    public boolean end(InHand hand, Outcome outcome, Ended.Result result) {
        return room.ask(() -> {
            boolean known = lay(hand, outcome, result);
            if (hungry > 0) {
                room.wakeHungry();
            }
            return known;
        });
    }

    /** Says whether the claim was still in hand. Lock held. */
    private boolean lay(InHand hand, Outcome outcome, Ended.Result result) {
        boolean first = !shelf.hasResults();
        Ended ended = shelf.lay(hand, outcome, result);
        if (ended == null) {
            return false;
        }
        if (outcome != Outcome.HANDED_BACK && outcome != Outcome.INTERRUPTED) {
            ahead.took(ended.span().nanos());
        }
        if (first) {
            room.wakeSteward();
        }
        return true;
    }

    /** Hands in all results that lie on the desk; returns when they are committed. */
    public void flush() throws InterruptedException {
        room.enterInterruptibly();
        try {
            long all = shelf.laidDown();
            while (!shelf.isHandedIn(all) && !closed) {
                throwIfBroken();
                if (exchanging) {
                    room.sleepUntilQuiet();
                } else {
                    exchange(false);
                }
            }
            room.awaitQuiet(() -> closed && !left, LEAVE_NANOS); // who closes it hands in the rest
            throwIfBroken();
        } finally {
            room.leave();
        }
    }

    /** What the steward does: old results are handed in, claims that nobody starts are handed back. */
    void tend() {
        room.enter();
        try {
            if (closed || exchanging || broken != null) {
                return;
            }
            if (shelf.hasClaimOlderThan(HAND_BACK_NANOS)) {
                shelf.handBackClaims();
                exchange(false);
            } else if (shelf.hasResultOlderThan(FLUSH_NANOS)) {
                exchange(false);
            }
        } finally {
            room.leave();
        }
    }

    /** Sleeps until there is something to tend, or the time is over. For the steward. */
    void awaitTending(long nanos) throws InterruptedException {
        room.sleepSteward(() -> shelf.hasResults() || shelf.claims() > 0, nanos);
    }

    /** Whether threads wait for tasks of others. */
    boolean isWaiting() {
        return room.ask(() -> hungry > 0 && watch != null);
    }

    /** Says that this worker was taken for dead: the next exchange joins again. */
    void suspectLost() {
        room.inside(() -> {
            stale = true;
            shelf.loseInHand();
            room.wakeHungry();
        });
    }

    /** Ends all taking: what is in hand may end, nothing new is given out. */
    public void finish() {
        room.inside(() -> {
            finished = true;
            room.wakeAllHungry();
        });
    }

    /** Allows taking again after a {@link #finish()} or an end. */
    public void resume() {
        room.inside(() -> {
            finished = false;
            lookAgain();
            // A new pass begins with what comes first now: perhaps a task that failed in the last one.
            shelf.handBackClaims();
            if (broken instanceof StuckException) {
                broken = null; // what was missing may be there by now
            }
            outlooks.forget();
        });
    }

    /** Whether taking has ended. */
    public boolean isFinished() {
        return room.ask(() -> finished || closed);
    }

    /**
     * Leaves the run: hands in what lies on the desk, ends what is in hand in this way, gives back the rest. A second call does
     * nothing.
     */
    public void close(Outcome forInHand, Ended.Result result) {
        List<Laid> last;
        Store.Watch set;
        room.enter();
        try {
            if (closed) {
                room.awaitQuiet(() -> !left, LEAVE_NANOS);
                return;
            }
            closed = true;
            room.wakeAllHungry();
            room.shakeSteward();
            room.awaitQuiet(() -> exchanging, LEAVE_NANOS);
            last = shelf.clear(forInHand, result);
            set = watch;
            watch = null;
        } finally {
            room.leave();
        }
        try {
            if (set != null) {
                set.close();
            }
            herald.tell(last, worker.leave(last.stream().map(Laid::ended).toList()));
        } finally {
            room.inside(() -> {
                left = true;
                room.wakeQuiet();
            });
        }
    }

    private void lookAgain() {
        stale = true;
        onlyNews = false;
    }

    private void throwIfBroken() {
        if (broken != null) {
            throw SourceException.unchecked(broken);
        }
    }
}
