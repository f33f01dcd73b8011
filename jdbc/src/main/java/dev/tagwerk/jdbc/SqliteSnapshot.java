package dev.tagwerk.jdbc;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.Brief;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Payload;
import dev.tagwerk.store.Shift;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables of a store file, inside a transaction that somebody else has begun. For one thread at a time.
 *
 * <p>A collection with one element, which is the common case, has a statement of its own; a longer one is handed over as
 * one JSON array, which drives the join ({@code CROSS JOIN} keeps it the outer table).
 */
class SqliteSnapshot implements Snapshot {
    private static final String NUMBERS = " FROM json_each(?) j CROSS JOIN ";
    private static final String TASKS = "SELECT " + TaskTable.COLUMNS + " FROM task t WHERE ";
    private static final String GRAPHS =
            "SELECT id, name, run, live, drawing, cascading, total, positional FROM graph ";
    private static final String WORKERS = "SELECT w.session, w.graph, w.identity, w.process, w.labels, w.lease, w.beat,"
            + " w.state, w.started, h.numbers FROM worker w LEFT JOIN hot h ON h.id = -w.session ";
    static final String LANES =
            "SELECT l.id, l.run, l.conditions, h.numbers FROM lane l LEFT JOIN hot h ON h.id = l.id ";
    private static final String CLAIMS = "SELECT c.token, c.task, c.session, c.attempt, c.ahead, c.at FROM ";

    /** In these are all tasks for a moment, or many for good; tasks in the others are found through an index. */
    private static final Set<TaskState> PASSING = EnumSet.range(TaskState.READY, TaskState.UP_TO_DATE);

    /**
     * The condition of the index over states; a query that repeats it may use that index. A range, as SQLite builds a table
     * for a list with every execution of a statement that changes a task.
     */
    static final String INDEXED_STATES =
            "state NOT BETWEEN " + Codes.of(TaskState.READY) + " AND " + Codes.of(TaskState.UP_TO_DATE);

    final Statements statements;
    final SharedRows rows;

    SqliteSnapshot(SharedRows rows) {
        this.statements = rows.statements();
        this.rows = rows;
    }

    /** Reads one task; a place to take note of it. */
    TaskRow task(Row row) {
        return rows.tasks().read(row);
    }

    @Override
    public List<GraphRow> graphs() {
        return statements.list(GRAPHS + "ORDER BY id", rows::graph);
    }

    @Override
    public @Nullable GraphRow graph(String name) {
        return statements.first(GRAPHS + "WHERE name = ?", rows::graph, name);
    }

    @Override
    public @Nullable GraphRow graph(long id) {
        return statements.first(GRAPHS + "WHERE id = ?", rows::graph, id);
    }

    @Override
    public List<Lane> lanes(long graph) {
        return statements.list(LANES + "WHERE l.graph = ? ORDER BY l.id", rows::lane, graph);
    }

    @Override
    public List<WorkerRow> liveWorkers(long graph) {
        return statements.list(
                WORKERS + "WHERE w.graph = ? AND w.state = " + Codes.of(WorkerRow.State.LIVE) + " ORDER BY w.session",
                rows::worker,
                graph);
    }

    @Override
    public List<WorkerRow> workers(long graph) {
        return statements.list(WORKERS + "WHERE w.graph = ? ORDER BY w.session", rows::worker, graph);
    }

    @Override
    public @Nullable WorkerRow worker(long session) {
        return statements.first(WORKERS + "WHERE w.session = ?", rows::worker, session);
    }

    @Override
    public List<Brief> brief(long graph, Collection<String> ids) {
        // SQLite ends a text from JSON at a zero character.
        if (ids.isEmpty() || ids.stream().anyMatch(id -> id.indexOf('\0') >= 0)) {
            return Snapshot.super.brief(graph, ids);
        }
        return statements.list(
                "SELECT " + TaskTable.BRIEF + NUMBERS + "task t ON t.graph = ? AND t.id = j.value",
                rows.tasks()::brief,
                JsonArrays.texts(ids),
                graph);
    }

    @Override
    public boolean isDeclared(long graph, String page) {
        return statements.first("SELECT 1 FROM page WHERE graph = ? AND digest = ?", row -> true, graph, page) != null;
    }

    @Override
    public List<TaskRow> find(long graph, Collection<String> ids) {
        Set<String> distinct = new LinkedHashSet<>(ids);
        // SQLite ends a text from JSON at a zero character; such an id goes alone.
        boolean alone = distinct.size() == 1 || distinct.stream().anyMatch(id -> id.indexOf('\0') >= 0);
        if (distinct.isEmpty() || alone) {
            List<TaskRow> found = new ArrayList<>();
            for (String id : distinct) {
                found.addAll(statements.list(TASKS + "t.graph = ? AND t.id = ?", this::task, graph, id));
            }
            return found;
        }
        return statements.list(
                "SELECT " + TaskTable.COLUMNS + NUMBERS + "task t ON t.graph = ? AND t.id = j.value",
                this::task,
                JsonArrays.texts(distinct),
                graph);
    }

    @Override
    public List<TaskRow> tasks(Collection<Long> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        if (numbers.size() == 1) {
            return statements.list(
                    TASKS + "t.seq = ?", this::task, numbers.iterator().next());
        }
        return statements.list(
                "SELECT " + TaskTable.COLUMNS + NUMBERS + "task t ON t.seq = j.value", this::task, distinct(numbers));
    }

    /** One text for SQL; sorted, so that neighbours are read together. */
    private static String distinct(Collection<Long> numbers) {
        return JsonArrays.numbers(new TreeSet<>(numbers));
    }

    /**
     * States with an index each by itself, and of that the first; those that run from their claims; the others from the
     * tasks in their order, as many are in them, or none.
     */
    @Override
    public List<TaskRow> list(long graph, Set<TaskState> states, long after, int limit) {
        List<Long> numbers = new ArrayList<>();
        Set<TaskState> others = EnumSet.noneOf(TaskState.class);
        for (TaskState state : states) {
            if (!PASSING.contains(state)) {
                numbers.addAll(numbers(
                        "SELECT seq FROM task WHERE graph = ? AND state = " + Codes.of(state) + " AND " + INDEXED_STATES
                                + " AND seq > ? ORDER BY seq LIMIT ?",
                        graph,
                        after,
                        limit));
            } else if (state == TaskState.RUNNING) {
                numbers.addAll(numbers(
                        "SELECT DISTINCT c.task FROM claim c JOIN task t ON t.seq = c.task WHERE t.graph = ?"
                                + " AND t.state = " + Codes.of(state) + " AND c.task > ? ORDER BY c.task LIMIT ?",
                        graph,
                        after,
                        limit));
            } else if (state != TaskState.READY || hasClaimable(graph)) {
                others.add(state);
            }
        }
        if (!others.isEmpty()) {
            numbers.addAll(numbers(
                    "SELECT seq FROM task WHERE +graph = ? AND seq > ? AND state IN (" + Codes.list(others)
                            + ") ORDER BY seq LIMIT ?",
                    graph,
                    after,
                    limit));
        }
        Collections.sort(numbers);
        return tasks(numbers.subList(0, Math.min(limit, numbers.size()))).stream()
                .sorted(Comparator.comparingLong(TaskRow::seq))
                .toList();
    }

    private List<Long> numbers(String sql, Object... parameters) {
        return statements.list(sql, row -> row.number(1), parameters);
    }

    private boolean hasClaimable(long graph) {
        return statements.number(
                        "SELECT 1 FROM lane l JOIN task t ON t.lane = l.id AND t.rank IS NOT NULL WHERE l.graph = ? LIMIT 1",
                        graph)
                == 1;
    }

    @Override
    public List<TaskRow> claimable(int lane, @Nullable TaskRow after, int limit) {
        String begin = "SELECT t.seq FROM task t WHERE t.lane = ? AND t.rank IS NOT NULL";
        String order = " ORDER BY t.rank, t.seq LIMIT ?";
        // The numbers come from the index alone; the rows may be known.
        List<Long> numbers = after == null
                ? statements.list(begin + order, row -> row.number(1), lane, limit)
                : statements.list(
                        begin + " AND (t.rank, t.seq) > (?, ?)" + order,
                        row -> row.number(1),
                        lane,
                        -(long) after.terms().policy().priority(),
                        after.seq(),
                        limit);
        Map<Long, TaskRow> found = new HashMap<>();
        tasks(numbers).forEach(row -> found.put(row.seq(), row));
        return numbers.stream().map(found::get).filter(Objects::nonNull).toList();
    }

    @Override
    public List<TaskRow> claimable(long graph, Collection<String> ids) {
        // SQLite ends a text from JSON at a zero character.
        if (ids.size() < 2 || ids.stream().anyMatch(id -> id.indexOf('\0') >= 0)) {
            return Snapshot.super.claimable(graph, ids);
        }
        return statements.list(
                "SELECT " + TaskTable.COLUMNS + NUMBERS
                        + "task t ON t.graph = ? AND t.id = j.value WHERE t.rank IS NOT NULL",
                this::task,
                JsonArrays.texts(new LinkedHashSet<>(ids)),
                graph);
    }

    @Override
    public long nextRetry(long graph) {
        return statements.number(
                "SELECT retry_at FROM task WHERE graph = ? AND retry_at <> 0 AND +state = "
                        + Codes.of(TaskState.WAITING) + " ORDER BY retry_at LIMIT 1",
                graph);
    }

    @Override
    public List<TaskRow> dueRetries(long graph, long now, int limit) {
        return statements.list(
                TASKS + "t.graph = ? AND t.retry_at <> 0 AND t.retry_at <= ? AND +t.state = "
                        + Codes.of(TaskState.WAITING) + " ORDER BY t.seq LIMIT ?",
                this::task,
                graph,
                now,
                limit);
    }

    @Override
    public List<Edge> dependents(Collection<Long> dependencies, Edge after, int limit) {
        TreeSet<Long> sorted = new TreeSet<>(new TreeSet<>(dependencies).tailSet(after.dependency()));
        List<Edge> edges = new ArrayList<>();
        if (!sorted.isEmpty() && (sorted.size() == 1 || sorted.first() == after.dependency())) {
            long first = sorted.first();
            sorted.remove(first);
            edges.addAll(statements.list(
                    "SELECT dependency, task FROM edge WHERE dependency = ? AND task > ? ORDER BY task LIMIT ?",
                    SqliteSnapshot::edge,
                    first,
                    first == after.dependency() ? after.task() : 0,
                    limit));
        }
        if (!sorted.isEmpty() && edges.size() < limit) {
            // The array is sorted and is the outer table, so edges come in order and the limit ends the search; asked
            // for
            // the order, SQLite would read them all and sort.
            edges.addAll(statements.list(
                    "SELECT e.dependency, e.task" + NUMBERS + "edge e ON e.dependency = j.value LIMIT ?",
                    SqliteSnapshot::edge,
                    JsonArrays.numbers(sorted),
                    limit - edges.size()));
        }
        return edges;
    }

    @Override
    public List<Edge> dependencies(Collection<Long> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        List<Edge> edges = new ArrayList<>();
        if (tasks.size() == 1) {
            statements.list(
                    "SELECT task, dependencies FROM need WHERE task = ?",
                    row -> read(row, edges),
                    tasks.iterator().next());
        } else {
            statements.list(
                    "SELECT n.task, n.dependencies" + NUMBERS + "need n ON n.task = j.value",
                    row -> read(row, edges),
                    distinct(tasks));
        }
        edges.sort(Comparator.comparingLong(Edge::task).thenComparingLong(Edge::dependency));
        return edges;
    }

    private static boolean read(Row row, List<Edge> edges) {
        long task = row.number(1);
        for (long dependency : JsonArrays.readNumbers("[" + row.text(2) + "]")) {
            edges.add(new Edge(dependency, task));
        }
        return true;
    }

    private static Edge edge(Row row) {
        return new Edge(row.number(1), row.number(2));
    }

    @Override
    public List<ClaimRow> claims(Collection<Long> tokens) {
        if (tokens.isEmpty()) {
            return List.of();
        }
        if (tokens.size() == 1) {
            return statements.list(
                    CLAIMS + "claim c WHERE c.token = ?",
                    SqliteSnapshot::claim,
                    tokens.iterator().next());
        }
        return statements.list(
                CLAIMS + "json_each(?) j CROSS JOIN claim c ON c.token = j.value",
                SqliteSnapshot::claim,
                distinct(tokens));
    }

    @Override
    public List<ClaimRow> claimsOn(Collection<Long> tasks) {
        return tasks.isEmpty()
                ? List.of()
                : statements.list(
                        CLAIMS + "claim c WHERE c.task IN (SELECT value FROM json_each(?)) ORDER BY c.token",
                        SqliteSnapshot::claim,
                        distinct(tasks));
    }

    @Override
    public List<ClaimRow> claimsOf(Collection<Long> sessions) {
        return sessions.isEmpty()
                ? List.of()
                : statements.list(
                        CLAIMS + "claim c WHERE c.session IN (SELECT value FROM json_each(?)) ORDER BY c.token",
                        SqliteSnapshot::claim,
                        distinct(sessions));
    }

    private static ClaimRow claim(Row row) {
        return new ClaimRow(
                row.number(1),
                row.number(2),
                row.number(3),
                new ClaimRow.Grant(row.small(4), row.flag(5), row.number(6)));
    }

    @Override
    public List<Result> results(Collection<Long> tasks) {
        return tasks.isEmpty()
                ? List.of()
                : statements.list(
                        "SELECT r.task, r.format, r.bytes" + NUMBERS + "result r ON r.task = j.value",
                        row -> new Result(row.number(1), new Payload.Encoded(row.text(2), row.bytes(3))),
                        distinct(tasks));
    }

    @Override
    public List<Attempt> attempts(long task) {
        return statements.list(
                AttemptTable.SELECT + "FROM attempt a WHERE a.task = ? ORDER BY a.seq", AttemptTable::read, task);
    }

    @Override
    public List<Attempt> history(long graph, Set<Outcome> outcomes, long after, int limit) {
        boolean rare = !outcomes.contains(Outcome.COMPLETED);
        return statements.list(
                AttemptTable.SELECT + "FROM attempt a " + (rare ? "INDEXED BY attempt_other " : "")
                        + "CROSS JOIN task t ON t.seq = a.task WHERE a.seq > ? AND t.graph = ?"
                        + " AND a.outcome IN (SELECT value FROM json_each(?))" + (rare ? " AND a.outcome <> 0" : "")
                        + " ORDER BY a.seq LIMIT ?",
                AttemptTable::read,
                after,
                graph,
                JsonArrays.numbers(outcomes.stream()
                        .map(outcome -> (long) Codes.of(outcome))
                        .collect(Collectors.toSet())),
                limit);
    }

    @Override
    public List<QueuedShift> queuedShifts(long graph, int limit) {
        return statements.list(
                "SELECT id, dependency, pending, broken, newest, reached FROM shift WHERE graph = ?"
                        + " ORDER BY id LIMIT ?",
                row -> new QueuedShift(
                        row.number(1),
                        new Shift(row.number(2), row.small(3), row.small(4), row.number(5)),
                        row.number(6)),
                graph,
                limit);
    }
}
