package dev.tagwerk.jdbc;

import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for contradictions in a store file: first SQLite's own check, then everything that is kept twice, once as it is and
 * once as a number. For one thread at a time.
 */
final class SqliteCheck {
    private static final int MOST_PER_KIND = 20;
    private static final int LIVE = Codes.of(WorkerRow.State.LIVE);

    private final SharedRows rows;
    private final Statements statements;
    private final List<String> findings = new ArrayList<>();

    SqliteCheck(SharedRows rows) {
        this.rows = rows;
        this.statements = rows.statements();
    }

    /** What is wrong, one line each. */
    List<String> findings() {
        List<String> file = statements.list("PRAGMA integrity_check", row -> row.text(1));
        if (!file.equals(List.of("ok"))) {
            file.forEach(line -> findings.add("the file itself: " + line));
            return findings;
        }
        tallies();
        columns();
        claims();
        edges();
        for (GraphRow graph : new SqliteSnapshot(rows).graphs()) {
            workers(graph);
            gates(graph);
        }
        return findings;
    }

    private void tallies() {
        Map<Long, long[]> counted = new HashMap<>();
        statements.list("SELECT lane, state, count(*), sum(retry_at <> 0) FROM task GROUP BY lane, state", row -> {
            long[] counts = counted.computeIfAbsent(row.number(1), lane -> new long[Tally.size()]);
            counts[row.small(2)] += row.number(3);
            if (row.small(2) == Codes.of(TaskState.WAITING)) {
                counts[Tally.size() - 1] += row.number(4);
            }
            return counts;
        });
        List<Lane> lanes = statements.list(SqliteSnapshot.LANES + "ORDER BY l.id", rows::lane);
        for (Lane lane : lanes) {
            long[] counts = counted.remove((long) lane.id());
            Tally real = counts == null ? Tally.ZERO : Tally.of(counts);
            if (!real.equals(lane.tally())) {
                findings.add("lane " + lane.id() + ": its tally says " + lane.tally() + ", there are " + real);
            }
        }
        counted.keySet().forEach(lane -> findings.add("lane " + lane + ": there are tasks in it, but not the lane"));
    }

    /** Columns that follow from others: the rank, and which groups are filled. */
    private void columns() {
        String claimable = "(t.state = " + Codes.of(TaskState.READY) + " OR (t.state = " + Codes.of(TaskState.RUNNING)
                + " AND t.flags & " + TaskTable.DONE + " = 0 AND t.running < m.slots"
                + " AND t.failed <= m.failed AND t.killed <= m.killed))";
        lines(
                "SELECT t.id, t.state, t.rank, t.priority FROM task t LEFT JOIN manner m ON m.id = t.manner"
                        + " WHERE t.rank IS NOT CASE WHEN " + claimable + " THEN -t.priority END",
                row -> "task " + row.text(1) + ": in state " + Codes.state(row.small(2)) + " with priority "
                        + row.number(4) + " its rank among the claimable is " + row.textOrNull(3));
        lines(
                "SELECT t.id FROM task t WHERE "
                        + group(TaskTable.WITH_GATE, "pending <> 0 OR broken <> 0 OR newest <> 0")
                        + " OR " + group(TaskTable.WITH_TROUBLE, "failed <> 0 OR killed <> 0 OR retry_at <> 0")
                        + " OR " + group(TaskTable.WITH_EVIDENCE, "fingerprint IS NOT NULL OR guard <> 0")
                        + " OR " + group(TaskTable.WITH_PRIORITY, "priority <> 0"),
                row -> "task " + row.text(1) + ": its flags do not say which of its columns hold something");
        lines(
                "SELECT t.id, t.manner FROM task t LEFT JOIN manner m ON m.id = t.manner WHERE m.id IS NULL",
                row -> "task " + row.text(1) + ": its manner " + row.number(2) + " is missing");
    }

    private static String group(int flag, String filled) {
        return "(t.flags & " + flag + " <> 0) <> (" + filled + ")";
    }

    private void claims() {
        lines(
                "SELECT t.id, t.state, t.running, count(c.token) FROM task t LEFT JOIN claim c ON c.task = t.seq"
                        + " WHERE t.running <> 0 OR t.state = " + Codes.of(TaskState.RUNNING)
                        + " OR t.seq IN (SELECT task FROM claim) GROUP BY t.seq"
                        + " HAVING count(c.token) <> t.running OR (t.running > 0) <> (t.state = "
                        + Codes.of(TaskState.RUNNING) + ")",
                row -> "task " + row.text(1) + ": " + Codes.state(row.small(2)) + " with " + row.number(3)
                        + " workers, and there are " + row.number(4) + " claims on it");
        lines(
                "SELECT c.token, c.task FROM claim c LEFT JOIN task t ON t.seq = c.task WHERE t.seq IS NULL",
                row -> "claim " + row.number(1) + ": its task " + row.number(2) + " is missing");
        lines(
                "SELECT c.token, c.session FROM claim c LEFT JOIN worker w ON w.session = c.session AND w.state = "
                        + LIVE + " WHERE w.session IS NULL",
                row -> "claim " + row.number(1) + ": its worker " + row.number(2) + " is not live");
    }

    private void workers(GraphRow graph) {
        long live = statements.number("SELECT count(*) FROM worker WHERE graph = ? AND state = " + LIVE, graph.id());
        List<WorkerRow> there = new SqliteSnapshot(rows).liveWorkers(graph.id());
        long drawing =
                there.stream().filter(worker -> !worker.life().sourceEnded()).count();
        if (live != graph.run().live() || drawing != graph.run().drawing()) {
            findings.add("graph " + graph.name() + ": it says " + graph.run().live() + " live workers, "
                    + graph.run().drawing() + " of them drawing; there are " + live + " and " + drawing);
        }
        for (WorkerRow worker : there) {
            long claims = statements.number("SELECT count(*) FROM claim WHERE session = ?", worker.session());
            if (claims != worker.done().holding()) {
                findings.add("worker " + worker.profile().identity() + " (session " + worker.session() + "): it holds "
                        + worker.done().holding() + " claims, and there are " + claims);
            }
        }
    }

    /** What a task needs is written twice: from the side of the task, and from that of the dependency. */
    private void edges() {
        lines(
                "SELECT n.task, j.value FROM need n, json_each('[' || n.dependencies || ']') j WHERE NOT EXISTS"
                        + " (SELECT 1 FROM edge e WHERE e.dependency = j.value AND e.task = n.task)",
                row -> "task number " + row.number(1) + ": it needs " + row.number(2) + ", which does not know it");
        lines(
                "SELECT e.task, e.dependency FROM edge e LEFT JOIN need n ON n.task = e.task WHERE n.task IS NULL"
                        + " OR e.dependency NOT IN (SELECT value FROM json_each('[' || n.dependencies || ']'))",
                row -> "task number " + row.number(1) + ": " + row.number(2)
                        + " would open it, and it does not need that");
    }

    /** While news is queued, gates lag behind; then there is nothing to compare. */
    private void gates(GraphRow graph) {
        long queued = statements.number("SELECT count(*) FROM shift WHERE graph = ?", graph.id());
        if (queued > 0 != graph.run().cascading()) {
            findings.add("graph " + graph.name() + ": " + queued + " pieces of news are queued, and it says "
                    + (graph.run().cascading() ? "that there are some" : "that there are none"));
        }
        if (queued > 0) {
            return;
        }
        lines(
                "SELECT t.id, t.pending, t.broken, coalesce(sum(d.state NOT IN (" + in(TaskState::isSatisfied)
                        + ")), 0) AS really_pending, coalesce(sum(d.state IN (" + in(TaskState::isBroken)
                        + ")), 0) AS really_broken FROM task t LEFT JOIN edge e ON e.task = t.seq"
                        + " LEFT JOIN task d ON d.seq = e.dependency WHERE t.graph = ? GROUP BY t.seq"
                        + " HAVING t.pending <> really_pending OR t.broken <> really_broken"
                        + " OR count(e.dependency) <> count(d.seq)",
                row -> "task " + row.text(1) + ": it says that " + row.number(2) + " dependencies are open, "
                        + row.number(3) + " of them broken; there are " + row.number(4) + " and " + row.number(5),
                graph.id());
    }

    private void lines(String sql, Function<Row, String> line, Object... parameters) {
        findings.addAll(statements.list(sql + " LIMIT " + MOST_PER_KIND, line, parameters));
    }

    private static String in(Predicate<TaskState> which) {
        return Arrays.stream(TaskState.values())
                .filter(which)
                .map(state -> Integer.toString(Codes.of(state)))
                .collect(Collectors.joining(", "));
    }
}
