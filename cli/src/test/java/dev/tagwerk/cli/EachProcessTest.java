package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line in processes of its own: killed, stopped, several at once. */
@Timeout(180)
class EachProcessTest {
    /** Item 1 ends at once, the others once there is a file `go`; each says so in a ledger outside the store. */
    private static final String SCRIPT =
            "if test {} != 1; then touch at-{}; until test -e go; do sleep 0.02; done; fi; echo {} >> ledger; echo {}";

    @TempDir
    Path folder;

    @Test
    void each_killedInTheMiddle_finishesAtTheNextStart() throws Exception {
        Process first = start("each", "-j", "3", "--shell", SCRIPT, ":::", "1", "2", "3", "4", "5");
        try (BufferedReader out = reader(first)) {
            assertThat(out.readLine()).isEqualTo("1");
            // A result may lie on the desk for 10 ms before it is committed; looking takes longer than that.
            while (!Started.run(folder, "status").out().contains("completed      1")) {
                assertThat(first.isAlive()).isTrue();
            }
            first.destroyForcibly();
            assertThat(first.waitFor()).isEqualTo(137);
        }
        Files.createFile(folder.resolve("go"));

        Process second = start("each", "-j", "3", "--shell", SCRIPT, ":::", "1", "2", "3", "4", "5");
        List<String> lines;
        try (BufferedReader out = reader(second)) {
            lines = out.lines().toList();
        }
        assertThat(second.waitFor()).isZero();
        assertThat(lines).containsExactlyInAnyOrder("2", "3", "4", "5");
        assertThat(Files.readAllLines(folder.resolve("ledger"))).contains("1", "2", "3", "4", "5");
        assertThat(Started.run(folder, "check").code()).isZero();
        assertThat(Started.run(folder, "status").out()).contains("5 of 5 done (100 %)");
    }

    @Test
    void each_killed_itsCommandsAreKilledWithAllTheyStarted() throws Exception {
        String sleep = "sleep 7" + System.nanoTime() % 100_000_000;
        Process killed =
                start("each", "-j", "2", "--shell", "echo {}; " + sleep + " & " + sleep + "; :", ":::", "1", "2");
        try {
            awaitSleeps(sleep, 4);
            killed.destroyForcibly();
            assertThat(killed.waitFor()).isEqualTo(137);
            awaitSleeps(sleep, 0);
        } finally {
            sleeps(sleep).forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void each_commandLeavesSomethingInTheBackground_itIsLetBe() throws Exception {
        String sleep = "sleep 6" + System.nanoTime() % 100_000_000;
        Process first = start("each", "--shell", sleep + " > rest & echo {}", ":::", "1");
        try {
            assertThat(first.waitFor()).isZero();
            awaitSleeps(sleep, 1);
            // The watch over orphans goes with its process, and would have killed by then.
            while (watches().anyMatch(watch -> environment(watch).contains(Started.store(folder)))) {
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(sleeps(sleep)).hasSize(1);
        } finally {
            sleeps(sleep).forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void each_sigterm_endsCommandsAndHandsTheirItemsBack() throws Exception {
        Process first = start("each", "-j", "3", "--shell", SCRIPT, ":::", "1", "2", "3");
        try (BufferedReader out = reader(first)) {
            assertThat(out.readLine()).isEqualTo("1");
            first.destroy();
            assertThat(first.waitFor()).isEqualTo(143);
        }
        Files.createFile(folder.resolve("go"));

        // Nothing that was stopped has gone on to its end.
        assertThat(Files.readAllLines(folder.resolve("ledger"))).containsExactly("1");
        assertThat(Started.run(folder, "status").out())
                .contains("ready          2")
                .contains("running        0");
        Started second = Started.run(folder, "status", "--json");
        assertThat(second.out()).contains("\"failed\":0,\"timed_out\":0,\"killed\":0");
    }

    @Test
    void each_twoProcesses_shareTheWork() throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "each",
                "-j",
                "2",
                "--shell",
                "echo {} >> ledger; touch began-$PPID; "
                        + "until test $(ls | grep -c began-) -ge 2; do sleep 0.02; done; echo {}",
                ":::"));
        IntStream.rangeClosed(1, 40).mapToObj(Integer::toString).forEach(words::add);
        Process first = start(words.toArray(String[]::new));
        Process second = start(words.toArray(String[]::new));
        List<String> both = new ArrayList<>();
        try (BufferedReader one = reader(first);
                BufferedReader two = reader(second)) {
            List<String> mine = one.lines().toList();
            List<String> others = two.lines().toList();
            // Nobody ends a command before both have begun one.
            assertThat(mine).isNotEmpty();
            assertThat(others).isNotEmpty();
            both.addAll(mine);
            both.addAll(others);
        }
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(both).hasSize(40).doesNotHaveDuplicates();
        assertThat(Files.readAllLines(folder.resolve("ledger"))).hasSize(40).doesNotHaveDuplicates();
    }

    private static void awaitSleeps(String sleep, int many) {
        while (sleeps(sleep).size() != many) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static Stream<ProcessHandle> watches() {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains("tagwerk-orphan-watch"));
    }

    private static List<ProcessHandle> sleeps(String sleep) {
        return ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).trim().equals(sleep))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        return proc(process, "cmdline");
    }

    private static String environment(ProcessHandle process) {
        return proc(process, "environ");
    }

    /** Read from {@code /proc}, where a zombie has nothing to say. */
    private static String proc(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/" + file), StandardCharsets.ISO_8859_1)
                    .replace('\0', ' ');
        } catch (IOException gone) {
            return "";
        }
    }

    private Process start(String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Started.program(words))
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("TAGWERK_STORE", Started.store(folder));
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private static BufferedReader reader(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
