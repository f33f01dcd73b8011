package dev.tagwerk.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;

/** The one name of a file that everybody agrees on, with all symbolic links resolved. */
final class RealPath {

    /** More links in a row than any system follows. */
    private static final int MOST_LINKS = 40;

    private RealPath() {}

    /** Returns the real path of a file that may not exist yet: then that of its folder, with the name appended. */
    static Path of(Path path) {
        Path at = path.toAbsolutePath().normalize();
        for (int links = 0; links < MOST_LINKS; links++) {
            try {
                return at.toRealPath();
            } catch (IOException e) {
                // Missing, or a link to what is missing: SQLite would create the link's target, so that is the file.
            }
            if (!Files.isSymbolicLink(at)) {
                break;
            }
            try {
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
            } catch (IOException e) {
                break;
            }
        }
        Path folder = at.getParent();
        return folder == null ? at : of(folder).resolve(at.getFileName());
    }

    /** Lets those use a side file who may use the file itself; where that is impossible, the defaults stay. */
    static void copyPermissions(Path from, Path to) {
        PosixFileAttributeView target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (target == null || !Files.exists(from)) {
            return;
        }
        try {
            target.setPermissions(Files.getPosixFilePermissions(from));
        } catch (IOException | UnsupportedOperationException e) {
            // The owner can always use it; others get a clear error when they open it.
        }
    }
}
