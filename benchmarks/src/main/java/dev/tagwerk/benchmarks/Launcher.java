package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The command line as it is installed: the launcher with the jar beside it, and a cache of its own. For one thread at a time.
 */
final class Launcher {
    private static final Path SCRIPT = root().resolve("tagwerk");
    private static final Path JAR = root().resolve("cli/target/tagwerk.jar");
    private static final long PATIENCE_NANOS = 120_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;

    private final Path home;
    private final boolean cached;

    private Launcher(Path home, boolean cached) {
        this.home = home;
        this.cached = cached;
    }

    /** What it lacks; empty when it is there, and made of the sources as they are. */
    static String missing() {
        try {
            if (!Files.exists(JAR)) {
                return "there is no cli/target/tagwerk.jar; benchmarks/run builds it";
            }
            FileTime made = Files.getLastModifiedTime(JAR);
            for (String module : List.of("core", "jdbc", "cli")) {
                if (isNewer(root().resolve(module).resolve("src/main"), made)) {
                    return "cli/target/tagwerk.jar is older than the sources; benchmarks/run builds it";
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNewer(Path folder, FileTime than) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                if (Files.getLastModifiedTime(file).compareTo(than) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Path root() {
        return Path.of(System.getProperty("tagwerk.root", "")).toAbsolutePath();
    }

    /** Installs it in the folder of this run, unless it is there, and lets it make its cache; a quick run does without that. */
    static Launcher install(Workload.Run run) throws IOException, InterruptedException {
        Launcher launcher =
                new Launcher(run.folder().resolve("installed"), !run.size().quick());
        if (!Files.exists(launcher.home)) {
            Files.createDirectories(launcher.home);
            Files.copy(SCRIPT, launcher.home.resolve("tagwerk"), StandardCopyOption.COPY_ATTRIBUTES);
            Files.copy(JAR, launcher.home.resolve("tagwerk.jar"), StandardCopyOption.COPY_ATTRIBUTES);
            if (launcher.cached) {
                launcher.run("--version");
                launcher.awaitCache();
            }
        }
        return launcher;
    }

    /** The cache is made by a process in the background, which leaves a file named "tried" when it has ended. */
    private void awaitCache() throws IOException {
        long begin = System.nanoTime();
        while (!hasCache()) {
            Workload.check(System.nanoTime() - begin < PATIENCE_NANOS, "the launcher has made no cache in two minutes");
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean hasCache() throws IOException {
        Path cache = home.resolve("cache/tagwerk");
        if (!Files.isDirectory(cache)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(cache)) {
            return entries.anyMatch(entry -> Files.exists(entry.resolve("tried")));
        }
    }

    /** Runs this command; gives nanoseconds for the whole process. */
    long run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("tagwerk").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("XDG_CACHE_HOME", home.resolve("cache").toString());
        if (!cached) {
            builder.environment().put("TAGWERK_NO_CACHE", "yes");
        }
        return time(builder, home.resolve("said"));
    }

    /** Starts a process, waits for its end; gives nanoseconds. Its output goes into this file. */
    static long time(ProcessBuilder builder, Path output) throws IOException, InterruptedException {
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        long begin = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_NANOS, TimeUnit.NANOSECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(builder.command() + " has not ended after two minutes");
        }
        long nanos = System.nanoTime() - begin;
        Workload.check(
                process.exitValue() == 0,
                builder.command() + " ended with exit status " + process.exitValue() + ": " + Files.readString(output));
        return nanos;
    }

    /** What the last command said. */
    String said() throws IOException {
        return Files.readString(home.resolve("said"));
    }
}
