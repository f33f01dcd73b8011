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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes the tables of a store file, inside a transaction that somebody else has begun. For one thread at a time.
 *
 * <p>The commit counter and the tallies are written once, by {@link #finish}. Rows that were read are remembered, so that
 * a change writes only what differs.
 */
final class SqliteTransaction extends SqliteSnapshot implements Transaction {
    private static final int COUNTER_UNREAD = -1;

    private final Map<Long, TaskRow> seen = new HashMap<>();
    /** What to add to tallies, and the tallies without that. */
    private final Map<Integer, Tally> tallies = new LinkedHashMap<>();

    private final Map<Integer, Tally> read = new HashMap<>();
    private final Map<Long, WorkerRow.State> workerStates = new HashMap<>();
    private long counter = COUNTER_UNREAD;
    private long storedCounter = COUNTER_UNREAD;
    private boolean changed;

    SqliteTransaction(SharedRows rows) {
        super(rows);
    }

    /** Whether anything was changed. */
    boolean hasChanged() {
        return changed;
    }

    /** Writes what was held back; call it before the commit. */
    void finish() {
        writeTallies();
        if (counter != storedCounter) {
            statements.change("UPDATE counter SET value = ?", counter);
            storedCounter = counter;
        }
    }

    private void writeTallies() {
        tallies.forEach((lane, change) -> {
            Tally after = tallyOf(lane).plus(change);
            read.put(lane, after);
            statements.change("UPDATE lane SET tally = ? WHERE id = ?", SharedRows.tally(after), lane);
        });
        tallies.clear();
    }

    /** A lane's tally as it was last read or written in this transaction, in which nobody else changes it. */
    private Tally tallyOf(int lane) {
        Tally known = read.get(lane);
        if (known == null) {
            String text = statements.first("SELECT tally FROM lane WHERE id = ?", row -> row.text(1), lane);
            known = SharedRows.tally(text == null ? "" : text);
        }
        return known;
    }

    @Override
    TaskRow task(Row row) {
        TaskRow task = super.task(row);
        seen.put(task.seq(), task);
        return task;
    }

    @Override
    public long next(int count) {
        if (counter == COUNTER_UNREAD) {
            counter = statements.number("SELECT value FROM counter");
            storedCounter = counter;
        }
        changed = true;
        long first = counter + 1;
        counter += count;
        return first;
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
    public void save(GraphRow graph) {
        changed = true;
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
        writeTallies();
        List<Lane> lanes = super.lanes(graph);
        lanes.forEach(lane -> read.put(lane.id(), lane.tally()));
        return lanes;
    }

    @Override
    public Lane addLane(long graph, int run, Conditions conditions) {
        changed = true;
        int id = (int) statements.number("SELECT max(id) FROM lane") + 1;
        statements.change(
                "INSERT INTO lane(id, graph, run, conditions, tally) VALUES (?, ?, ?, ?, ?)",
                id,
                graph,
                run,
                JsonArrays.texts(conditions.requirements()),
                SharedRows.tally(Tally.ZERO));
        return new Lane(id, run, conditions, Tally.ZERO);
    }

    @Override
    public void addToTally(int lane, Tally change) {
        changed = true;
        tallies.merge(lane, change, Tally::plus);
    }

    @Override
    public @Nullable WorkerRow worker(long session) {
        WorkerRow worker = super.worker(session);
        if (worker != null) {
            workerStates.put(session, worker.life().state());
        }
        return worker;
    }

    @Override
    public void add(WorkerRow worker) {
        changed = true;
        Batch batch = statements.batch("INSERT INTO worker(session, graph, identity, process, labels, lease, beat,"
                + " state, beats, started, seen, source_ended, completed, failed, holding)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        WorkerRow.Profile profile = worker.profile();
        batch.put(worker.session()).put(worker.graph()).put(profile.identity());
        batch.put(profile.process().encode()).put(JsonArrays.texts(profile.labels()));
        batch.put(profile.lease().toNanos()).put(profile.beat().toNanos());
        WorkerRow.Life life = worker.life();
        batch.put(Codes.of(life.state())).put(life.beats()).put(life.started()).put(life.seen());
        batch.put(life.sourceEnded());
        put(batch, worker.done()).add();
        batch.run();
    }

    @Override
    public void save(WorkerRow worker) {
        changed = true;
        WorkerRow.Life life = worker.life();
        boolean stays = life.state() == workerStates.get(worker.session());
        Batch batch = statements.batch("UPDATE worker SET " + (stays ? "" : "state = ?, ")
                + "beats = ?, seen = ?, source_ended = ?, completed = ?, failed = ?, holding = ? WHERE session = ?");
        if (!stays) {
            batch.put(Codes.of(life.state()));
        }
        batch.put(life.beats()).put(life.seen()).put(life.sourceEnded());
        put(batch, worker.done()).put(worker.session()).add();
        batch.run();
        workerStates.put(worker.session(), life.state());
    }

    private static Batch put(Batch batch, WorkerRow.Done done) {
        return batch.put(done.completed()).put(done.failed()).put(done.holding());
    }

    @Override
    public void removeWorkers(Collection<Long> sessions) {
        remove("DELETE FROM worker WHERE session ", sessions);
    }

    @Override
    public void addTasks(long graph, List<TaskRow> added) {
        if (!added.isEmpty()) {
            changed = true;
            rows.tasks().add(graph, added);
            added.forEach(row -> seen.put(row.seq(), row));
        }
    }

    @Override
    public void saveTasks(List<TaskRow> saved) {
        if (!saved.isEmpty()) {
            changed = true;
            rows.tasks().save(saved, seen);
            saved.forEach(row -> seen.put(row.seq(), row));
        }
    }

    @Override
    public void addEdges(List<Edge> edges) {
        if (!edges.isEmpty()) {
            changed = true;
            Batch batch = statements.batch("INSERT INTO edge(dependency, task) VALUES (?, ?)");
            edges.forEach(edge -> batch.put(edge.dependency()).put(edge.task()).add());
            batch.run();
        }
    }

    @Override
    public void removeEdgesTo(Collection<Long> tasks) {
        remove("DELETE FROM edge WHERE task ", tasks);
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
            }
            batch.run();
        }
    }

    @Override
    public void removeClaims(Collection<Long> tokens) {
        remove("DELETE FROM claim WHERE token ", tokens);
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
