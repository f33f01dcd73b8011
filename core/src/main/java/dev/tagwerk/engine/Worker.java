package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.IdentityInUseException;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One participant: an identity in one process, registered with one graph of a store. Safe for use by several threads.
 * Each call is a transaction of its own.
 */
public final class Worker {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private static final long LOOK_NANOS = 20_000_000;

    private final Store store;
    private final Platform platform;
    private final Membership.Application application;
    private final DeathWatch deaths;
    private volatile WorkerRow row;
    private volatile long beatenAt;

    private Worker(Store store, Platform platform, Membership.Application application, DeathWatch deaths) {
        this.store = store;
        this.platform = platform;
        this.application = application;
        this.deaths = deaths;
        this.row = register();
        this.beatenAt = platform.nanoTime();
    }

    /**
     * Joins the graph of this name. Dead workers are buried first, so that the identity of one of them is free.
     *
     * @throws IdentityInUseException when a live worker has this identity
     * @throws dev.tagwerk.store.ChangedInputException when ids are positions and the number of items has changed
     */
    public static Worker join(Store store, Platform platform, Entry entry) {
        Membership.Application application = new Membership.Application(
                entry.graph(), entry.profile(), entry.input(), platform.now().toEpochMilli());
        DeathWatch deaths = new DeathWatch(store, platform);
        deaths.sweep(entry.graph(), 0);
        IdentityInUseException first = null;
        while (true) {
            try {
                return new Worker(store, platform, application, deaths);
            } catch (IdentityInUseException inUse) {
                first = first == null ? inUse : first;
                awaitDeath(platform, first, inUse);
                deaths.sweep(entry.graph(), 0);
            }
        }
    }

    /**
     * Waits a moment for the owner of an identity to give a sign of life or to be found dead. Without this the identity of
     * a worker whose process cannot be seen from here (another host, or this one before it was started anew) could never
     * be taken over by a worker that is alone.
     */
    private static void awaitDeath(Platform platform, IdentityInUseException first, IdentityInUseException now) {
        WorkerRow owner = now.owner();
        boolean lives = platform.liveness(owner.profile().process()) == Platform.Liveness.ALIVE
                || owner.session() != first.owner().session()
                || owner.life().beats() != first.owner().life().beats();
        if (lives) {
            throw now;
        }
        if (now == first) {
            LOG.info(
                    "Worker {} is registered by process {} on {}, which cannot be seen from here: watching it for its lease"
                            + " of {} ms",
                    owner.profile().identity(),
                    owner.profile().process().pid(),
                    owner.profile().process().host(),
                    owner.profile().lease().toMillis());
        }
        LockSupport.parkNanos(LOOK_NANOS);
        if (Thread.currentThread().isInterrupted()) {
            throw now;
        }
    }

    /**
     * What a worker says of itself when it joins. Immutable.
     *
     * @param graph name of the loop or flow
     * @param profile who it is
     * @param input what it knows of its input
     */
    public record Entry(String graph, WorkerRow.Profile profile, GraphRow.Input input) {}

    private WorkerRow register() {
        long now = platform.now().toEpochMilli();
        return store.write(tx -> Membership.join(
                tx, new Membership.Application(application.graph(), application.profile(), application.input(), now)));
    }

    /** Registers again after this worker was taken for dead. */
    void rejoin() {
        row = register();
        LOG.warn(
                "Worker {} had been taken for dead (it was silent for longer than its lease of {} ms); it has joined again."
                        + " Its claims were given to others.",
                row.profile().identity(),
                row.profile().lease().toMillis());
    }

    /** Hands in and takes, in one transaction. */
    Answer exchange(List<Ended> ended, Request.Offer offer, Request.Want want) {
        Request request = new Request(row.session(), platform.now().toEpochMilli(), ended, offer, want);
        Answer answer = store.write(tx -> Exchange.perform(tx, request));
        if (!answer.notices().lost()) {
            beatenAt = platform.nanoTime();
        }
        return answer;
    }

    /** Gives a sign of life unless an exchange has just done so; says whether this worker still counts as alive. */
    boolean beat() {
        if (platform.nanoTime() - beatenAt < row.profile().beat().toNanos() / 2) {
            return true;
        }
        WorkerRow me = row;
        boolean alive = store.write(
                tx -> Membership.beat(tx, me.session(), platform.now().toEpochMilli()));
        beatenAt = platform.nanoTime();
        return alive || row.session() != me.session();
    }

    /** Buries workers that are dead; says how many. */
    int sweep() {
        return deaths.sweep(application.graph(), row.session());
    }

    /** Buries the dead if the process of a worker that the last sweep saw is gone from this machine; says how many. */
    int sweepLocal() {
        return deaths.sweepLocal(application.graph(), row.session());
    }

    /** Leaves the run; gives results that were not accepted. */
    List<Answer.Refusal> leave(List<Ended> ended) {
        return store.write(
                tx -> Membership.leave(tx, row.session(), ended, platform.now().toEpochMilli()));
    }

    /** The registration. */
    public WorkerRow row() {
        return row;
    }

    /** The store. */
    public Store store() {
        return store;
    }

    /** The contact with the world. */
    public Platform platform() {
        return platform;
    }
}
