package dev.tagwerk.proof.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.OSInfo;

/**
 * The native part of the SQLite driver, unpacked once for all children: each would unpack it for itself, which is a fifth of its
 * start, and one that is killed leaves it behind. Immutable.
 */
final class Driver {
    /** For the JVM of a child; empty where there is no such file for this system. */
    static final List<String> OPTIONS = unpack();

    private Driver() {}

    private static List<String> unpack() {
        String name = System.mapLibraryName("sqlitejdbc");
        String resource = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + name;
        try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (packed == null) {
                return List.of();
            }
            Path file = Files.createTempDirectory("driver").resolve(name);
            Files.copy(packed, file);
            return List.of("-Dorg.sqlite.lib.path=" + file.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
