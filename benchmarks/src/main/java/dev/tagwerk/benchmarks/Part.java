package dev.tagwerk.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * This program once more, as another process, for one part of a workload. It is given so much time and not more; its streams go
 * into files, so nothing has to read along. For one thread at a time.
 */
final class Part implements AutoCloseable {
    private final List<String> arguments;
    private final Process process;
    private final Path out;
    private final Path err;
    private final Duration patience;
    private volatile boolean closed;

    private Part(List<String> arguments, Process process, Path out, Path err, Duration patience) {
        this.arguments = arguments;
        this.process = process;
        this.out = out;
        this.err = err;
        this.patience = patience;
    }

    /** Starts a part with these options for the JVM; what it says goes into files in this folder. */
    static Part start(Path folder, Workload.Size size, List<String> options, String... arguments) throws IOException {
        List<String> command = command(options, arguments);
        Path out = Files.createTempFile(folder, "part-", ".out");
        Path err = Files.createTempFile(folder, "part-", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        Duration patience = size.quick() ? Duration.ofSeconds(90) : Duration.ofMinutes(20);
        return new Part(List.of(arguments), process, out, err, patience);
    }

    /** The command that starts this program again, with these options for the JVM and these arguments. */
    static List<String> command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(java().toString());
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** The JVM that runs this. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Under a test runner our classes and jars are on the module path; a class path serves the part either way. */
    static String classPath() {
        return System.getProperty("jdk.module.path", "")
                + File.pathSeparator
                + System.getProperty("java.class.path", "");
    }

    /** Interrupts this thread when the part fails or takes too long, so that nobody waits for ever for what it was to do. */
    void interruptOnFailure(Thread waiting) {
        CompletableFuture<Process> end = process.onExit().orTimeout(patience.toSeconds(), TimeUnit.SECONDS);
        CompletableFuture<Process> unused = end.whenComplete((ended, late) -> {
            if (!closed && (late != null || ended.exitValue() != 0)) {
                waiting.interrupt();
            }
        });
    }

    /** Waits for its end; gives all that it said on its standard output. */
    String said() throws IOException, InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw failed("has not ended after " + patience.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failed("ended with exit status " + process.exitValue());
        }
        return Files.readString(out);
    }

    /** What it came to when the thread was interrupted that waited for its work. */
    IllegalStateException failed() throws IOException {
        return failed(process.isAlive() ? "has not ended in time" : "ended with exit status " + process.exitValue());
    }

    private IllegalStateException failed(String how) throws IOException {
        return new IllegalStateException("process " + process.pid() + " of this benchmark, started with " + arguments
                + ", " + how + "; 0 was expected. It said:\n" + Files.readString(out) + Files.readString(err));
    }

    /** Kills it if it still runs, and waits until it is gone. */
    @Override
    public void close() {
        closed = true;
        process.destroyForcibly().onExit().join();
    }
}
