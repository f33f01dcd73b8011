package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteErrorsTest {

    private interface Deed {
        void run(Statement statement) throws SQLException;
    }

    @TempDir
    private Path folder;

    private SqliteFile file;

    @BeforeEach
    void fill() throws SQLException {
        file = SqliteFile.at(folder.resolve("work.db").toString());
        try (Connection connection = ChildMain.connect(file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x)");
            for (int i = 0; i < 50; i++) {
                statement.executeUpdate("INSERT INTO t VALUES (randomblob(3000))");
            }
        }
    }

    private void assertSays(Problem problem, String wayOut, SQLiteConfig config, Deed deed) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> {
            try (Connection connection = config.createConnection(file.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                deed.run(statement);
            }
        });
        assertSays(problem, wayOut, error);
    }

    private void assertSays(Problem problem, String wayOut, SQLException error) {
        StoreException said = SqliteErrors.of(file, error);
        assertThat(said.problem()).as(said.getMessage()).isEqualTo(problem);
        assertThat(said).hasMessageContaining(file.path().toString()).hasMessageContaining(wayOut);
        assertThat(said).hasCause(error);
    }

    @Test
    void of_fullDisk_saysNoSpace() {
        assertSays(Problem.NO_SPACE, "MiB free", new SQLiteConfig(), statement -> {
            statement.executeQuery("PRAGMA max_page_count = 60").close();
            while (true) {
                statement.executeUpdate("INSERT INTO t VALUES (zeroblob(100000))");
            }
        });
    }

    @Test
    void of_bytesOverwrittenInTheMiddle_saysDamaged() throws Exception {
        try (RandomAccessFile raw = new RandomAccessFile(file.path().toFile(), "rw")) {
            byte[] junk = new byte[(int) raw.length() - 4096];
            java.util.Arrays.fill(junk, (byte) 0xA5);
            raw.seek(4096);
            raw.write(junk);
        }
        assertSays(
                Problem.DAMAGED,
                "tagwerk check",
                new SQLiteConfig(),
                statement ->
                        statement.executeQuery("SELECT sum(length(x)) FROM t").close());
    }

    @Test
    void of_noDatabase_saysNotAStore() throws Exception {
        Files.writeString(file.path(), "text ".repeat(1000));
        assertSays(
                Problem.NOT_A_STORE,
                "name another file",
                new SQLiteConfig(),
                statement -> statement.executeQuery("SELECT * FROM t").close());
    }

    @Test
    void of_readOnlyConnection_saysReadOnly() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        assertSays(Problem.READ_ONLY, "allow writing", config, statement -> statement.executeUpdate("DELETE FROM t"));
    }

    @Test
    void of_lockedByAnother_saysBusy() throws Exception {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        try (Connection other = ChildMain.connect(file);
                Statement statement = other.createStatement()) {
            statement.executeUpdate("BEGIN IMMEDIATE");
            assertSays(Problem.BUSY, "another program", config, mine -> mine.executeUpdate("BEGIN IMMEDIATE"));
        }
    }

    @Test
    void of_fileGone_saysMissing() throws Exception {
        Files.delete(file.path());
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        assertSays(
                Problem.MISSING,
                "not there",
                config,
                statement -> statement.executeQuery("SELECT * FROM t").close());
    }

    @Test
    void of_closedConnection_saysClosed() throws Exception {
        Connection connection = ChildMain.connect(file);
        connection.close();
        assertSays(
                Problem.CLOSED,
                "closed",
                catchThrowableOfType(SQLException.class, () -> connection.prepareStatement("SELECT 1")));
    }

    @Test
    void of_statementOfOurs_asksForAReport() {
        assertSays(
                Problem.IO, "report", new SQLiteConfig(), statement -> statement.executeUpdate("DELETE FROM nonsense"));
    }

    @Test
    void of_extendedCodes_meanWhatTheirFamilyMeans() {
        assertCode(SQLiteErrorCode.SQLITE_IOERR_WRITE, Problem.IO);
        assertCode(SQLiteErrorCode.SQLITE_IOERR_SHMMAP, Problem.IO);
        assertCode(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT, Problem.BUSY);
        assertCode(SQLiteErrorCode.SQLITE_BUSY_RECOVERY, Problem.BUSY);
        assertCode(SQLiteErrorCode.SQLITE_READONLY_CANTINIT, Problem.READ_ONLY);
        assertCode(SQLiteErrorCode.SQLITE_READONLY_DBMOVED, Problem.MISSING);
        assertCode(SQLiteErrorCode.SQLITE_CANTOPEN_ISDIR, Problem.IO);
        assertCode(SQLiteErrorCode.SQLITE_CORRUPT_VTAB, Problem.DAMAGED);
        assertCode(SQLiteErrorCode.SQLITE_FULL, Problem.NO_SPACE);
    }

    private void assertCode(SQLiteErrorCode code, Problem problem) {
        assertSays(problem, code.name(), new SQLiteException("as thrown", code));
    }
}
