package dev.tagwerk.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The row changes that any durable runner has to make, through plain JDBC: registration, claim, end, a row of history. */
final class RawSqlite {
    private RawSqlite() {}

    /** So many tasks, so many to a transaction; gives nanoseconds. */
    static long batches(int tasks, int size) throws Exception {
        Path folder = Files.createTempDirectory("tagwerk-floor");
        try {
            long begin = System.nanoTime();
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("floor.db"))) {
                prepare(connection);
                register(connection, tasks, Math.max(size, 256));
                work(connection, tasks, size);
                count(connection, tasks);
            }
            return System.nanoTime() - begin;
        } finally {
            Folders.delete(folder);
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = NORMAL");
            statement.execute("CREATE TABLE task(seq INTEGER PRIMARY KEY, id TEXT UNIQUE, state INTEGER NOT NULL)");
            statement.execute("CREATE INDEX ready ON task(seq) WHERE state = 0");
            statement.execute("CREATE TABLE claim(token INTEGER PRIMARY KEY, task INTEGER NOT NULL)");
            statement.execute(
                    "CREATE TABLE attempt(seq INTEGER PRIMARY KEY, task INTEGER NOT NULL, start INTEGER NOT NULL,"
                            + " nanos INTEGER NOT NULL, outcome INTEGER NOT NULL)");
        }
        connection.setAutoCommit(false);
    }

    private static void register(Connection connection, int tasks, int size) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO task VALUES (?, ?, 0)")) {
            for (int i = 0; i < tasks; i++) {
                insert.setLong(1, i);
                insert.setString(2, "t" + i);
                insert.addBatch();
                if (i % size == size - 1 || i == tasks - 1) {
                    insert.executeBatch();
                    connection.commit();
                }
            }
        }
    }

    private static void work(Connection connection, int tasks, int size) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement("INSERT INTO claim VALUES (?, ?)");
                PreparedStatement running = connection.prepareStatement("UPDATE task SET state = 1 WHERE seq = ?");
                PreparedStatement free = connection.prepareStatement("DELETE FROM claim WHERE token = ?");
                PreparedStatement done = connection.prepareStatement("UPDATE task SET state = 2 WHERE seq = ?");
                PreparedStatement attempt = connection.prepareStatement("INSERT INTO attempt VALUES (?, ?, 1, 2, 0)")) {
            for (int from = 0; from < tasks; from += size) {
                int to = Math.min(tasks, from + size);
                // One exchange: ends of the batch before, claims of this one.
                for (int i = Math.max(0, from - size); i < from; i++) {
                    end(free, done, attempt, i);
                }
                for (int i = from; i < to; i++) {
                    set(claim, i, i);
                    set(running, i);
                }
                run(free, done, attempt, claim, running);
                connection.commit();
            }
            for (int i = Math.max(0, (tasks - 1) / size * size); i < tasks; i++) {
                end(free, done, attempt, i);
            }
            run(free, done, attempt);
            connection.commit();
        }
    }

    private static void end(PreparedStatement free, PreparedStatement done, PreparedStatement attempt, int task)
            throws SQLException {
        set(free, task);
        set(done, task);
        set(attempt, task, task);
    }

    private static void set(PreparedStatement statement, int... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setLong(i + 1, values[i]);
        }
        statement.addBatch();
    }

    private static void run(PreparedStatement... statements) throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.executeBatch();
        }
    }

    private static void count(Connection connection, int tasks) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM task WHERE state = 2")) {
            Workload.check(rows.next() && rows.getInt(1) == tasks, "not all rows were changed");
        }
        connection.commit();
    }
}
