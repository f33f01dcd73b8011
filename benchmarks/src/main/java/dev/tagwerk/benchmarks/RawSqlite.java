package dev.tagwerk.benchmarks;

import dev.tagwerk.store.StoreOptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The floor on SQLite: the row changes that any durable runner has to make, through plain JDBC, set by set. A task is a row with
 * a unique id, an edge is a row; a claim is a row that comes and goes, and takes the task from ready to running; an end takes
 * it to done, counts down what waits for it, and leaves a row of history. With each transaction go a counter, a tally of the
 * states, and a sign of life. No result is lost by a crash; nothing else of what a store is for is here.
 */
final class RawSqlite implements AutoCloseable {
    private static final int BATCH = 256;

    private static final int READY = 0;
    private static final int RUNNING = 1;
    private static final int DONE = 2;
    private static final int WAITING = 3;

    private final Connection connection;
    private final PreparedStatement claim;
    private final PreparedStatement claims;
    private final PreparedStatement free;
    private final PreparedStatement done;
    private final PreparedStatement history;
    private final PreparedStatement countDown;
    private final PreparedStatement[] housekeeping;

    /** An empty file of this durability. */
    RawSqlite(Path file, StoreOptions.Durability durability) throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        prepare(durability);
        claim = connection.prepareStatement(
                "UPDATE task SET state = " + RUNNING + ", attempts = attempts + 1 WHERE seq IN"
                        + " (SELECT seq FROM task WHERE state = " + READY + " ORDER BY seq LIMIT ?) RETURNING seq");
        claims = connection.prepareStatement(
                "INSERT INTO claim SELECT value, value, 1, 1, 1764000000000 FROM json_each(?)");
        free = connection.prepareStatement("DELETE FROM claim WHERE token IN (SELECT value FROM json_each(?))");
        done = connection.prepareStatement(
                "UPDATE task SET state = " + DONE + " WHERE seq IN (SELECT value FROM json_each(?))");
        history = connection.prepareStatement("INSERT INTO attempt(task, session, number, token, start, nanos, outcome)"
                + " SELECT value, 1, 1, value, 1764000000000, 1000, 0 FROM json_each(?)");
        countDown =
                connection.prepareStatement("UPDATE task SET pending = pending - ended.n, state = CASE WHEN pending ="
                        + " ended.n THEN " + READY
                        + " ELSE state END FROM (SELECT edge.task AS seq, count(*) AS n FROM edge WHERE"
                        + " edge.dependency IN (SELECT value FROM json_each(?)) GROUP BY edge.task) AS ended"
                        + " WHERE task.seq = ended.seq");
        housekeeping = new PreparedStatement[] {
            connection.prepareStatement("UPDATE counter SET value = value + 2"),
            connection.prepareStatement("UPDATE lane SET ready = ready - 1, done = done + 1"),
            connection.prepareStatement("UPDATE worker SET beats = beats + 1, seen = 1764000000000")
        };
    }

    private void prepare(StoreOptions.Durability durability) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = " + durability);
            statement.execute(
                    "CREATE TABLE task(seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, state INTEGER NOT NULL,"
                            + " pending INTEGER NOT NULL, attempts INTEGER NOT NULL)");
            statement.execute("CREATE INDEX ready ON task(seq) WHERE state = " + READY);
            statement.execute("CREATE TABLE edge(dependency INTEGER NOT NULL, task INTEGER NOT NULL,"
                    + " PRIMARY KEY (dependency, task)) WITHOUT ROWID");
            statement.execute("CREATE TABLE claim(token INTEGER PRIMARY KEY, task INTEGER NOT NULL,"
                    + " session INTEGER NOT NULL, attempt INTEGER NOT NULL, at INTEGER NOT NULL)");
            statement.execute("CREATE TABLE attempt(seq INTEGER PRIMARY KEY, task INTEGER NOT NULL,"
                    + " session INTEGER NOT NULL, number INTEGER NOT NULL, token INTEGER NOT NULL,"
                    + " start INTEGER NOT NULL, nanos INTEGER NOT NULL, outcome INTEGER NOT NULL)");
            statement.execute("CREATE TABLE counter(value INTEGER NOT NULL)");
            statement.execute("CREATE TABLE lane(ready INTEGER NOT NULL, done INTEGER NOT NULL)");
            statement.execute("CREATE TABLE worker(beats INTEGER NOT NULL, seen INTEGER NOT NULL)");
            statement.execute("INSERT INTO counter VALUES (0)");
            statement.execute("INSERT INTO lane VALUES (0, 0)");
            statement.execute("INSERT INTO worker VALUES (0, 0)");
        }
        connection.setAutoCommit(false);
    }

    /** Registers and runs a graph, {@value #BATCH} tasks to a transaction; gives the times of both. */
    static Reading run(Path file, TaskGraph graph, TaskGraph.Check check) throws SQLException {
        return run(file, StoreOptions.Durability.NORMAL, graph, check);
    }

    /** The same, with this durability. */
    static Reading run(Path file, StoreOptions.Durability durability, TaskGraph graph, TaskGraph.Check check)
            throws SQLException {
        long begin = System.nanoTime();
        long registered;
        try (RawSqlite raw = new RawSqlite(file, durability)) {
            raw.register(graph);
            registered = System.nanoTime();
            raw.work(graph, check);
        }
        return Reading.of("registration", registered - begin).and("running", System.nanoTime() - registered);
    }

    private void register(TaskGraph graph) throws SQLException {
        try (PreparedStatement task = connection.prepareStatement("INSERT INTO task VALUES (?, ?, ?, ?, 0)");
                PreparedStatement edge = connection.prepareStatement("INSERT INTO edge VALUES (?, ?)")) {
            for (int i = 0; i < graph.size(); i++) {
                int[] needs = graph.needs(i);
                task.setLong(1, i);
                task.setString(2, "t" + i);
                task.setLong(3, needs.length == 0 ? READY : WAITING);
                task.setLong(4, needs.length);
                task.addBatch();
                for (int need : needs) {
                    edge.setLong(1, need);
                    edge.setLong(2, i);
                    edge.addBatch();
                }
                if (i % BATCH == BATCH - 1 || i == graph.size() - 1) {
                    task.executeBatch();
                    edge.executeBatch();
                    commit();
                }
            }
        }
    }

    private void work(TaskGraph graph, TaskGraph.Check check) throws SQLException {
        boolean edges = graph.hasEdges();
        String before = "";
        do {
            if (!before.isEmpty()) {
                run(free, before);
                run(done, before);
                run(history, before);
                if (edges) {
                    run(countDown, before);
                }
            }
            before = claim(check);
            if (!before.isEmpty()) {
                run(claims, before);
            }
            commit();
        } while (!before.isEmpty());
    }

    /** Claims as many as there are in one transaction, and runs them; gives their numbers as a JSON array, empty for none. */
    private String claim(TaskGraph.Check check) throws SQLException {
        claim.setLong(1, BATCH);
        StringBuilder taken = new StringBuilder();
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                int seq = rows.getInt(1);
                check.run(seq);
                taken.append(taken.isEmpty() ? '[' : ',').append(seq);
            }
        }
        return taken.isEmpty() ? "" : taken.append(']').toString();
    }

    private static void run(PreparedStatement statement, String numbers) throws SQLException {
        statement.setString(1, numbers);
        statement.executeUpdate();
    }

    private void commit() throws SQLException {
        for (PreparedStatement one : housekeeping) {
            one.executeUpdate();
        }
        connection.commit();
    }

    /** Registers, claims and ends so many tasks one by one, with one transaction for each; gives nanoseconds. */
    static long each(Path file, StoreOptions.Durability durability, int tasks) throws SQLException {
        long begin = System.nanoTime();
        try (RawSqlite raw = new RawSqlite(file, durability)) {
            raw.each(tasks);
        }
        return System.nanoTime() - begin;
    }

    private void each(int tasks) throws SQLException {
        try (PreparedStatement add =
                        connection.prepareStatement("INSERT INTO task VALUES (?, ?, " + READY + ", 0, 0)");
                PreparedStatement take = connection.prepareStatement(
                        "UPDATE task SET state = " + RUNNING + ", attempts = attempts + 1 WHERE seq = ?");
                PreparedStatement hold =
                        connection.prepareStatement("INSERT INTO claim VALUES (?, ?, 1, 1, 1764000000000)");
                PreparedStatement drop = connection.prepareStatement("DELETE FROM claim WHERE token = ?");
                PreparedStatement end =
                        connection.prepareStatement("UPDATE task SET state = " + DONE + " WHERE seq = ?");
                PreparedStatement note = connection.prepareStatement(
                        "INSERT INTO attempt(task, session, number, token, start, nanos, outcome)"
                                + " VALUES (?, 1, 1, ?, 1764000000000, 1000, 0)")) {
            for (int i = 0; i <= tasks; i++) {
                if (i > 0) {
                    change(drop, i - 1);
                    change(end, i - 1);
                    change(note, i - 1, i - 1);
                }
                if (i < tasks) {
                    add.setLong(1, i);
                    add.setString(2, "t" + i);
                    add.executeUpdate();
                    change(take, i);
                    change(hold, i, i);
                }
                commit();
            }
        }
    }

    private static void change(PreparedStatement statement, long... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setLong(i + 1, values[i]);
        }
        statement.executeUpdate();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
