package dev.tagwerk.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements, which live as long as it does. Every error of the driver leaves here as a
 * {@link dev.tagwerk.store.StoreException}. For one thread at a time.
 *
 * <p>Transactions are begun and ended by statements of our own. The driver is told that its auto-commit is off and then
 * taken out of the transaction that it begins: with auto-commit on it would try to begin one of its own after every
 * statement, which costs as much as the statement itself.
 */
final class Statements implements AutoCloseable {
    private final SqliteFile file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private final Map<String, Batch> batches = new HashMap<>();
    private long executed;

    private Statements(SqliteFile file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Takes over a fresh connection. */
    static Statements over(SqliteFile file, Connection connection) {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
        Statements statements = new Statements(file, connection);
        statements.run("ROLLBACK");
        return statements;
    }

    /** Borrows a connection as it is, inside a transaction of somebody else. */
    static Statements inside(SqliteFile file, Connection connection) {
        return new Statements(file, connection);
    }

    /** The connection underneath. */
    Connection connection() {
        return connection;
    }

    /** How many statements were executed; a batch counts once. */
    long executed() {
        return executed;
    }

    /** All rows of a query. */
    <T> List<T> list(String sql, Function<Row, T> reader, Object... parameters) {
        List<T> rows = new ArrayList<>();
        try (ResultSet results = open(sql, parameters)) {
            Row row = new Row(file, results);
            while (results.next()) {
                rows.add(reader.apply(row));
            }
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
        return rows;
    }

    /** The first row of a query, or null. */
    <T> @Nullable T first(String sql, Function<Row, T> reader, Object... parameters) {
        try (ResultSet results = open(sql, parameters)) {
            return results.next() ? reader.apply(new Row(file, results)) : null;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** The number in the first row of a query; 0 without a row. */
    long number(String sql, Object... parameters) {
        Long number = first(sql, row -> row.number(1), parameters);
        return number == null ? 0 : number;
    }

    /** Executes a statement without an answer; gives how many rows it changed. */
    long change(String sql, Object... parameters) {
        executed++;
        try {
            PreparedStatement statement = prepare(sql);
            bind(statement, parameters);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** Executes a statement that is not worth keeping. */
    void run(String sql) {
        executed++;
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** A statement to be executed for many rows; the same object for the same text. */
    Batch batch(String sql) {
        executed++;
        Batch known = batches.get(sql);
        if (known != null) {
            return known;
        }
        try {
            Batch batch = new Batch(file, prepare(sql));
            batches.put(sql, batch);
            return batch;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** Takes back the transaction under way, if there is one, and whatever was put into batches. */
    void rollback() {
        batches.values().forEach(Batch::clear);
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite ends a transaction by itself after some errors (a full disk is one): then there is none to take
            // back.
            if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                throw SqliteErrors.of(file, e);
            }
        }
    }

    private ResultSet open(String sql, Object... parameters) throws SQLException {
        executed++;
        PreparedStatement statement = prepare(sql);
        bind(statement, parameters);
        return statement.executeQuery();
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = prepared.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            prepared.put(sql, known);
        }
        return known;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }
}
