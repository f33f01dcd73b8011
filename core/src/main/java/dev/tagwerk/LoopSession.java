package dev.tagwerk;

import dev.tagwerk.engine.Desk;
import dev.tagwerk.engine.DeskObserver;
import dev.tagwerk.engine.InHand;
import dev.tagwerk.engine.Laid;
import dev.tagwerk.engine.Pace;
import dev.tagwerk.engine.Platform;
import dev.tagwerk.engine.Steward;
import dev.tagwerk.engine.Worker;
import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Locks;
import dev.tagwerk.store.NamedLock;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop's part in a run: its worker, its desk, its steward, and who hears of it. Safe for use by several threads.
 *
 * <p>A shutdown hook gives back what is in hand when the process is asked to stop; a body that ends while that happens finds
 * its claim settled and is not heard any more.
 */
final class LoopSession implements DeskObserver {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLoop.class);

    private static final long LEAVE_MILLIS = 5_000;

    private final LoopParts<?> parts;
    private final Store store;
    private final Worker worker;
    private final Desk desk;
    private final Steward steward;
    private final LoopFeed<?> feed;
    private final LoopTally tally = new LoopTally();
    private final LoopEvents events;
    private final Thread hook;
    private volatile boolean stopping;
    private volatile boolean left;

    private LoopSession(LoopParts<?> parts, Store store, Worker worker, LoopFeed<?> feed) {
        this.parts = parts;
        this.store = store;
        this.worker = worker;
        this.feed = feed;
        this.events = new LoopEvents(parts, tally);
        LoopSettings.Rhythm rhythm = parts.settings().rhythm();
        LoopSettings.Patience patience = parts.settings().patience();
        this.desk = new Desk(
                worker,
                feed,
                new Pace(
                        rhythm.commitEach(),
                        rhythm.waits(),
                        patience.maxFailures(),
                        parts.settings().worker().beat()),
                patience.budget(),
                this);
        this.steward = new Steward(desk, worker);
        this.hook = new Thread(
                this::stop, "tagwerk-stop-" + parts.settings().place().name());
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            LOG.debug("The JVM is stopping already");
        }
    }

    /** Gives back what is in hand; but a store that another, stopped process holds must not keep this one from ending. */
    private void stop() {
        stopping = true;
        desk.finish();
        for (Runnable stop : parts.audience().stops()) {
            try {
                stop.run();
            } catch (RuntimeException broken) {
                LOG.warn("What was to run before the tasks in hand go back failed; they go back", broken);
            }
        }
        Thread leaving = new Thread(this::giveBack, "tagwerk-leave");
        leaving.setDaemon(true);
        leaving.start();
        try {
            leaving.join(LEAVE_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        events.close();
    }

    static <T extends @Nullable Object> LoopSession open(LoopParts<T> parts, LoopFeed<T> feed) {
        LoopSettings settings = parts.settings();
        Store given = parts.store();
        Store store = given != null
                ? given
                : Stores.open(
                        settings.place().store(),
                        StoreOptions.DEFAULT.with(settings.place().durability()));
        try {
            Platform platform = parts.platform();
            LoopSettings.Who who = settings.worker();
            WorkerRow.Profile profile =
                    new WorkerRow.Profile(who.identity(), platform.self(), who.labels(), who.lease(), who.beat());
            GraphRow.Input input =
                    new GraphRow.Input(parts.source().size(), parts.source().isPositional());
            Worker worker = Worker.join(
                    store, platform, new Worker.Entry(settings.place().name(), profile, input));
            return new LoopSession(parts, store, worker, feed);
        } catch (RuntimeException failed) {
            if (given == null) {
                store.close();
            }
            throw failed;
        }
    }

    Desk desk() {
        return desk;
    }

    long number() {
        return worker.row().session();
    }

    Store store() {
        return store;
    }

    void started(InHand hand) {
        events.started(hand.task().id(), hand.claim().attempt());
    }

    boolean end(InHand hand, Outcome outcome, Ended.Result result) {
        return desk.end(hand, outcome, result);
    }

    /** Returns when everything laid on the desk is committed. */
    void flush() {
        try {
            desk.flush();
        } catch (InterruptedException stop) {
            // The result lies on the desk and will be committed; the caller sees the interrupt where it waits next.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void claimed(List<Answer.Claimed> claims) {
        if (events.isHeard()) {
            claims.forEach(claimed -> events.ready(claimed.task().id()));
        }
    }

    @Override
    public void refused(String id, Answer.Refusal refusal) {
        Outcome outcome = refusal.ended().outcome();
        if (outcome != Outcome.HANDED_BACK) {
            LOG.warn("Task {}: its result ({}) was not accepted: {}", id, outcome, refusal.reason());
            tally.countRefused();
            events.refused(id, outcome, refusal.reason());
        }
    }

    @Override
    public void conflict(String id) {
        LOG.warn(
                "Task {}: another live worker declared another fingerprint for it; this worker's is not taken. Do all workers"
                        + " run the same version of the program?",
                id);
    }

    @Override
    public void handedIn(List<Laid> laid) {
        tally.count(laid);
        if (events.isHeard()) {
            laid.stream()
                    .filter(one -> one.ended().outcome() != Outcome.HANDED_BACK)
                    .forEach(one -> events.ended(one.id(), one.ended()));
        }
        List<String> done = new ArrayList<>(laid.size());
        for (Laid one : laid) {
            if (one.ended().outcome().isSuccess()) {
                done.add(one.id());
            }
        }
        feed.release(done);
    }

    @Override
    public void outlook(Answer.Outlook outlook) {
        tally.stand(outlook.tally());
        events.progress(outlook.tally());
        if (!outlook.failures().isEmpty()) {
            tally.stop(outlook.failures());
            events.stopped(outlook.failures());
        }
    }

    /** Called when nothing more was given out: says so if that is not because all is done. */
    void throwIfStopped() {
        if (stopping) {
            throw new LoopInterruptedException(parts.settings().place().name());
        }
        List<String> failures = tally.stopped();
        if (!failures.isEmpty()) {
            throw new LoopStoppedException(parts.settings().place().name(), failures);
        }
    }

    private void giveBack() {
        try {
            desk.close(
                    Outcome.INTERRUPTED,
                    Ended.Result.failure(Failure.of("Interrupted", "the process was asked to stop")));
        } catch (RuntimeException problem) {
            // The store may be closed already; others find this process gone and take its tasks.
            LOG.debug("What was in hand could not be given back", problem);
        }
    }

    /** Begins another pass. */
    void resume() {
        tally.stop(List.of());
        desk.resume();
    }

    boolean hasMore() {
        if (!feed.hasEnded() || feed.hasGrown()) {
            return true;
        }
        flush();
        return store.<Boolean>read(snapshot -> {
            GraphRow graph = snapshot.graph(worker.row().graph());
            if (graph == null) {
                return false;
            }
            Tally open = Tally.ZERO;
            for (Lane lane : snapshot.lanes(graph.id())) {
                boolean mine = lane.run() == graph.run().number()
                        && lane.conditions().admit(worker.row().profile().labels());
                open = mine ? open.plus(lane.tally()) : open;
            }
            return open.unfinished() > 0;
        });
    }

    LoopReport report() {
        flush();
        if (!left) {
            look();
        }
        return tally.report();
    }

    /** Takes in how all tasks stand now; the last exchange may be long ago. */
    private void look() {
        store.<@Nullable Object>read(snapshot -> {
            GraphRow graph = snapshot.graph(worker.row().graph());
            if (graph != null) {
                Tally all = Tally.ZERO;
                for (Lane lane : snapshot.lanes(graph.id())) {
                    all = all.plus(lane.tallyIn(graph.run().number()));
                }
                tally.stand(all);
            }
            return null;
        });
    }

    void close(Outcome forInHand, Failure failure) {
        try {
            steward.close();
            desk.close(forInHand, Ended.Result.failure(failure));
            if (!left) {
                left = true;
                look();
            }
        } finally {
            left = true;
            removeHook();
            events.close();
            if (parts.store() == null) {
                store.close();
            }
        }
    }

    /** Only behind the leaving: a process that is asked to stop in the middle of it must wait for its end. */
    private void removeHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The hook runs; it finds that everything has been handed in.
            LOG.debug("The JVM is stopping");
        }
    }

    /** The lock of a disabled loop: it excludes only within this process. */
    static NamedLock noLock(String name) {
        return Locks.inMemory().lock(name);
    }
}
