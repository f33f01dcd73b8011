package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteFileTest {

    private static final SqliteFile.Schema SCHEMA = new SqliteFile.Schema(3, "tagwerk status --json > old.json");

    @TempDir
    private Path folder;

    private record Fake(Predicate<Path> read, Predicate<Path> write, String fileSystem) implements Surroundings {
        @Override
        public boolean readable(Path file) {
            return read.test(file);
        }

        @Override
        public boolean writable(Path fileOrFolder) {
            return write.test(fileOrFolder);
        }

        @Override
        public String fileSystem(Path folder) {
            return fileSystem;
        }
    }

    private Path make(String name, int applicationId, int version) throws SQLException {
        Path path = folder.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA application_id = " + applicationId);
            statement.executeUpdate("PRAGMA user_version = " + version);
            statement.executeUpdate("CREATE TABLE t (x)");
            statement.executeUpdate("INSERT INTO t VALUES (zeroblob(20000))");
            statement.executeQuery("PRAGMA journal_mode = WAL").close();
        }
        return path;
    }

    private Map<String, String> everything() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                all.put(
                        folder.relativize(file).toString(),
                        Files.isRegularFile(file) ? Arrays.hashCode(Files.readAllBytes(file)) + "" : "folder");
            }
        }
        return all;
    }

    private void assertRefused(SqliteFile file, Problem problem, String... said) throws IOException {
        Map<String, String> before = everything();
        assertThatThrownBy(() -> file.requireWritable(SCHEMA)).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem);
            assertThat(e.location()).isEqualTo(file.location());
            assertThat(e).hasMessageContaining(file.path().toString());
            assertThat(e.getMessage()).contains(said);
        });
        assertThat(everything()).isEqualTo(before);
    }

    private static SqliteFile at(Path path) {
        return SqliteFile.at(path.toString());
    }

    @ParameterizedTest
    @DisplayName("LB-204: three slashes are relative, four absolute")
    @CsvSource({
        "work.db, work.db",
        "sqlite:work.db, work.db",
        "sqlite:/tmp/work.db, /tmp/work.db",
        "jdbc:sqlite:sub/work.db, sub/work.db",
        "sqlite:///work.db, work.db",
        "sqlite:////tmp/work.db, /tmp/work.db",
        "a?b.db, a?b.db",
    })
    void parse_allForms_nameTheFile(String location, String path) {
        assertThat(SqliteUrl.parse(location)).isEqualTo(Path.of(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "sqlite:",
                "sqlite://",
                "sqlite:///",
                "sqlite://host/x.db",
                "jdbc:sqlite:///x.db",
                ":memory:",
                "sqlite::memory:",
                "jdbc:sqlite::memory:",
                "sqlite:x.db?mode=ro",
                "jdbc:sqlite:file:x.db",
                "a\0b"
            })
    void parse_whatNamesNoFile_isRefused(String location) {
        assertThatThrownBy(() -> SqliteUrl.parse(location))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.problem()).isEqualTo(Problem.NOT_SUPPORTED));
    }

    @Test
    void parse_memory_pointsToTheStoreInMemory() {
        assertThatThrownBy(() -> SqliteUrl.parse("sqlite::memory:"))
                .hasMessageContaining("use the store in memory, memory:");
    }

    @Test
    void jdbcUrl_strangeNames_openThatFile() throws SQLException, IOException {
        for (String name : new String[] {"a b.db", "a?b.db", "a#b.db", "100%41.db", "größe.db", "a'b;c.db"}) {
            SqliteFile file = at(folder.resolve(name));
            try (Connection connection = DriverManager.getConnection(file.jdbcUrl());
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("PRAGMA application_id = " + SqliteFile.APPLICATION_ID);
                statement.executeUpdate("PRAGMA user_version = 3");
            }
            assertThat(folder.resolve(name)).exists();
            assertThat(file.requireWritable(SCHEMA)).isEqualTo(SqliteFile.Content.STORE);
        }
        assertThat(everything()).hasSize(7);
    }

    @Test
    void requireWritable_nothingOrEmptyFile_isEmpty() throws IOException {
        assertThat(at(folder.resolve("new.db")).requireWritable(SCHEMA)).isEqualTo(SqliteFile.Content.EMPTY);
        Path empty = Files.createFile(folder.resolve("empty.db"));
        assertThat(at(empty).requireWritable(SCHEMA)).isEqualTo(SqliteFile.Content.EMPTY);
        assertThat(everything()).hasSize(2);
    }

    @Test
    void requireWritable_ownStore_isGoodAndUntouched() throws Exception {
        Path path = make("own.db", SqliteFile.APPLICATION_ID, 3);
        Map<String, String> before = everything();

        assertThat(at(path).requireWritable(SCHEMA)).isEqualTo(SqliteFile.Content.STORE);
        at(path).requireReadable(SCHEMA);
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void requireReadable_nothingThere_saysMissing() {
        assertThatThrownBy(() -> at(folder.resolve("none.db")).requireReadable(SCHEMA))
                .hasMessageContaining("there is no store here yet");
    }

    @Test
    void requireWritable_folder_isRefused() throws IOException {
        assertRefused(at(folder), Problem.NOT_A_STORE, "this is a folder", "store.db");
    }

    @Test
    void requireWritable_textFile_isRefused() throws IOException {
        for (String text : new String[] {"x", "hello, this is text\n", "y".repeat(10_000), "SQLite format 3"}) {
            Path path = Files.writeString(folder.resolve("text.db"), text);
            assertRefused(at(path), Problem.NOT_A_STORE, "not an SQLite database");
        }
    }

    @Test
    void requireWritable_otherProgram_isRefused() throws Exception {
        assertRefused(at(make("other.db", 0x0f055112, 3)), Problem.OTHER_PROGRAM, "0x0F055112", "0x5467576B");
        assertRefused(at(make("plain.db", 0, 0)), Problem.OTHER_PROGRAM, "another program");
    }

    @Test
    void requireWritable_newerOrOlder_isRefusedWithTheWayOut() throws Exception {
        assertRefused(at(make("new.db", SqliteFile.APPLICATION_ID, 4)), Problem.NEWER_SCHEMA, "schema 4", "up to 3");
        assertRefused(
                at(make("old.db", SqliteFile.APPLICATION_ID, 2)),
                Problem.OLDER_SCHEMA,
                "schema 2",
                "tagwerk status --json > old.json");
    }

    @Test
    void requireWritable_cutOff_isRefused() throws Exception {
        Path path = make("cut.db", SqliteFile.APPLICATION_ID, 3);
        long whole = Files.size(path);
        for (long size : new long[] {whole - 4096, whole - 1, whole + 7, 4096, 600}) {
            try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(size);
            }
            assertRefused(at(path), Problem.DAMAGED, "tagwerk check");
        }
    }

    @Test
    void requireWritable_sizeDiffersWhileALogExists_isLeftToTheConnection() throws Exception {
        Path path = make("live.db", SqliteFile.APPLICATION_ID, 3);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(Files.size(path) - 4096);
        }
        Files.writeString(folder.resolve("live.db-wal"), "something");
        assertThat(at(path).requireWritable(SCHEMA)).isEqualTo(SqliteFile.Content.STORE);
    }

    @Test
    void requireWritable_besideASideFile_looksAgainInTurnAndStillRefuses() throws Exception {
        Path path = make("other.db", 42, 3);
        Files.createFile(folder.resolve("other.db-turn"));
        assertRefused(at(path), Problem.OTHER_PROGRAM, "another program");
    }

    @Test
    void verify_seesWhatTheLogHides() throws Exception {
        SqliteFile file = at(make("log.db", SqliteFile.APPLICATION_ID, 3));
        try (Connection connection = ChildMain.connect(file);
                Statement statement = connection.createStatement()) {
            assertThat(file.verify(connection, SCHEMA)).isEqualTo(SqliteFile.Content.STORE);
            statement.executeUpdate("PRAGMA user_version = 9");
            assertThatThrownBy(() -> file.verify(connection, SCHEMA)).hasMessageContaining("schema 9");
        }
        SqliteFile fresh = at(folder.resolve("fresh.db"));
        try (Connection connection = ChildMain.connect(fresh)) {
            assertThat(fresh.verify(connection, SCHEMA)).isEqualTo(SqliteFile.Content.EMPTY);
        }
    }

    @Test
    @DisplayName("LB-204: missing parent folders are an error, but for the default one")
    void requireWritable_missingFolder_isMadeForTheDefaultOnly() throws IOException {
        assertRefused(
                at(folder.resolve("no/such/x.db")),
                Problem.MISSING,
                folder.toRealPath().resolve("no/such").toString());
        assertRefused(at(folder.resolve("no/.tagwerk/x.db")), Problem.MISSING, "does not exist");
        SqliteFile standard = at(folder.resolve(".tagwerk/store.db"));
        assertThatThrownBy(() -> standard.requireReadable(SCHEMA))
                .hasMessageContaining("nothing has been run here yet");
        assertThat(folder.resolve(".tagwerk")).doesNotExist();

        assertThat(standard.requireWritable(SCHEMA)).isEqualTo(SqliteFile.Content.EMPTY);
        assertThat(folder.resolve(".tagwerk")).isEmptyDirectory();
        Files.writeString(folder.resolve("file"), "x");
        assertRefused(at(folder.resolve("file/x.db")), Problem.MISSING, "should be a folder");
    }

    @Test
    void requireWritable_mayNotWriteOrRead_saysWhat() throws Exception {
        Path path = make("own.db", SqliteFile.APPLICATION_ID, 3);
        Path real = path.toRealPath();
        String location = path.toString();
        assertRefused(
                SqliteFile.at(location, new Fake(p -> true, p -> !p.equals(real), "ext4")),
                Problem.READ_ONLY,
                "own.db");
        assertRefused(
                SqliteFile.at(location, new Fake(p -> true, p -> !p.equals(real.getParent()), "ext4")),
                Problem.READ_ONLY,
                "its folder");
        assertRefused(SqliteFile.at(location, new Fake(p -> false, p -> true, "ext4")), Problem.READ_ONLY, "read");
        SqliteFile.at(location, new Fake(p -> true, p -> false, "ext4")).requireReadable(SCHEMA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nfs",
                "nfs4",
                "NFS",
                "cifs",
                "smb2",
                "smb3",
                "smbfs",
                "9p",
                "afs",
                "lustre",
                "gpfs",
                "beegfs",
                "ceph",
                "fuse.sshfs",
                "fuse.ceph-fuse",
                "fuse.glusterfs",
                "virtiofs"
            })
    void requireWritable_networkFolder_isRefused(String type) throws IOException {
        SqliteFile file = SqliteFile.at(folder.resolve("x.db").toString(), new Fake(p -> true, p -> true, type));
        assertRefused(file, Problem.NETWORK_FOLDER, type, "--store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "ntfs", "fuse.ntfs-3g", "fuseblk"})
    void isNetwork_localTypes_areNot(String type) {
        assertThat(Surroundings.isNetwork(type)).isFalse();
    }

    @Test
    void at_links_meanTheRealFile() throws IOException {
        Path real = folder.toRealPath();
        Files.createDirectory(folder.resolve("deep"));
        Files.createSymbolicLink(folder.resolve("link.db"), Path.of("deep/not-yet.db"));
        Files.createSymbolicLink(folder.resolve("also"), Path.of("deep"));
        assertThat(at(folder.resolve("link.db")).path()).isEqualTo(real.resolve("deep/not-yet.db"));
        assertThat(at(folder.resolve("also/not-yet.db")).path()).isEqualTo(real.resolve("deep/not-yet.db"));
        Files.createSymbolicLink(folder.resolve("loop.db"), Path.of("loop.db"));
        assertThat(at(folder.resolve("loop.db")).path().getFileName()).hasToString("loop.db");
    }

    /** Reading through a Java channel would drop the lock, and another process could delete the log under us. */
    @Test
    void requireWritable_besideAnOpenConnection_dropsNoneOfItsLocks() throws Exception {
        SqliteFile file = at(make("own.db", SqliteFile.APPLICATION_ID, 3));
        long anyReaderByte = 0x40000000L + 2;
        try (Connection connection = ChildMain.connect(file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            assertThat(ProcLocks.holderOf(file.path(), anyReaderByte)).isPresent();

            file.requireWritable(SCHEMA);

            assertThat(ProcLocks.holderOf(file.path(), anyReaderByte)).isPresent();
        }
    }

    @Test
    void requireSame_removedOrReplaced_isNoticed() throws Exception {
        SqliteFile file = at(make("own.db", SqliteFile.APPLICATION_ID, 3));
        Object identity = file.identity();
        file.requireSame(identity);
        Files.move(file.path(), folder.resolve("away.db"));
        assertThatThrownBy(() -> file.requireSame(identity)).hasMessageContaining("not there any more");
        make("own.db", SqliteFile.APPLICATION_ID, 3);
        assertThatThrownBy(() -> file.requireSame(identity)).hasMessageContaining("replaced");
    }
}
