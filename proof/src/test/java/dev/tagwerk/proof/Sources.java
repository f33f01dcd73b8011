package dev.tagwerk.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The source files of the repository, for rules that class files cannot answer. Immutable. */
record Sources(List<SourceFile> files) {
    static final List<String> MODULES =
            List.of("core", "jdbc", "json", "bundle", "testkit", "script", "cli", "benchmarks", "proof");
    static final String TEST_SETTINGS = "junit-platform.properties";

    /** One source file: where it is (relative to the root) and what it says. Immutable. */
    record SourceFile(String path, String text) {
        long lines() {
            return text.lines().count();
        }

        boolean isMain() {
            return path.contains("/src/main/");
        }

        boolean isTest() {
            return path.contains("/src/test/");
        }

        String module() {
            return path.substring(0, path.indexOf('/'));
        }

        String name() {
            return path.substring(path.lastIndexOf('/') + 1);
        }
    }

    /** Reads all of the repository. */
    static Sources ofRepository() {
        return under(Path.of(System.getProperty("tagwerk.root", "..")));
    }

    /** Reads the modules under a root. */
    static Sources under(Path root) {
        return new Sources(MODULES.stream()
                .map(module -> root.resolve(module).resolve("src"))
                .filter(Files::isDirectory)
                .flatMap(folder -> read(root, folder).stream())
                .toList());
    }

    private static List<SourceFile> read(Path root, Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(path -> path.toString().endsWith(".java") || path.endsWith(TEST_SETTINGS))
                    .sorted()
                    .map(path -> new SourceFile(root.relativize(path).toString().replace('\\', '/'), text(path)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths of those files that break a rule. */
    List<String> where(Predicate<SourceFile> broken) {
        return files.stream().filter(broken).map(SourceFile::path).toList();
    }
}
