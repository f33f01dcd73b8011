package dev.tagwerk.engine;

import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds workers that are dead and frees their tasks. For one thread at a time; the methods are synchronized.
 *
 * <p>A worker of this host whose process is gone is dead at once. Any worker is dead when its beat counter has not changed
 * for one lease <em>by this observer's own clock that is never set</em>: no two clocks are ever compared. When this process
 * was itself asleep between two looks, what it saw before says nothing about the others, who may have been asleep as well; so
 * a gap between looks starts the observation anew. The burial names the beat that was seen, so a sign of life in between
 * wins.
 */
final class DeathWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DeathWatch.class);

    private final Store store;
    private final Platform platform;
    private final Map<Long, Seen> seen = new HashMap<>();
    private long lastLook = Long.MIN_VALUE;

    DeathWatch(Store store, Platform platform) {
        this.store = store;
        this.platform = platform;
    }

    /** A worker's process, its beat counter, and since when that has not changed. */
    private record Seen(ProcessIdentity process, long beats, long since) {}

    /** Buries all dead workers of the graph but {@code self}; says how many. */
    synchronized int sweep(String graph, long self) {
        List<WorkerRow> live = live(graph, self);
        long now = platform.nanoTime();
        int buried = 0;
        Set<Long> there = new HashSet<>();
        for (WorkerRow worker : live) {
            there.add(worker.session());
            long lease = worker.profile().lease().toNanos();
            boolean slept = lastLook == Long.MIN_VALUE || now - lastLook > Math.max(lease / 2, 3_000_000_000L);
            Seen before = seen.get(worker.session());
            if (before == null || slept || before.beats() != worker.life().beats()) {
                before = new Seen(worker.profile().process(), worker.life().beats(), now);
                seen.put(worker.session(), before);
            }
            boolean gone = platform.liveness(worker.profile().process()) == Platform.Liveness.GONE;
            if (gone || now - before.since() > lease) {
                buried += bury(worker, gone) ? 1 : 0;
            }
        }
        seen.keySet().retainAll(there);
        lastLook = now;
        return buried;
    }

    /**
     * Sweeps if the process of a worker that the last sweep saw is gone from this host; says how many were buried. It does
     * not ask the store who is there: while others wait for hours, that would be most of what waiting costs.
     */
    synchronized int sweepLocal(String graph, long self) {
        for (Seen worker : seen.values()) {
            if (platform.liveness(worker.process()) == Platform.Liveness.GONE) {
                return sweep(graph, self);
            }
        }
        return 0;
    }

    private List<WorkerRow> live(String name, long self) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            return graph == null
                    ? List.<WorkerRow>of()
                    : snapshot.liveWorkers(graph.id()).stream()
                            .filter(worker -> worker.session() != self)
                            .toList();
        });
    }

    private boolean bury(WorkerRow worker, boolean gone) {
        long now = platform.now().toEpochMilli();
        WorkerRow buried = store.write(
                tx -> Membership.bury(tx, worker.session(), worker.life().beats(), now));
        seen.remove(worker.session());
        if (buried == null) {
            return false;
        }
        LOG.info(
                "Worker {} (process {} on {}) is dead: {}. Tasks it held: {}",
                worker.profile().identity(),
                worker.profile().process().pid(),
                worker.profile().process().host(),
                gone ? "its process is gone" : "it gave no sign of life for its whole lease",
                buried.done().holding());
        return true;
    }
}
