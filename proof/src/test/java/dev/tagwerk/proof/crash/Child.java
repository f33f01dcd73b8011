package dev.tagwerk.proof.crash;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Another JVM of the same kind and class path that runs a main of the tests. Everything that it says, on both streams, is kept
 * as lines. Safe for use by several threads.
 */
final class Child implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final PrintStream in;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    private Child(Process process) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.reader = new Thread(this::read, "child-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    static Child start(Job job) {
        return start(command(WorkerMain.class, job.arguments()));
    }

    /** Another main for this job. */
    static Child start(Class<?> main, Job job) {
        return start(command(main, job.arguments()));
    }

    /** The same under a limit on the size of each file that it writes, in KiB; it goes beyond none. */
    static Child startLimited(int kib, Job job) {
        List<String> command =
                new ArrayList<>(List.of("sh", "-c", "ulimit -f " + 2 * kib + "; exec \"$@\"", "limited"));
        command.addAll(command(WorkerMain.class, job.arguments()));
        return start(command);
    }

    private static List<String> command(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx96m"));
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(Driver.OPTIONS);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** A shell's background job ignores SIGINT, and so would its children; this gives them back the default. */
    private static List<String> interruptible() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return List.of();
        }
        boolean ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        return ignored ? List.of("env", "--default-signal=INT") : List.of();
    }

    private static Child start(List<String> command) {
        try {
            List<String> all = new ArrayList<>(interruptible());
            all.addAll(command);
            ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
            builder.environment().keySet().removeIf(name -> name.startsWith("TAGWERK_"));
            return new Child(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() {
        String real = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return String.join(
                File.pathSeparator,
                Arrays.stream(real.split(File.pathSeparator, -1))
                        .filter(part -> !part.contains("archunit") && !part.contains("surefire"))
                        .toList());
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The stream of a killed process may end in any way.
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Sends a line to its standard input. */
    void tell(String line) {
        in.println(line);
    }

    /** All that it has said so far. */
    List<String> said() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits for a line that begins with this word; returns the rest of it. */
    String await(String word) {
        String line = await(word, line0 -> line0.startsWith(word));
        return line.substring(word.length()).trim();
    }

    /** Waits for a line of this kind. */
    String await(String what, Predicate<String> kind) {
        return find(kind, PATIENCE)
                .orElseThrow(
                        () -> new AssertionError("Child " + pid() + " did not say '" + what + "'; it said " + said()));
    }

    /** Waits for a line of this kind, as long as that; empty if it has not come by then, or cannot come any more. */
    Optional<String> find(Predicate<String> kind, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (lines) {
            int seen = 0;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (kind.test(lines.get(seen))) {
                        return Optional.of(lines.get(seen));
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (ended || left <= 0) {
                    return Optional.empty();
                }
                try {
                    lines.wait(left);
                } catch (InterruptedException e) {
                    throw new AssertionError("interrupted while waiting for child " + pid(), e);
                }
            }
        }
    }

    /** Sends a signal, named as for {@code kill}. */
    void signal(String name) {
        signal(name, List.of(this));
    }

    static void signal(String name, List<Child> children) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        children.forEach(child -> command.add(Long.toString(child.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends it as {@code kill -9} does, if it still runs, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        exit(PATIENCE);
    }

    /** Waits for its end; returns the exit code. */
    int exit(Duration atMost) {
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Child " + pid() + " has not ended after " + atMost + "; it said " + said());
            }
            reader.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /** Whether all its threads are stopped by a signal. */
    boolean isStopped() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid()), "task"))) {
            return tasks.allMatch(task -> {
                try {
                    String stat = Files.readString(task.resolve("stat"), StandardCharsets.ISO_8859_1);
                    return stat.substring(stat.lastIndexOf(')') + 2).startsWith("T");
                } catch (IOException e) {
                    return true; // this thread has ended
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it holds any lock on this file, as the kernel tells. */
    boolean holdsLockOn(Path file) {
        try {
            String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
            return Files.readAllLines(Path.of("/proc/locks")).stream()
                    .anyMatch(line -> line.contains(inode) && line.contains(" " + pid() + " "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
