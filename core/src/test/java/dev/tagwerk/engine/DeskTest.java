package dev.tagwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Locks;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.Transaction;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeskTest {
    private final GatedStore store = new GatedStore();
    private final Desk desk = new Desk(
            worker(store),
            new AllAtOnce(
                    List.of(Declaration.of("first"), Declaration.of("then").withDependencies(Set.of("first")))),
            new Pace(false, true, 0, Duration.ofSeconds(5)),
            Budget.DEFAULT,
            new Deaf());

    @AfterEach
    void leave() {
        desk.close(Outcome.INTERRUPTED, Ended.Result.NOTHING);
    }

    @Test
    @DisplayName(
            "A thread that came while others handed in, twice in a row, still finds what that opened: it does not sleep for ever")
    void take_whileOthersHandInTwice_findsWhatThatOpened() throws Exception {
        InHand first = Objects.requireNonNull(desk.take());
        CompletableFuture<@Nullable Throwable> gone = new CompletableFuture<>();
        Thread early = started(() -> {
            try {
                desk.take();
                gone.complete(null);
            } catch (InterruptedException stop) {
                gone.complete(stop);
            }
        });
        awaitAsleep(early);
        early.interrupt();
        assertThat(gone.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);

        desk.end(first, Outcome.COMPLETED, Ended.Result.NOTHING);
        CountDownLatch gate = store.closeGate(true);
        FutureTask<Boolean> flush = new FutureTask<>(() -> {
            desk.flush();
            return true;
        });
        started(flush);
        assertThat(store.reached.await(10, TimeUnit.SECONDS)).isTrue();
        FutureTask<@Nullable InHand> take = new FutureTask<>(desk::take);
        awaitAsleep(started(take));
        gate.countDown();

        assertThat(flush.get(10, TimeUnit.SECONDS)).isTrue();
        InHand then = take.get(10, TimeUnit.SECONDS);
        assertThat(Objects.requireNonNull(then).task().id()).isEqualTo("then");
    }

    @Test
    @DisplayName("A flush while another closes the desk returns once that has handed in the rest, not before")
    void flush_whileAnotherCloses_waitsForTheRest() throws Exception {
        InHand first = Objects.requireNonNull(desk.take());
        desk.end(first, Outcome.COMPLETED, Ended.Result.NOTHING);
        CountDownLatch gate = store.closeGate(false);
        started(() -> desk.close(Outcome.INTERRUPTED, Ended.Result.NOTHING));
        assertThat(store.reached.await(10, TimeUnit.SECONDS)).isTrue();
        FutureTask<Boolean> flush = new FutureTask<>(() -> {
            desk.flush();
            return true;
        });
        awaitAsleep(started(flush));
        gate.countDown();
        assertThat(flush.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(store.beneath.<Long>read(snapshot ->
                        Objects.requireNonNull(snapshot.worker(1)).done().completed()))
                .isEqualTo(1);
    }

    private static Thread started(Runnable work) {
        Thread thread = new Thread(work, "desk-test");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void awaitAsleep(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.isAlive()).as("sleeps, instead of having ended").isTrue();
            Thread.onSpinWait();
        }
    }

    private static Worker worker(Store store) {
        Platform platform = Platform.system();
        WorkerRow.Profile profile = new WorkerRow.Profile(
                "me",
                platform.self(),
                Collections.unmodifiableSortedSet(new TreeSet<>()),
                Duration.ofSeconds(15),
                Duration.ofSeconds(5));
        return Worker.join(store, platform, new Worker.Entry("desk", profile, GraphRow.Input.UNKNOWN));
    }

    /** Says nothing of what changes, as a file does of what its own process writes; a gate lets one write come too late. */
    private static final class GatedStore implements Store {
        private final MemoryStore beneath = new MemoryStore();
        private final CountDownLatch reached = new CountDownLatch(1);
        private volatile @Nullable CountDownLatch gate;
        private volatile boolean tooLate;

        CountDownLatch closeGate(boolean fails) {
            tooLate = fails;
            CountDownLatch closed = new CountDownLatch(1);
            gate = closed;
            return closed;
        }

        @Override
        public <R> R write(Function<? super Transaction, ? extends R> work) {
            CountDownLatch closed = gate;
            if (closed != null) {
                gate = null;
                reached.countDown();
                pass(closed);
                if (tooLate) {
                    throw busy();
                }
            }
            return beneath.write(work);
        }

        private static StoreException busy() {
            return new StoreException("memory", StoreException.Problem.BUSY, "somebody else writes for too long");
        }

        private static void pass(CountDownLatch gate) {
            try {
                assertThat(gate.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public <R> R read(Function<? super Snapshot, ? extends R> work) {
            return beneath.read(work);
        }

        @Override
        public Watch watch(Runnable onChange) {
            return () -> {};
        }

        @Override
        public Locks locks() {
            return beneath.locks();
        }

        @Override
        public String location() {
            return beneath.location();
        }

        @Override
        public List<String> check() {
            return beneath.check();
        }

        @Override
        public void close() {
            beneath.close();
        }
    }

    private static final class AllAtOnce implements Feed {
        private final List<Declaration> all;
        private boolean ended;

        AllAtOnce(List<Declaration> all) {
            this.all = all;
        }

        @Override
        public synchronized List<Declaration> draw(int atMost) {
            ended = true;
            return all;
        }

        @Override
        public synchronized boolean hasEnded() {
            return ended;
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

    private static final class Deaf implements DeskObserver {
        @Override
        public void claimed(List<Answer.Claimed> claims) {}

        @Override
        public void refused(String id, Answer.Refusal refusal) {}

        @Override
        public void conflict(String id) {}

        @Override
        public void handedIn(List<Laid> laid) {}

        @Override
        public void outlook(Answer.Outlook outlook) {}
    }
}
