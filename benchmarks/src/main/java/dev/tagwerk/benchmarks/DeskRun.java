package dev.tagwerk.benchmarks;

import dev.tagwerk.engine.Desk;
import dev.tagwerk.engine.DeskObserver;
import dev.tagwerk.engine.Feed;
import dev.tagwerk.engine.InHand;
import dev.tagwerk.engine.Laid;
import dev.tagwerk.engine.Pace;
import dev.tagwerk.engine.Platform;
import dev.tagwerk.engine.Steward;
import dev.tagwerk.engine.Worker;
import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine on a store, told to declare everything before it runs anything: so registration and running can be measured apart,
 * which a loop does by turns. Safe for use by several threads.
 */
final class DeskRun implements DeskObserver, AutoCloseable {
    private static final Duration BEAT = Duration.ofSeconds(5);

    private final Desk desk;
    private final Steward steward;

    /** A desk for these declarations on this store. */
    DeskRun(Store store, List<Declaration> declarations) {
        Platform platform = Platform.system();
        WorkerRow.Profile profile =
                new WorkerRow.Profile("bench", platform.self(), new TreeSet<>(), BEAT.multipliedBy(3), BEAT);
        Worker worker = Worker.join(
                store, platform, new Worker.Entry("bench", profile, new GraphRow.Input(declarations.size(), false)));
        this.desk = new Desk(worker, new WholeFeed(declarations), new Pace(false, true, 0, BEAT), Budget.DEFAULT, this);
        this.steward = new Steward(desk, worker);
    }

    /** The desk. */
    Desk desk() {
        return desk;
    }

    /** Registers and runs all of them on so many threads; gives the times of both. */
    static Reading run(Store store, List<Declaration> declarations, int threads, TaskGraph.Check check)
            throws InterruptedException, ExecutionException {
        long begin = System.nanoTime();
        AtomicLong first = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (DeskRun run = new DeskRun(store, declarations)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    run.work(first, check);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        long end = System.nanoTime();
        return Reading.of("registration", first.get() - begin).and("running", end - first.get());
    }

    private void work(AtomicLong first, TaskGraph.Check check) throws InterruptedException {
        InHand hand = desk.take();
        first.compareAndSet(0, System.nanoTime());
        while (hand != null) {
            check.run(TaskGraph.number(hand.task().id()));
            hand = desk.endAndTake(hand, Outcome.COMPLETED, Ended.Result.NOTHING);
        }
    }

    @Override
    public void close() {
        steward.close();
        desk.close(Outcome.INTERRUPTED, Ended.Result.NOTHING);
    }

    @Override
    public void claimed(List<Answer.Claimed> claims) {}

    @Override
    public void refused(String id, Answer.Refusal refusal) {
        throw new IllegalStateException("wrong result: " + id + ": " + refusal);
    }

    @Override
    public void conflict(String id) {
        throw new IllegalStateException("wrong result: conflict over " + id);
    }

    @Override
    public void handedIn(List<Laid> laid) {}

    @Override
    public void outlook(Answer.Outlook outlook) {}

    /** All of a list. Safe for use by several threads, but for drawing, which is done by one at a time. */
    private static final class WholeFeed implements Feed {
        private final List<Declaration> all;
        private volatile int drawn;

        WholeFeed(List<Declaration> all) {
            this.all = all;
        }

        @Override
        public List<Declaration> draw(int atMost) {
            int from = drawn;
            int to = Math.min(all.size(), from + atMost);
            drawn = to;
            return all.subList(from, to);
        }

        @Override
        public boolean hasEnded() {
            return drawn == all.size();
        }

        @Override
        public boolean holds(String id) {
            return true;
        }

        @Override
        public boolean holdsAll() {
            return true;
        }

        @Override
        public boolean declaresFirst() {
            return true;
        }

        @Override
        public List<String> held() {
            return List.of();
        }

        @Override
        public Request.Holding holding() {
            return id -> true;
        }

        @Override
        public int heldCount() {
            return 0;
        }

        @Override
        public List<Declaration> offerAgain() {
            return all;
        }

        @Override
        public void release(Collection<String> ids) {}
    }
}
