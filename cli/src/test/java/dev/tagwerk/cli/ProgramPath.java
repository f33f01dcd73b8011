package dev.tagwerk.cli;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** The class path for programs that tests start; tests themselves run on the module path. */
final class ProgramPath {
    private ProgramPath() {}

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    static String classPath() {
        return String.join(
                File.pathSeparator,
                folderOf(Output.class).toString(),
                folderOf(ProgramPath.class).toString(),
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""));
    }

    private static Path folderOf(Class<?> type) {
        URL url = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
        try {
            Path folder = Path.of(url.toURI());
            // One step for the file, one for each part of the package.
            for (int i = 0; i <= type.getPackageName().split("\\.", -1).length; i++) {
                folder = Objects.requireNonNull(folder.getParent());
            }
            return folder;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
