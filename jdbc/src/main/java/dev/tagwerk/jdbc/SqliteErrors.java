package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's result codes mean to the user of a store, and what he can do. */
final class SqliteErrors {

    /** What to do about a damaged file. */
    static final String DAMAGE_WAY_OUT =
            "look at it with 'tagwerk check', restore it from a copy, or start anew with another file";

    private static final int PRIMARY = 0xff;

    private SqliteErrors() {}

    /** Returns the typed error for what the driver threw while it used this file. */
    static StoreException of(SqliteFile file, SQLException error) {
        return of(file.location(), file.path(), error);
    }

    private static StoreException of(String location, Path path, SQLException error) {
        // getErrorCode() of the driver's exception is the family alone; the whole code says more.
        SQLiteErrorCode code = error instanceof SQLiteException own
                ? own.getResultCode()
                : SQLiteErrorCode.getErrorCode(error.getErrorCode());
        Verdict verdict = error.getErrorCode() == 0 && isClosed(error)
                ? new Verdict(Problem.CLOSED, "the store has been closed")
                : verdict(code, path);
        String said =
                error.getErrorCode() == 0 ? String.valueOf(error.getMessage()) : code.name() + ", " + code.message;
        return new StoreException(
                location, verdict.problem, "store " + path + ": " + verdict.text + " (SQLite: " + said + ")", error);
    }

    /** The driver gives no code for this one, and JDBC has none. */
    private static boolean isClosed(SQLException error) {
        String message = error.getMessage();
        return message != null
                && (message.contains("connection closed")
                        || message.contains("statement is not executing")
                        || message.contains("database has been closed"));
    }

    private static Verdict verdict(SQLiteErrorCode code, Path path) {
        return switch (code) {
            case SQLITE_READONLY_DBMOVED, SQLITE_IOERR_VNODE ->
                new Verdict(Problem.MISSING, "it was moved or removed while it was in use; put it back, start again");
            case SQLITE_IOERR_NOMEM -> new Verdict(Problem.IO, "there is no memory left; give the process more");
            case SQLITE_IOERR_CORRUPTFS ->
                new Verdict(Problem.DAMAGED, "its file system is damaged; " + DAMAGE_WAY_OUT);
            default -> family(SQLiteErrorCode.getErrorCode(code.code & PRIMARY), path);
        };
    }

    private static Verdict family(SQLiteErrorCode code, Path path) {
        return switch (code) {
            case SQLITE_FULL ->
                new Verdict(
                        Problem.NO_SPACE,
                        "there is no space left" + free(path)
                                + "; what was committed is safe. Free some and start again");
            case SQLITE_NOTADB ->
                new Verdict(
                        Problem.NOT_A_STORE, "this is not an SQLite database; it was left as it is, name another file");
            case SQLITE_CORRUPT -> new Verdict(Problem.DAMAGED, "its content is damaged; " + DAMAGE_WAY_OUT);
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                new Verdict(
                        Problem.READ_ONLY,
                        "it may not be written by this user; allow writing the file, its folder and the files beside"
                                + " it");
            case SQLITE_CANTOPEN ->
                Files.exists(path)
                        ? new Verdict(
                                Problem.IO,
                                "cannot be opened; look at the rights of its folder and of the files beside it, and at"
                                        + " the limit of open files (ulimit -n)")
                        : new Verdict(Problem.MISSING, "it is not there; create its folder, or correct the name");
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                new Verdict(
                        Problem.BUSY,
                        "another program keeps it locked; end its transaction (a database browser with unsaved"
                                + " changes, a backup, a stopped process)");
            case SQLITE_IOERR ->
                new Verdict(
                        Problem.IO,
                        "the operating system could not read or write it" + free(path)
                                + "; look at the disk and the system's log, then start again");
            case SQLITE_NOMEM -> new Verdict(Problem.IO, "there is no memory left; give the process more");
            case SQLITE_INTERRUPT, SQLITE_ABORT -> new Verdict(Problem.IO, "the statement was broken off; start again");
            default ->
                new Verdict(Problem.IO, "SQLite refused a statement, which is a defect of Tagwerk; please report it");
        };
    }

    private static String free(Path path) {
        Path folder = path.getParent();
        try {
            return folder == null ? "" : " (" + (Files.getFileStore(folder).getUsableSpace() >> 20) + " MiB free)";
        } catch (IOException e) {
            return "";
        }
    }

    private record Verdict(Problem problem, String text) {}
}
