package dev.tagwerk.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * The numbers at the head of an SQLite file.
 *
 * @param applicationId whose file it is
 * @param schema the version of the layout of its tables
 * @param pageSize bytes in a page
 * @param pages pages in the file, as the header says
 * @param tables entries in its catalogue of tables
 */
record SqliteHeader(int applicationId, int schema, long pageSize, long pages, long tables) {

    /** Reads without a lock and without making a file, disregarding any log; safe beside open connections. */
    static SqliteHeader readUntouched(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = config.createConnection(SqliteUrl.forDriver(file, "mode=ro&immutable=1"))) {
            return read(connection);
        }
    }

    /** Reads what a connection sees. */
    static SqliteHeader read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            long id = number(statement, "PRAGMA application_id");
            long version = number(statement, "PRAGMA user_version");
            long pageSize = number(statement, "PRAGMA page_size");
            long pages = number(statement, "PRAGMA page_count");
            long tables = number(statement, "SELECT count(*) FROM sqlite_master");
            return new SqliteHeader((int) id, (int) version, pageSize, pages, tables);
        }
    }

    /** Returns whether nobody has written anything: a database that does not exist yet. */
    boolean isBlank() {
        return applicationId == 0 && schema == 0 && tables == 0;
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
