package dev.tagwerk.jdbc;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Payload;
import dev.tagwerk.store.Shift;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Transaction;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Conditions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes the tables of a store file, inside a transaction that somebody else has begun. For one thread at a time.
 *
 * <p>What nearly every transaction changes (the commit counter, tallies, pulses of workers) is written once, by
 * {@link #finish}. Rows that are {@link Known} are not read again, and a change writes only what differs.
 */
final class SqliteTransaction extends SqliteSnapshot implements Transaction {
    /** In the place of pages that are closed: no digest is empty. */
    private static final String CLOSED = "";

    private final Known known;
    /** The rows of {@code hot} that differ from those in the file. */
    private final Set<Long> hot = new LinkedHashSet<>();

    private final Map<Long, WorkerRow> pulses = new HashMap<>();
    private long counterBefore = Known.UNREAD;
    private boolean hasNewEdges;
    private boolean changed;

    SqliteTransaction(SharedRows rows, Known known) {
        super(rows);
        this.known = known;
    }

    /** Whether anything was changed. */
    boolean hasChanged() {
        return changed;
    }

    /** Writes what was held back; call it before the commit. */
    void finish() {
        if (hot.isEmpty()) {
            return;
        }
        Map<Long, String> texts = new LinkedHashMap<>();
        for (long id : hot) {
            WorkerRow worker = pulses.get(HotTable.sessionOf(id));
            if (id == HotTable.COUNTER) {
                texts.put(id, Long.toString(known.counter));
            } else {
                texts.put(id, worker == null ? HotTable.text(tallyOf((int) id)) : HotTable.pulse(worker));
            }
        }
        HotTable.write(statements, texts);
        hot.clear();
    }

    /** A lane's tally as it is now. */
    private Tally tallyOf(int lane) {
        Tally tally = known.tallies.get(lane);
        if (tally == null) {
            String text =
                    statements.first("SELECT numbers FROM hot WHERE id = ?", row -> row.text(1), HotTable.ofLane(lane));
            tally = HotTable.tally(text == null ? "" : text);
            known.tallies.put(lane, tally);
        }
        return tally;
    }

    @Override
    TaskRow task(Row row) {
        TaskRow task = super.task(row);
        known.tasks.put(task.seq(), task);
        return task;
    }

    @Override
    public List<TaskRow> tasks(Collection<Long> numbers) {
        List<TaskRow> found = new ArrayList<>(numbers.size());
        List<Long> others = new ArrayList<>();
        for (Long number : numbers.size() < 2 ? numbers : new LinkedHashSet<>(numbers)) {
            TaskRow task = known.tasks.get(number);
            if (task == null) {
                others.add(number);
            } else {
                found.add(task);
            }
        }
        found.addAll(super.tasks(others));
        return found;
    }

    @Override
    public List<ClaimRow> claims(Collection<Long> tokens) {
        List<ClaimRow> found = new ArrayList<>(tokens.size());
        List<Long> others = new ArrayList<>();
        for (Long token : tokens.size() < 2 ? tokens : new LinkedHashSet<>(tokens)) {
            ClaimRow claim = known.claims.get(token);
            if (claim == null) {
                others.add(token);
            } else {
                found.add(claim);
            }
        }
        found.addAll(super.claims(others));
        return found;
    }

    @Override
    public long next(int count) {
        if (known.counter == Known.UNREAD) {
            known.counter =
                    statements.number("SELECT CAST(numbers AS INTEGER) FROM hot WHERE id = " + HotTable.COUNTER);
        }
        if (counterBefore == Known.UNREAD) {
            counterBefore = known.counter;
        }
        change(HotTable.COUNTER);
        long first = known.counter + 1;
        known.counter += count;
        return first;
    }

    private void change(long row) {
        changed = true;
        hot.add(row);
    }

    @Override
    public GraphRow addGraph(String name) {
        changed = true;
        long id = statements.number("SELECT max(id) FROM graph") + 1;
        statements.change(
                "INSERT INTO graph(id, name, run, live, drawing, cascading, total, positional)"
                        + " VALUES (?, ?, 0, 0, 0, 0, -1, 0)",
                id,
                name);
        return new GraphRow(id, name, GraphRow.Run.NONE, GraphRow.Input.UNKNOWN);
    }

    @Override
    public @Nullable GraphRow graph(long id) {
        GraphRow graph = known.graphs.get(id);
        if (graph == null) {
            graph = super.graph(id);
            if (graph != null) {
                known.graphs.put(id, graph);
            }
        }
        return graph;
    }

    @Override
    public void save(GraphRow graph) {
        changed = true;
        known.graphs.put(graph.id(), graph);
        Batch batch = statements.batch("UPDATE graph SET run = ?, live = ?, drawing = ?, cascading = ?, total = ?,"
                + " positional = ? WHERE id = ?");
        GraphRow.Run run = graph.run();
        batch.put(run.number()).put(run.live()).put(run.drawing()).put(run.cascading());
        batch.put(graph.input().total())
                .put(graph.input().positional())
                .put(graph.id())
                .add();
        batch.run();
    }

    @Override
    public List<Lane> lanes(long graph) {
        List<Lane> lanes = known.lanes.get(graph);
        if (lanes == null) {
            finish();
            lanes = super.lanes(graph);
            lanes.forEach(lane -> known.tallies.put(lane.id(), lane.tally()));
            known.lanes.put(graph, lanes);
            return List.copyOf(lanes);
        }
        List<Lane> now = new ArrayList<>(lanes.size());
        lanes.forEach(lane -> now.add(new Lane(lane.id(), lane.run(), lane.conditions(), tallyOf(lane.id()))));
        return now;
    }

    @Override
    public Lane addLane(long graph, int run, Conditions conditions) {
        int id = (int) statements.number("SELECT max(id) FROM lane") + 1;
        statements.change(
                "INSERT INTO lane(id, graph, run, conditions) VALUES (?, ?, ?, ?)",
                id,
                graph,
                run,
                JsonArrays.texts(conditions.requirements()));
        known.lanes.remove(graph);
        known.tallies.put(id, Tally.ZERO);
        change(HotTable.ofLane(id));
        return new Lane(id, run, conditions, Tally.ZERO);
    }

    @Override
    public void addToTally(int lane, Tally change) {
        known.tallies.put(lane, tallyOf(lane).plus(change));
        change(HotTable.ofLane(lane));
    }

    @Override
    public @Nullable WorkerRow worker(long session) {
        WorkerRow worker = known.workers.get(session);
        if (worker == null) {
            finish();
            worker = super.worker(session);
            if (worker != null) {
                known.workers.put(session, worker);
            }
        }
        return worker;
    }

    @Override
    public List<WorkerRow> workers(long graph) {
        finish();
        return super.workers(graph);
    }

    @Override
    public List<WorkerRow> liveWorkers(long graph) {
        finish();
        return super.liveWorkers(graph);
    }

    @Override
    public void add(WorkerRow worker) {
        Batch batch = statements.batch("INSERT INTO worker(session, graph, identity, process, labels, lease, beat,"
                + " state, started) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        WorkerRow.Profile profile = worker.profile();
        batch.put(worker.session()).put(worker.graph()).put(profile.identity());
        batch.put(profile.process().encode()).put(JsonArrays.texts(profile.labels()));
        batch.put(profile.lease().toNanos()).put(profile.beat().toNanos());
        batch.put(Codes.of(worker.life().state())).put(worker.life().started()).add();
        batch.run();
        putPulse(worker);
    }

    @Override
    public void save(WorkerRow worker) {
        WorkerRow before = known.workers.get(worker.session());
        if (before == null || before.life().state() != worker.life().state()) {
            statements.change(
                    "UPDATE worker SET state = ? WHERE session = ?",
                    Codes.of(worker.life().state()),
                    worker.session());
        }
        putPulse(worker);
    }

    private void putPulse(WorkerRow worker) {
        known.workers.put(worker.session(), worker);
        pulses.put(worker.session(), worker);
        change(HotTable.ofWorker(worker.session()));
    }

    @Override
    public void removeWorkers(Collection<Long> sessions) {
        finish();
        remove("DELETE FROM worker WHERE session ", sessions);
        remove(
                "DELETE FROM hot WHERE id ",
                sessions.stream().map(HotTable::ofWorker).toList());
        sessions.forEach(known.workers::remove);
    }

    @Override
    public void addTasks(long graph, List<TaskRow> added) {
        if (!added.isEmpty()) {
            changed = true;
            rows.tasks().add(graph, added);
            added.forEach(row -> known.tasks.put(row.seq(), row));
        }
    }

    @Override
    public void saveTasks(List<TaskRow> saved) {
        if (!saved.isEmpty()) {
            changed = true;
            rows.tasks().save(saved, known.tasks::get);
            saved.forEach(row -> known.tasks.put(row.seq(), row));
        }
    }

    @Override
    public void addEdges(List<Edge> edges) {
        if (!edges.isEmpty()) {
            changed = true;
            hasNewEdges = true;
            Batch batch = statements.batch("INSERT INTO edge(dependency, task) VALUES (?, ?)");
            Map<Long, StringBuilder> needs = new LinkedHashMap<>();
            for (Edge edge : edges) {
                batch.put(edge.dependency()).put(edge.task()).add();
                StringBuilder text = needs.computeIfAbsent(edge.task(), task -> new StringBuilder());
                text.append(text.length() == 0 ? "" : ",").append(edge.dependency());
            }
            batch.run();
            Batch need = statements.batch("INSERT INTO need(task, dependencies) VALUES (?, ?) ON CONFLICT (task) DO"
                    + " UPDATE SET dependencies = dependencies || ',' || excluded.dependencies");
            needs.forEach((task, text) -> need.put(task).put(text.toString()).add());
            need.run();
        }
    }

    @Override
    public void removeEdgesTo(Collection<Long> tasks) {
        // A task whose number was given out in this transaction has no edges yet.
        List<Long> old = counterBefore == Known.UNREAD || hasNewEdges
                ? List.copyOf(tasks)
                : tasks.stream().filter(task -> task <= counterBefore).toList();
        List<Edge> edges = dependencies(old);
        if (!edges.isEmpty()) {
            changed = true;
            Batch batch = statements.batch("DELETE FROM edge WHERE dependency = ? AND task = ?");
            edges.forEach(edge -> batch.put(edge.dependency()).put(edge.task()).add());
            batch.run();
            remove("DELETE FROM need WHERE task ", old);
        }
    }

    @Override
    public void addClaims(List<ClaimRow> claims) {
        if (!claims.isEmpty()) {
            changed = true;
            Batch batch = statements.batch(
                    "INSERT INTO claim(token, task, session, attempt, ahead, at) VALUES (?, ?, ?, ?, ?, ?)");
            for (ClaimRow claim : claims) {
                batch.put(claim.token()).put(claim.task()).put(claim.session());
                batch.put(claim.attempt())
                        .put(claim.ahead())
                        .put(claim.grant().at())
                        .add();
                known.claims.put(claim.token(), claim);
            }
            batch.run();
        }
    }

    @Override
    public void removeClaims(Collection<Long> tokens) {
        remove("DELETE FROM claim WHERE token ", tokens);
        tokens.forEach(known.claims::remove);
    }

    private void remove(String delete, Collection<Long> numbers) {
        if (numbers.size() == 1) {
            changed = true;
            statements.change(delete + "= ?", numbers.iterator().next());
        } else if (!numbers.isEmpty()) {
            changed = true;
            statements.change(delete + "IN (SELECT value FROM json_each(?))", JsonArrays.numbers(numbers));
        }
    }

    @Override
    public void saveResults(List<Result> results) {
        if (!results.isEmpty()) {
            changed = true;
            Batch batch = statements.batch("INSERT OR REPLACE INTO result(task, format, bytes) VALUES (?, ?, ?)");
            for (Result result : results) {
                if (!(result.payload() instanceof Payload.Encoded encoded)) {
                    throw new IllegalArgumentException("This store keeps values as bytes only; task number "
                            + result.task() + " has handed in an object");
                }
                batch.put(result.task()).put(encoded.format()).put(encoded.bytes());
                batch.add();
            }
            batch.run();
        }
    }

    @Override
    public void addAttempts(List<Attempt> attempts) {
        if (!attempts.isEmpty()) {
            changed = true;
            AttemptTable.add(statements, attempts);
        }
    }

    @Override
    public long pruneAttempts(long graph, int keep) {
        changed = true;
        return statements.change(
                "DELETE FROM attempt WHERE seq IN (SELECT seq FROM (SELECT a.seq AS seq,"
                        + " row_number() OVER (PARTITION BY a.task ORDER BY a.seq DESC) AS place"
                        + " FROM attempt a JOIN task t ON t.seq = a.task WHERE t.graph = ?) WHERE place > ?)",
                graph,
                keep);
    }

    @Override
    public void openPages(long graph) {
        changed = true;
        statements.change("DELETE FROM page WHERE graph = ?", graph);
    }

    @Override
    public void addPages(long graph, Collection<String> pages) {
        if (!pages.isEmpty() && !isDeclared(graph, CLOSED)) {
            changed = true;
            Batch batch = statements.batch("INSERT OR IGNORE INTO page VALUES (?, ?)");
            pages.forEach(page -> batch.put(graph).put(page).add());
            batch.run();
        }
    }

    @Override
    public void closePages(long graph) {
        if (!isDeclared(graph, CLOSED)) {
            openPages(graph);
            statements.change("INSERT INTO page VALUES (?, ?)", graph, CLOSED);
        }
    }

    @Override
    public void queue(long graph, List<Shift> shifts, long reached) {
        if (!shifts.isEmpty()) {
            changed = true;
            Batch batch = statements.batch("INSERT INTO shift(graph, dependency, pending, broken, newest, reached)"
                    + " VALUES (?, ?, ?, ?, ?, ?)");
            for (Shift shift : shifts) {
                batch.put(graph).put(shift.dependency()).put(shift.pending()).put(shift.broken());
                batch.put(shift.newest()).put(reached).add();
            }
            batch.run();
        }
    }

    @Override
    public void advance(Collection<Long> ids, long reached) {
        if (reached == Long.MAX_VALUE) {
            remove("DELETE FROM shift WHERE id ", ids);
        } else if (!ids.isEmpty()) {
            changed = true;
            statements.change(
                    "UPDATE shift SET reached = ? WHERE id IN (SELECT value FROM json_each(?))",
                    reached,
                    JsonArrays.numbers(ids));
        }
    }
}
