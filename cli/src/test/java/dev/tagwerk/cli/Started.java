package dev.tagwerk.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of a command that ran within the test's own JVM. Immutable.
 *
 * @param code the exit code
 * @param out what stood on standard output
 * @param err what stood on standard error
 */
record Started(int code, String out, String err) {
    /** Runs a command without terminal and without input; the store lies in {@code folder}. */
    static Started run(Path folder, String... words) {
        return run(folder, InputStream.nullInputStream(), words);
    }

    /** The same with this text as input. */
    static Started withInput(Path folder, String input, String... words) {
        return run(folder, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), words);
    }

    /** The same with this input. */
    static Started run(Path folder, InputStream input, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(streams(folder, new Output(out, false), err, input), words);
        return new Started(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Streams streams(Path folder, Output out, ByteArrayOutputStream err, InputStream input) {
        return new Streams(
                out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                input,
                Map.of("TAGWERK_STORE", store(folder)),
                Screen.NONE);
    }

    static String store(Path folder) {
        return folder.resolve("store.db").toString();
    }

    /** The words that start the command line in a JVM of its own. */
    static List<String> program(String... words) {
        List<String> all = new ArrayList<>(List.of(
                ProgramPath.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                ProgramPath.classPath(),
                "dev.tagwerk.cli.Main"));
        all.addAll(List.of(words));
        return all;
    }

    /** A shell's background job ignores SIGINT, and so would its children; these words before a command give it the default. */
    static List<String> interruptible() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored = Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        return ignored ? List.of("env", "--default-signal=INT") : List.of();
    }
}
