package dev.tagwerk.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One prepared statement with many rows of parameters, put one after the other. For one thread at a time. */
final class Batch {
    private final SqliteFile file;
    private final PreparedStatement statement;
    private int place;
    private int rows;

    Batch(SqliteFile file, PreparedStatement statement) {
        this.file = file;
        this.statement = statement;
    }

    Batch put(long value) {
        try {
            statement.setLong(++place, value);
            return this;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    Batch put(boolean value) {
        return put(value ? 1 : 0);
    }

    Batch put(@Nullable String value) {
        try {
            statement.setString(++place, value);
            return this;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    Batch put(byte[] value) {
        try {
            statement.setBytes(++place, value);
            return this;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** A number, or nothing. */
    Batch putOrNull(@Nullable Long value) {
        return value == null ? put((String) null) : put(value.longValue());
    }

    /** Ends the row. */
    void add() {
        try {
            statement.addBatch();
            place = 0;
            rows++;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** Executes the statement for all rows. */
    void run() {
        if (rows == 0) {
            return;
        }
        rows = 0;
        try {
            statement.executeBatch();
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        } finally {
            clear();
        }
    }

    /** Forgets what was put. */
    void clear() {
        rows = 0;
        place = 0;
        try {
            statement.clearBatch();
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }
}
