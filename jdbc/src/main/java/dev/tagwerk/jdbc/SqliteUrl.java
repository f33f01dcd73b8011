package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreException.Problem;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The ways to write down where an SQLite store lies, read into a path; and back into what the driver wants. */
final class SqliteUrl {

    private static final String SHORT = "sqlite:";
    private static final String JDBC = "jdbc:sqlite:";

    private SqliteUrl() {}

    /**
     * Reads a plain path, {@code sqlite:FILE}, {@code jdbc:sqlite:FILE}, {@code sqlite:///relative} or
     * {@code sqlite:////absolute}.
     *
     * @throws StoreException NOT_SUPPORTED if it is none of them
     */
    static Path parse(String location) {
        boolean jdbc = location.startsWith(JDBC);
        boolean url = jdbc || location.startsWith(SHORT);
        String file = url ? location.substring((jdbc ? JDBC : SHORT).length()) : location;
        if (file.isBlank()) {
            throw refused(location, "names no file", "write for instance sqlite:work.db");
        }
        if (file.startsWith(":memory:")
                || (url && (file.startsWith("file::memory:") || file.contains("mode=memory")))) {
            throw refused(
                    location,
                    "is an SQLite database in memory, which ends with its connection",
                    "use the store in memory, memory:, or name a file");
        }
        if (url && (file.startsWith("file:") || file.indexOf('?') >= 0)) {
            throw refused(
                    location,
                    "carries parameters for the driver, which would work against the store's own settings",
                    "name the file alone, as in sqlite:work.db");
        }
        if (url && file.startsWith("//")) {
            file = afterSlashes(location, file, jdbc);
        }
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw refused(location, "is not a path (" + e.getReason() + ")", "name a file");
        }
    }

    private static String afterSlashes(String location, String file, boolean jdbc) {
        if (!file.startsWith("///")) {
            throw refused(
                    location,
                    "has two slashes, after which a host would follow, and SQLite has none",
                    "write sqlite:///" + file.substring(2) + " for a relative path, sqlite:////… for an absolute one");
        }
        String rest = file.substring(3);
        if (jdbc) {
            throw refused(
                    location,
                    "is read as relative by some programs and as absolute by others",
                    "write sqlite:" + rest + " for the relative path, sqlite:/" + rest + " for the absolute one");
        }
        if (rest.isBlank()) {
            throw refused(location, "names no file", "write for instance sqlite:///work.db");
        }
        return rest;
    }

    /** Returns what the driver opens for exactly this file, whatever characters its name has. */
    static String forDriver(Path file, String parameters) {
        URI uri = file.toAbsolutePath().toUri();
        return JDBC + "file:" + uri.getRawPath() + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static StoreException refused(String location, String found, String wayOut) {
        return new StoreException(
                location, Problem.NOT_SUPPORTED, "store '" + location + "': this " + found + "; " + wayOut);
    }
}
