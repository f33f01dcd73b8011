package dev.tagwerk.script;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs {@link LoadProgram} in a process of the same JDK. Immutable. */
final class ChildJava {
    private ChildJava() {}

    /** Starts it with these options of the JVM and these words for the program. */
    static Process start(List<String> options, Object... words) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), LoadProgram.class.getName()));
        for (Object word : words) {
            command.add(word.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Runs it and returns what it says. */
    static String run(List<String> options, Object... words) throws IOException {
        return output(start(options, words));
    }

    static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Tests run on the module path, programs on a class path like the real command line. */
    private static String classPath() {
        return String.join(
                File.pathSeparator,
                folderOf(Scripts.class).toString(),
                folderOf(LoadProgram.class).toString(),
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
