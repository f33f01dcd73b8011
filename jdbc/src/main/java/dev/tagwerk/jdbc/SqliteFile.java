package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The place of an SQLite store, and all that can be said about it before SQLite touches it.
 *
 * <p>Immutable.
 *
 * <p><b>Why before.</b> SQLite makes files beside the one it opens, recovers and rewrites it. A file that is not ours must
 * stay as it is, to the byte. So everything is looked at first, and what is wrong becomes a {@link StoreException}.
 *
 * <p><b>How the file is read.</b> Never with a Java channel: closing one drops all locks that this process holds on the
 * file, those of SQLite connections included, and another process could then delete the log under them. SQLite itself
 * knows its connections and reads the header for us, told that the file is immutable: no lock, no file made beside it.
 *
 * <p><b>What may be trusted.</b> While a log ({@code -wal}) or a journal has content, the file alone is half the truth: its
 * size and its schema version count for nothing. Its application id does count, because a store is made in one
 * transaction in rollback mode and switched to a log afterwards, so that the id is in the file itself from the first
 * moment. What is left open here, {@link #verify} settles on the first connection.
 *
 * <p><b>The race.</b> Somebody may be making or closing this very store while we look. Writers do that with the
 * {@link Turn} in hand, so a bad verdict beside a side file is looked at again in our turn, and only that one counts.
 *
 * @param location the store as its user named it
 * @param path the real file, symbolic links resolved, so that everybody who means it agrees
 * @param surroundings what the operating system says
 */
record SqliteFile(String location, Path path, Surroundings surroundings) {

    /** Marks our files, at offset 68 of the header: the letters TgWk. */
    static final int APPLICATION_ID = 0x5467576B;

    /** The folder of the default store, the only one that is made without being asked for. */
    static final String DEFAULT_FOLDER = ".tagwerk";

    /** The smallest page, hence the smallest database, that SQLite has. */
    private static final long SMALLEST = 512;

    /**
     * The layout of tables that this version reads.
     *
     * @param version the number in the file, counted from 1
     * @param exportCommand what a user of an older file runs, with the version that wrote it, to get his data out; {@code FILE} stands for the file
     */
    record Schema(int version, String exportCommand) {}

    /** What a good file holds. */
    enum Content {
        /** Nothing yet. */
        EMPTY,
        /** A store of ours. */
        STORE
    }

    /** Reads a path or URL; the file is not looked at yet. */
    static SqliteFile at(String location) {
        return at(location, Surroundings.ofThisHost());
    }

    /** The same with another view of the operating system. */
    static SqliteFile at(String location, Surroundings surroundings) {
        return new SqliteFile(location, RealPath.of(SqliteUrl.parse(location)), surroundings);
    }

    /** Returns the URL to give to the driver. */
    String jdbcUrl() {
        return SqliteUrl.forDriver(path, "");
    }

    /**
     * Checks that a store is here and can be read.
     *
     * @throws StoreException with the problem and the way out
     */
    void requireReadable(Schema schema) {
        requireFolder(false);
        requireLocal();
        if (inspect(schema) == Content.EMPTY) {
            throw problem(
                    Problem.MISSING, "there is no store here yet; start the work that writes it, or name another");
        }
    }

    /**
     * Checks that a store is here or can be made, and written; makes the default folder.
     *
     * @return what is here
     * @throws StoreException with the problem and the way out
     */
    Content requireWritable(Schema schema) {
        requireFolder(true);
        requireLocal();
        Content content = inspect(schema);
        for (String suffix : new String[] {"", "-wal", "-shm", "-turn"}) {
            Path file = beside(suffix);
            if (Files.exists(file) && !surroundings.writable(file)) {
                throw problem(
                        Problem.READ_ONLY,
                        file.getFileName()
                                + " may not be written by this user; allow it (chmod u+w), or copy the store");
            }
        }
        if (!surroundings.writable(folder())) {
            throw problem(
                    Problem.READ_ONLY,
                    "its folder " + folder()
                            + " may not be written by this user, and SQLite needs files beside the store;"
                            + " allow it (chmod u+w), or put the store elsewhere");
        }
        return content;
    }

    /**
     * Checks application id and schema as a connection sees them, log included; call it first on a new connection, with
     * the turn in hand if it may write.
     */
    Content verify(Connection connection, Schema schema) {
        try {
            SqliteHeader header = SqliteHeader.read(connection);
            if (header.isBlank()) {
                return Content.EMPTY;
            }
            requireOurs(header);
            requireSchema(header, schema);
            return Content.STORE;
        } catch (SQLException e) {
            throw SqliteErrors.of(this, e);
        }
    }

    /** Returns what tells this file from another one of the same name, for {@link #requireSame}. */
    Object identity() {
        try {
            Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return key == null ? path : key;
        } catch (IOException e) {
            throw problem(
                    Problem.MISSING, "it is not there any more (" + e + "); it must not be removed while it is used");
        }
    }

    /** Checks that the file was not removed or replaced: SQLite would go on writing into what nobody can open again. */
    void requireSame(Object identity) {
        if (!identity().equals(identity)) {
            throw problem(
                    Problem.MISSING,
                    "it was replaced by another file while it was in use; stop all programs that use it, then start again");
        }
    }

    private Content inspect(Schema schema) {
        try {
            return inspectOnce(schema);
        } catch (StoreException e) {
            if (!Files.exists(Turn.sideFile(path)) || !surroundings.writable(Turn.sideFile(path))) {
                throw e;
            }
        }
        try (Turn turn = Turn.of(path)) {
            turn.acquire();
            try {
                return inspectOnce(schema);
            } finally {
                turn.release();
            }
        }
    }

    private Content inspectOnce(Schema schema) {
        if (!Files.exists(path)) {
            return Content.EMPTY;
        }
        if (!Files.isRegularFile(path)) {
            throw problem(
                    Problem.NOT_A_STORE,
                    (Files.isDirectory(path) ? "this is a folder" : "this is not a regular file") + "; name a file"
                            + (Files.isDirectory(path) ? ", for instance " + path.resolve("store.db") : ""));
        }
        if (!surroundings.readable(path)) {
            throw problem(Problem.READ_ONLY, "it may not be read by this user; allow it (chmod u+r)");
        }
        boolean logBefore = hasLog();
        try {
            long size = Files.size(path);
            if (size == 0) {
                return Content.EMPTY;
            }
            if (size < SMALLEST) { // SQLite takes such a file for an empty one and would write over it
                throw problem(
                        Problem.NOT_A_STORE,
                        "this is not an SQLite database (" + size + " bytes); it was left as it is, name another file");
            }
            SqliteHeader header = SqliteHeader.readUntouched(path);
            requireOurs(header);
            boolean log = logBefore || hasLog();
            if (!log || header.schema() > schema.version()) {
                requireSchema(header, schema);
            }
            if (!log) {
                requireWhole(header, size);
            }
            return Content.STORE;
        } catch (SQLException e) {
            StoreException verdict = SqliteErrors.of(this, e);
            if (verdict.problem() == Problem.DAMAGED && (logBefore || hasLog())) {
                return Content.STORE; // the file is being written back from its log; verify() decides
            }
            throw verdict;
        } catch (IOException e) {
            throw problem(Problem.IO, "cannot be looked at (" + e + ")");
        }
    }

    private void requireOurs(SqliteHeader header) {
        if (header.applicationId() != APPLICATION_ID) {
            throw problem(
                    Problem.OTHER_PROGRAM,
                    String.format(
                            "this is an SQLite database of another program (application id 0x%08X, ours is 0x%08X);"
                                    + " it was left as it is, name another file for the store",
                            header.applicationId(), APPLICATION_ID));
        }
    }

    private void requireSchema(SqliteHeader header, Schema schema) {
        if (header.schema() > schema.version()) {
            throw problem(
                    Problem.NEWER_SCHEMA,
                    "a newer version of Tagwerk wrote it (schema " + header.schema() + ", this one reads up to "
                            + schema.version() + "); use that version, or name another file");
        }
        if (header.schema() < schema.version()) {
            throw problem(
                    Problem.OLDER_SCHEMA,
                    "an older version of Tagwerk wrote it (schema " + header.schema() + ", this one reads "
                            + schema.version() + "); get its content out with the version that wrote it: "
                            + schema.exportCommand().replace("FILE", "'" + path + "'")
                            + "; then name another file or remove this one");
        }
    }

    private void requireWhole(SqliteHeader header, long size) {
        long expected = header.pages() * header.pageSize();
        if (size < expected || size % header.pageSize() != 0) {
            throw problem(
                    Problem.DAMAGED,
                    "it is cut off or was written over: " + size + " bytes, expected " + expected + " ("
                            + header.pages() + " pages of " + header.pageSize() + "); " + SqliteErrors.DAMAGE_WAY_OUT);
        }
    }

    private void requireFolder(boolean make) {
        Path folder = folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        if (Files.exists(folder)) {
            throw problem(Problem.MISSING, folder + " should be a folder and is a file; name a file in a folder");
        }
        Path above = folder.getParent();
        boolean isDefault = above != null && folder.endsWith(DEFAULT_FOLDER) && Files.isDirectory(above);
        if (above == null || !isDefault || !make) {
            throw problem(
                    Problem.MISSING,
                    "the folder " + folder + " does not exist; "
                            + (isDefault
                                    ? "nothing has been run here yet"
                                    : "create it (mkdir -p), or correct the name"));
        }
        requireLocal(above);
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            // Another process made it first, which is as good.
        } catch (IOException e) {
            throw problem(Problem.READ_ONLY, "cannot create the folder " + folder + " (" + e + "); name another place");
        }
    }

    private void requireLocal() {
        requireLocal(folder());
    }

    private void requireLocal(Path folder) {
        try {
            String type = surroundings.fileSystem(folder);
            if (Surroundings.isNetwork(type)) {
                throw problem(
                        Problem.NETWORK_FOLDER,
                        "its folder " + folder + " is shared over a network (file system " + type
                                + "), where SQLite's log"
                                + " loses data; put the store on a disk of this machine (--store, TAGWERK_STORE)");
            }
        } catch (IOException e) {
            throw problem(Problem.IO, "cannot tell on which file system " + folder + " is (" + e + ")");
        }
    }

    private boolean hasLog() {
        return holdsSomething(beside("-wal")) || holdsSomething(beside("-journal"));
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Path beside(String suffix) {
        return path.resolveSibling(path.getFileName() + suffix);
    }

    private Path folder() {
        Path folder = path.getParent();
        return folder == null ? path : folder;
    }

    private StoreException problem(Problem problem, String rest) {
        String name = path.toString().equals(location) ? location : path + " (given as '" + location + "')";
        return new StoreException(location, problem, "store " + name + ": " + rest);
    }
}
