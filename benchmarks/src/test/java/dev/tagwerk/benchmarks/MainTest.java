package dev.tagwerk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The command: its table, its files, and what it says to a command that it does not understand. */
final class MainTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... words) throws Exception {
        PrintStream oldOut = System.out;
        PrintStream oldErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            return Main.run(List.of(words));
        } finally {
            System.setOut(oldOut);
            System.setErr(oldErr);
        }
    }

    @Test
    void run_oneWorkload_givesTableAndFiles() throws Exception {
        Path json = folder.resolve("figures.json");
        Path markdown = folder.resolve("table.md");
        int exit = run("chain-memory", "--quick", "--json", json.toString(), "--markdown", markdown.toString());
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(exit).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("workload"))
                .anyMatch(line -> line.startsWith("chain-memory"))
                .anyMatch(line -> line.startsWith("  registration"))
                .allMatch(line -> !line.contains("FAILED"));
        assertThat(Files.readString(markdown)).contains("| workload |", "| chain-memory |", "--quick");
        assertThat(names(json)).contains("date", "command", "machine", "jdk", "workloads", "median", "floor");
    }

    /** Reads all of it, so that it must be one document of JSON. */
    private static List<String> names(Path json) throws Exception {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(json))) {
            while (parser.nextToken() != null) {
                if (parser.currentName() != null) {
                    names.add(parser.currentName());
                }
            }
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({
        "flat-memori, did you mean flat-memory",
        "--jsn, did you mean --json",
        "nothing-like-it, there are flat-memory",
    })
    void run_unknownWord_namesNearOnes(String word, String expected) throws Exception {
        assertThat(run(word)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(word, expected);
    }

    @Test
    void run_numberIsNone_saysWhatWasExpected() throws Exception {
        assertThat(run("--tasks", "many")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--tasks many", "a whole number from 1");
    }

    @Test
    void run_help_namesEveryOption() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("--quick", "--scale", "--json", "--markdown");
    }
}
