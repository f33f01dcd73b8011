package dev.tagwerk.store;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How workers come and go: joining a run or opening the next, giving signs of life, leaving, and being found dead.
 *
 * <p>Safe for use by several threads.
 */
public final class Membership {
    private Membership() {}

    /**
     * What a worker says when it joins. Immutable.
     *
     * @param graph name of the graph; created if it is not there
     * @param profile who the worker is
     * @param input what it knows of its input
     * @param now the time, in milliseconds of the epoch
     */
    public record Application(String graph, WorkerRow.Profile profile, GraphRow.Input input, long now) {}

    /**
     * Registers a worker: in the live run, or, when nobody is in one, in the next.
     *
     * @throws IdentityInUseException when a live worker has this identity
     * @throws ChangedInputException when ids are positions and the number of items has changed
     */
    public static WorkerRow join(Transaction tx, Application application) {
        GraphRow graph = tx.graph(application.graph());
        if (graph == null) {
            graph = tx.addGraph(application.graph());
        }
        List<WorkerRow> live = tx.liveWorkers(graph.id());
        for (WorkerRow other : live) {
            if (other.profile().identity().equals(application.profile().identity())) {
                long silent = Math.max(0, application.now() - other.life().seen());
                Duration left = other.profile().lease().minusMillis(silent);
                throw new IdentityInUseException(other, left.isNegative() ? Duration.ZERO : left);
            }
        }
        GraphRow.Run run = live.isEmpty() ? graph.run().next() : graph.run().joined();
        if (live.isEmpty()) {
            tx.openPages(graph.id());
        }
        tx.save(graph.with(input(graph, application.input())).with(run));
        WorkerRow worker = new WorkerRow(
                tx.next(1),
                graph.id(),
                application.profile(),
                new WorkerRow.Life(WorkerRow.State.LIVE, 1, application.now(), application.now(), false),
                new WorkerRow.Done(0, 0, 0));
        tx.add(worker);
        return worker;
    }

    private static GraphRow.Input input(GraphRow graph, GraphRow.Input now) {
        GraphRow.Input before = graph.input();
        boolean positions = before.positional() && now.positional();
        if (positions && before.total() >= 0 && now.total() >= 0 && before.total() != now.total()) {
            throw new ChangedInputException(
                    graph.name(), "it had " + before.total() + " items and has " + now.total() + " now");
        }
        return now.total() >= 0 ? now : new GraphRow.Input(before.total(), now.positional());
    }

    /** Notes a sign of life; says whether the worker is still taken for alive. */
    public static boolean beat(Transaction tx, long session, long now) {
        WorkerRow worker = tx.worker(session);
        if (worker == null || !worker.isLive()) {
            return false;
        }
        WorkerRow.Life life = worker.life();
        tx.save(with(
                worker, new WorkerRow.Life(life.state(), life.beats() + 1, life.started(), now, life.sourceEnded())));
        return true;
    }

    /**
     * Takes a worker out of the run: settles what ended, gives back what it still holds.
     *
     * @return results that were not accepted
     */
    public static List<Answer.Refusal> leave(Transaction tx, long session, List<Ended> ended, long now) {
        WorkerRow worker = tx.worker(session);
        GraphRow graph = worker == null ? null : tx.graph(worker.graph());
        if (worker == null || graph == null || !worker.isLive()) {
            return Exchange.perform(tx, new Request(session, now, ended, Request.Offer.NOTHING, Request.Want.NOTHING))
                    .notices()
                    .refusals();
        }
        Workspace space = new Workspace(tx, graph, now);
        Settling settling = new Settling(space);
        settling.settle(session, ended);
        settling.handBack(session);
        Refusals.record(tx, settling.refusals());
        close(space, worker, settling, WorkerRow.State.OFFLINE);
        return settling.refusals();
    }

    /**
     * Declares a worker dead that gave no sign of life since {@code beats}, and frees its tasks.
     *
     * @return the worker as it was buried, or null when it was not there any more, or has given a sign since
     */
    public static @Nullable WorkerRow bury(Transaction tx, long session, long beats, long now) {
        WorkerRow worker = tx.worker(session);
        GraphRow graph = worker == null ? null : tx.graph(worker.graph());
        if (worker == null || graph == null || !worker.isLive() || worker.life().beats() != beats) {
            return null;
        }
        Workspace space = new Workspace(tx, graph, now);
        Settling settling = new Settling(space);
        settling.bury(session);
        close(space, worker, settling, WorkerRow.State.KILLED);
        return worker;
    }

    private static void close(Workspace space, WorkerRow worker, Settling settling, WorkerRow.State state) {
        new Cascade(space).spread();
        WorkerRow.Life life = worker.life();
        space.graph = space.graph.with(space.graph.run().left(life.sourceEnded()));
        space.close();
        long seen = state == WorkerRow.State.OFFLINE ? space.now : life.seen();
        WorkerRow gone =
                with(worker, new WorkerRow.Life(state, life.beats() + 1, life.started(), seen, life.sourceEnded()));
        space.tx.save(new WorkerRow(
                gone.session(), gone.graph(), gone.profile(), gone.life(), settling.done(worker.done(), 0)));
    }

    private static WorkerRow with(WorkerRow worker, WorkerRow.Life life) {
        return new WorkerRow(worker.session(), worker.graph(), worker.profile(), life, worker.done());
    }
}
