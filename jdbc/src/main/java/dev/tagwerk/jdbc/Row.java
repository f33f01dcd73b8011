package dev.tagwerk.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The row at which a query stands; places count from 1. For one thread at a time. */
final class Row {
    private final SqliteFile file;
    private final ResultSet results;

    Row(SqliteFile file, ResultSet results) {
        this.file = file;
        this.results = results;
    }

    /** The number at this place; 0 where there is none. */
    long number(int place) {
        try {
            return results.getLong(place);
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** The number at this place; 0 where there is none. */
    int small(int place) {
        return (int) number(place);
    }

    /** Whether the number at this place differs from 0. */
    boolean flag(int place) {
        return number(place) != 0;
    }

    /** The bytes at this place; none where there is nothing. */
    byte[] bytes(int place) {
        try {
            byte[] bytes = results.getBytes(place);
            return bytes == null ? new byte[0] : bytes;
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }

    /** The text at this place; empty where there is none. */
    String text(int place) {
        String text = textOrNull(place);
        return text == null ? "" : text;
    }

    /** The text at this place, or null. */
    @Nullable
    String textOrNull(int place) {
        try {
            return results.getString(place);
        } catch (SQLException e) {
            throw SqliteErrors.of(file, e);
        }
    }
}
