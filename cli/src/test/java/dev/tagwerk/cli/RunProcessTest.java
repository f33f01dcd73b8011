package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code tagwerk run} in processes of its own: stopped, killed, ended by a task. */
@Timeout(180)
@SuppressWarnings("StringConcatToTextBlock") // lines of a program read better one by one
class RunProcessTest {
    /** Task first ends at once; wait goes on until there is a file `go`; last comes after it. */
    private static final String WAITING = """
            import dev.tagwerk.flow.Task;
            import java.nio.file.Files;
            import java.nio.file.Path;

            class Waiting {
                @Task void first() { }
                @Task(after = "first") void waits() throws Exception {
                    while (!Files.exists(Path.of("go"))) { synchronized (this) { wait(10); } }
                }
                @Task(after = "waits") void last() { }
            }
            """;

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @BeforeEach
    void write() throws IOException {
        FlowFile.write(folder, "Waiting.java", WAITING);
    }

    @Test
    @DisplayName("W-05, W-07: SIGINT ends the run with 130; nothing is lost, and the next start goes on")
    void run_sigint_endsWith130() throws Exception {
        Process run = start("run", "Waiting.java", "-j", "2", "--verbose");
        String said = readTo(run, "> waits");
        signal(run, "-INT");
        signal(run, "-INT");
        said += rest(run);
        assertThat(run.waitFor()).isEqualTo(130);
        assertThat(said)
                .contains("✓ first")
                .contains("3 tasks: 1 completed, 2 not run")
                .contains("(cancelled)");
        goesOn();
    }

    @Test
    void run_sigterm_endsWith143AndTellsWhatCameOfIt() throws Exception {
        Process run = start("run", "Waiting.java", "-j", "2", "--verbose");
        String said = readTo(run, "> waits");
        signal(run, "-TERM");
        said += rest(run);
        assertThat(run.waitFor()).isEqualTo(143);
        assertThat(said).contains("3 tasks: 1 completed, 2 not run");
        goesOn();
    }

    @Test
    void run_killed_nextStartFinishes() throws Exception {
        Process run = start("run", "Waiting.java", "-j", "2", "--verbose");
        readTo(run, "> waits");
        // A result may lie on the desk for 10 ms before it is committed; looking takes longer than that.
        while (!Started.run(folder, "status").out().contains("completed      1")) {
            assertThat(run.isAlive()).isTrue();
        }
        run.destroyForcibly();
        assertThat(run.waitFor()).isEqualTo(137);
        goesOn();
    }

    @Test
    @DisplayName("W-05: a task that calls System.exit fails by name, and the run does not end with 0")
    void run_taskCallsExit_failsTheTask() throws Exception {
        FlowFile.write(folder, "Exit.java", """
                import dev.tagwerk.flow.Task;

                class Exit {
                    @Task void first() { }
                    @Task(after = "first") void ends() { System.exit(0); }
                    @Task(after = "ends") void last() { }
                }
                """);
        Process run = start("run", "Exit.java");
        String said = rest(run);
        assertThat(run.waitFor()).isEqualTo(1);
        assertThat(said)
                .contains("failed: ends\n    it called System.exit")
                .contains("blocked: last waits for ends")
                .contains("3 tasks: 1 completed, 1 failed, 1 blocked");
    }

    private void goesOn() throws Exception {
        Files.createFile(folder.resolve("go"));
        Process again = start("run", "Waiting.java");
        assertThat(rest(again)).contains("✓ waits", "✓ last", "3 tasks: 2 completed, 1 up to date");
        assertThat(again.waitFor()).isZero();
        assertThat(Started.run(folder, "check").code()).isZero();
    }

    private Process start(String... words) throws IOException {
        List<String> command = new ArrayList<>(Started.interruptible());
        command.addAll(Started.program(words));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TAGWERK_STORE", Started.store(folder));
        Process process = builder.start();
        process.getOutputStream().close();
        started.add(process);
        return process;
    }

    /** Unlike {@code Process.destroy}, this leaves its output open to be read. */
    private static void signal(Process process, String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    private static String readTo(Process process, String begin) throws IOException {
        BufferedReader reader = reader(process);
        StringBuilder said = new StringBuilder();
        String line = reader.readLine();
        while (line != null && !line.startsWith(begin)) {
            said.append(line).append('\n');
            line = reader.readLine();
        }
        assertThat(line).as(said.toString()).isNotNull();
        return said.toString();
    }

    private static String rest(Process process) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader reader = reader(process);
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.append(line).append('\n');
        }
        return said.toString();
    }

    private static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }
}
