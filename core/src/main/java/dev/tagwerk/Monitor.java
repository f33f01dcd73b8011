package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * A look at the shared loops of a store, while they run or afterwards, from any process. It changes nothing, creates nothing,
 * and holds up no worker. Safe for use by several threads.
 *
 * <pre>{@code
 * try (Monitor monitor = Monitor.open("thumbs.db")) {
 *     monitor.loops().forEach(loop -> System.out.println(loop.name() + ": " + loop.counts().tally()));
 * }
 * }</pre>
 *
 * <p>A monitor that is kept and asked again and again knows more: rates of late, and workers that have fallen silent.
 */
public final class Monitor implements AutoCloseable {
    private static final Set<Outcome> EVERY_OUTCOME = EnumSet.allOf(Outcome.class);
    private static final int HISTORY_PAGE = 5_000;
    private static final int PAGE = 1_000;

    private final Store store;
    private final boolean owned;
    private final Platform platform;
    private final Map<Long, Beat> beats = new ConcurrentHashMap<>();
    private final Map<Long, MonitorPace> paces = new ConcurrentHashMap<>();

    /** A beat counter, and since when it has not changed, by the clock that is never set. */
    private record Beat(long beats, long since) {}

    Monitor(Store store, boolean owned, Platform platform) {
        this.store = store;
        this.owned = owned;
        this.platform = platform;
    }

    /**
     * A monitor of the store at this address.
     *
     * @throws StoreException {@code MISSING} when there is no store; otherwise when it cannot be read
     */
    public static Monitor open(String address) {
        return new Monitor(Stores.open(address, StoreOptions.READ), true, Platform.system());
    }

    /**
     * A monitor of the store at this address, or nothing when there is no store yet.
     *
     * @throws StoreException when there is one that cannot be read
     */
    public static Optional<Monitor> find(String address) {
        try {
            return Optional.of(open(address));
        } catch (StoreException problem) {
            if (problem.problem() == StoreException.Problem.MISSING) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    /** A monitor of this store, which stays open when the monitor is closed. */
    public static Monitor of(Store store) {
        return new Monitor(store, false, Platform.system());
    }

    /** Where the store is, for people. */
    public String location() {
        return store.location();
    }

    /** Names of all loops in the store, in the order in which they were first opened. */
    public List<String> names() {
        return store.read(
                snapshot -> snapshot.graphs().stream().map(GraphRow::name).toList());
    }

    /** How all loops stand, in the order in which they were first opened. */
    public List<LoopView> loops() {
        return store.read(snapshot ->
                snapshot.graphs().stream().map(graph -> view(snapshot, graph)).toList());
    }

    /** How the loop of this name stands; empty when there is none. */
    public Optional<LoopView> loop(String name) {
        return store.read(snapshot -> Optional.ofNullable(snapshot.graph(name)).map(graph -> view(snapshot, graph)));
    }

    /**
     * A page of the tasks of a loop, in the order of their registration.
     *
     * @param states the states to list; never empty
     * @param after list tasks with a larger number only: 0 to begin, then that of the last one listed
     * @param limit at most so many
     */
    public List<TaskRow> tasks(String name, Set<TaskState> states, long after, int limit) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            return graph == null ? List.<TaskRow>of() : snapshot.list(graph.id(), states, after, limit);
        });
    }

    /**
     * The tasks of a loop that a worker has in hand, or has tried according to the history that is kept, in the order of their
     * registration. Reads the whole history.
     *
     * @param states the states to list; never empty
     * @param worker the worker's name, under which it may have come several times
     */
    public List<TaskRow> tasksOf(String name, Set<TaskState> states, String worker) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            if (graph == null) {
                return List.<TaskRow>of();
            }
            Set<Long> sessions = snapshot.workers(graph.id()).stream()
                    .filter(row -> row.profile().identity().equals(worker))
                    .map(WorkerRow::session)
                    .collect(Collectors.toSet());
            Set<Long> tasks = new HashSet<>();
            snapshot.claimsOf(sessions).forEach(claim -> tasks.add(claim.task()));
            List<Attempt> page = snapshot.history(graph.id(), EVERY_OUTCOME, 0, HISTORY_PAGE);
            while (!page.isEmpty()) {
                page.stream()
                        .filter(attempt -> sessions.contains(attempt.run().session()))
                        .forEach(attempt -> tasks.add(attempt.task()));
                long last = page.get(page.size() - 1).seq();
                page = snapshot.history(graph.id(), EVERY_OUTCOME, last, HISTORY_PAGE);
            }
            return snapshot.tasks(tasks).stream()
                    .filter(row -> states.contains(row.state()))
                    .sorted(Comparator.comparingLong(TaskRow::seq))
                    .toList();
        });
    }

    /** One task with its whole history; empty when the loop has none of this id. */
    public Optional<TaskView> task(String name, String id) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            List<TaskRow> found = graph == null ? List.<TaskRow>of() : snapshot.find(graph.id(), List.of(id));
            return found.isEmpty() ? Optional.<TaskView>empty() : Optional.of(task(snapshot, found.get(0)));
        });
    }

    private static TaskView task(Snapshot snapshot, TaskRow row) {
        List<Attempt> attempts = snapshot.attempts(row.seq());
        Set<Long> numbers = snapshot.dependencies(List.of(row.seq())).stream()
                .map(Edge::dependency)
                .collect(Collectors.toSet());
        List<Long> dependencies = List.copyOf(numbers);
        attempts.forEach(attempt -> numbers.addAll(attempt.findings().consumed()));
        Map<Long, String> names = names(snapshot, numbers);
        Map<Long, String> workers = new HashMap<>();
        List<TaskView.Try> tries = new ArrayList<>();
        for (Attempt attempt : attempts) {
            String worker = workers.computeIfAbsent(attempt.run().session(), session -> identity(snapshot, session));
            tries.add(new TaskView.Try(
                    attempt, worker, texts(names, attempt.findings().consumed())));
        }
        return new TaskView(row, texts(names, dependencies), tries);
    }

    private static Map<Long, String> names(Snapshot snapshot, Set<Long> numbers) {
        return snapshot.tasks(numbers).stream().collect(Collectors.toMap(TaskRow::seq, TaskRow::id));
    }

    private static List<String> texts(Map<Long, String> names, Collection<Long> numbers) {
        return numbers.stream()
                .map(number -> names.getOrDefault(number, "?"))
                .sorted()
                .toList();
    }

    private static String identity(Snapshot snapshot, long session) {
        WorkerRow worker = session == 0 ? null : snapshot.worker(session);
        return worker == null ? "" : worker.profile().identity();
    }

    /** What is being run in a loop at the moment, in the order in which it was claimed. */
    public List<ClaimView> running(String name) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            if (graph == null) {
                return List.<ClaimView>of();
            }
            Map<Long, WorkerRow> workers = snapshot.liveWorkers(graph.id()).stream()
                    .collect(Collectors.toMap(WorkerRow::session, worker -> worker));
            List<ClaimRow> held = snapshot.claimsOf(workers.keySet());
            Map<Long, String> names = new HashMap<>();
            for (int from = 0; from < held.size(); from += PAGE) {
                List<ClaimRow> page = held.subList(from, Math.min(held.size(), from + PAGE));
                names.putAll(names(snapshot, page.stream().map(ClaimRow::task).collect(Collectors.toSet())));
            }
            List<ClaimView> running = new ArrayList<>();
            for (ClaimRow claim : held) {
                WorkerRow worker = workers.get(claim.session());
                running.add(new ClaimView(
                        names.getOrDefault(claim.task(), "?"),
                        worker == null ? "" : worker.profile().identity(),
                        claim.attempt(),
                        Instant.ofEpochMilli(claim.grant().at())));
            }
            return running;
        });
    }

    private LoopView view(Snapshot snapshot, GraphRow graph) {
        Tally tally = Tally.ZERO;
        long leftOver = 0;
        int run = graph.run().number();
        List<Lane> lanes = snapshot.lanes(graph.id());
        for (Lane lane : lanes) {
            tally = tally.plus(lane.tallyIn(run));
            leftOver +=
                    lane.run() == run ? 0 : lane.tally().tasks() - lane.tally().satisfied();
        }
        LoopView.Counts counts = new LoopView.Counts(tally, leftOver, total(graph, tally));
        List<WorkerView> workers = snapshot.workers(graph.id()).stream()
                .map(this::view)
                .sorted(Comparator.comparing(
                                (WorkerView worker) -> !worker.row().isLive())
                        .thenComparing(worker -> -worker.row().session()))
                .toList();
        beats.keySet()
                .removeIf(session -> workers.stream()
                        .anyMatch(worker -> worker.row().session() == session
                                && !worker.row().isLive()));
        LoopView.Crew crew = new LoopView.Crew(workers, unserved(lanes, run, workers));
        return new LoopView(graph.name(), run, counts, crew, forecast(graph, counts, workers));
    }

    /** What the input has said; without a word of it, what has been declared, once nobody declares any more. */
    private static OptionalLong total(GraphRow graph, Tally tally) {
        if (graph.input().total() >= 0) {
            return OptionalLong.of(Math.max(graph.input().total(), tally.tasks()));
        }
        return graph.run().drawing() == 0 ? OptionalLong.of(tally.tasks()) : OptionalLong.empty();
    }

    private WorkerView view(WorkerRow row) {
        WorkerView.State state = switch (row.life().state()) {
            case OFFLINE -> WorkerView.State.OFFLINE;
            case KILLED -> WorkerView.State.KILLED;
            case LIVE -> row.done().holding() > 0 ? WorkerView.State.BUSY : WorkerView.State.IDLE;
        };
        long end = row.isLive()
                ? Math.max(platform.now().toEpochMilli(), row.life().seen())
                : row.life().seen();
        Duration runTime = Duration.ofMillis(Math.max(0, end - row.life().started()));
        return new WorkerView(row, state, row.isLive() && isStale(row), runTime);
    }

    private boolean isStale(WorkerRow row) {
        Platform.Liveness liveness = platform.liveness(row.profile().process());
        if (liveness == Platform.Liveness.GONE) {
            return true;
        }
        long lease = row.profile().lease().toNanos();
        long now = platform.nanoTime();
        long count = row.life().beats();
        Beat seen = beats.compute(
                row.session(),
                (session, before) -> before == null || before.beats() != count ? new Beat(count, now) : before);
        if (now - seen.since() > lease) {
            return true;
        }
        // On one host there is one wall clock, so even a first look can tell.
        long silent = platform.now().toEpochMilli() - row.life().seen();
        return liveness == Platform.Liveness.ALIVE
                && silent > row.profile().lease().toMillis();
    }

    private static List<LoopView.Unserved> unserved(List<Lane> lanes, int run, List<WorkerView> workers) {
        return lanes.stream()
                .filter(lane -> lane.run() == run && lane.tally().unfinished() > 0)
                .filter(lane -> workers.stream()
                        .noneMatch(worker -> worker.row().isLive()
                                && lane.conditions()
                                        .admit(worker.row().profile().labels())))
                .filter(lane -> !lane.conditions().requirements().isEmpty())
                .map(lane -> new LoopView.Unserved(
                        lane.conditions().requirements(), lane.tally().unfinished()))
                .toList();
    }

    private LoopView.Forecast forecast(GraphRow graph, LoopView.Counts counts, List<WorkerView> workers) {
        double rate =
                paces.computeIfAbsent(graph.id(), id -> new MonitorPace()).note(platform.nanoTime(), counts.ended());
        if (workers.stream().noneMatch(worker -> worker.row().isLive())) {
            return new LoopView.Forecast(0, Optional.empty());
        }
        if (Double.isNaN(rate)) {
            rate = workers.stream()
                    .filter(worker -> worker.row().isLive() && !worker.stale())
                    .filter(worker -> !worker.runTime().isZero())
                    .mapToDouble(worker -> (worker.completed() + worker.failed())
                            / (worker.runTime().toMillis() / 1e3))
                    .sum();
        }
        OptionalLong open = counts.open();
        Optional<Duration> remaining = open.isEmpty() || !(rate > 0)
                ? Optional.empty()
                : Optional.of(Duration.ofMillis(Math.round(open.getAsLong() / rate * 1e3)));
        return new LoopView.Forecast(rate, remaining);
    }

    /** Closes the store if this monitor has opened it. */
    @Override
    public void close() {
        if (owned) {
            store.close();
        }
    }
}
