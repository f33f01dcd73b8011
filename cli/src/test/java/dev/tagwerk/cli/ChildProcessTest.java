package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.cli.ChildProcess.Exited;
import dev.tagwerk.cli.ChildProcess.Limits;
import dev.tagwerk.cli.ChildProcess.NotStarted;
import dev.tagwerk.cli.ChildProcess.Result;
import dev.tagwerk.cli.ChildProcess.Signalled;
import dev.tagwerk.cli.ChildProcess.Stopped;
import dev.tagwerk.cli.ChildProcess.TimedOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChildProcessTest {
    /** A sleep that only this run of the tests starts: found again by its number. */
    private final String sleep = "sleep 9" + System.nanoTime() % 100_000_000;

    @TempDir
    Path folder;

    private Path log = Path.of("log");

    @BeforeEach
    void nameLog() {
        log = folder.resolve("task.log");
    }

    @AfterEach
    void nothingIsLeft() {
        long left = ProcessHandle.allProcesses()
                .filter(this::isSleep)
                .peek(ProcessHandle::destroyForcibly)
                .count();
        assertThat(left).as("processes left over").isZero();
    }

    @Test
    void run_outputAndErrors_inOrderInTheLog() throws Exception {
        assertThat(shell("echo 1; echo 2 >&2; echo 3; cat; exit 7", null).run()).isEqualTo(new Exited(7));
        assertThat(Files.readString(log)).isEqualTo("1\n2\n3\n");
    }

    @Test
    void run_environment_namesTaskAttemptAndToken() throws Exception {
        ChildProcess child = new ChildProcess(
                List.of("sh", "-c", "echo \"$TAGWERK_TASK/$TAGWERK_ATTEMPT/$TAGWERK_TOKEN\""),
                ChildProcess.taskEnvironment("a b", 2, "t-1"),
                log,
                Limits.NONE);

        assertThat(child.run().succeeded()).isTrue();
        assertThat(Files.readString(log)).isEqualTo("a b/2/t-1\n");
    }

    @Test
    void run_hundredMegabytes_doesNotBlock() throws Exception {
        assertThat(shell("head -c 50000000 /dev/zero; head -c 50000000 /dev/zero >&2", null)
                        .run())
                .isEqualTo(new Exited(0));
        assertThat(Files.size(log)).isEqualTo(100_000_000);
    }

    @Test
    void run_endedBySignal_saysWhich() throws Exception {
        assertThat(shell("kill -SEGV $$", null).run()).isEqualTo(new Signalled(11));
        assertThat(new Signalled(15)).hasToString("ended by signal 15 (SIGTERM)");
        assertThat(shell("exit 255", null).run()).isEqualTo(new Exited(255));
    }

    @Test
    void run_notToBeFoundOrExecuted_saysWhyAndWhatToDo() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain"), "#!/bin/sh\n");

        assertThat(notStarted("tagwerk-no-such-command")).contains("command not found", "PATH=/");
        assertThat(notStarted("wc -l")).contains("--shell");
        assertThat(notStarted(plain.toString())).contains("permission denied", "chmod +x");
        assertThat(notStarted(folder + "/none")).contains("no such file");
        assertThat(notStarted(folder.toString())).contains("is a directory");
        assertThat(new ChildProcess(List.of("true", "x".repeat(200_000)), Map.of(), log, Limits.NONE).run())
                .isEqualTo(
                        new NotStarted("true: the item is too long for an argument or the environment of a command"));
    }

    @Test
    void run_timeIsOver_politeSignalIsEnough() throws Exception {
        Duration timeout = Duration.ofMillis(800);
        long start = System.nanoTime();

        Result result = shell("trap 'echo bye; exit 0' TERM; echo up; " + sleep + " & wait", timeout)
                .run();

        assertThat(result).isEqualTo(new TimedOut(timeout));
        assertThat(Files.readString(log)).isEqualTo("up\nbye\n");
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void run_treeIgnoresTerm_nothingOfItIsAliveAfterGrace() throws Exception {
        String stubborn =
                "trap '' TERM; " + sleep + " & " + sleep + " & (" + sleep + " & " + sleep + ") & echo up; " + sleep;

        Result result = new ChildProcess(
                        List.of("sh", "-c", stubborn),
                        Map.of(),
                        log,
                        new Limits(Duration.ofMillis(800), Duration.ofMillis(200)))
                .run();

        assertThat(result).isInstanceOf(TimedOut.class);
        assertThat(sleeping()).isZero();
    }

    /** The parents are gone before the end comes: only the session still says where these came from. */
    @Test
    void run_childrenLostTheirParents_areFoundByTheirSession() throws Exception {
        String orphans = "(" + sleep + " & ) ; ( trap '' TERM; " + sleep + " & ) ; echo up; " + sleep;

        Result result = new ChildProcess(
                        List.of("sh", "-c", orphans),
                        Map.of(),
                        log,
                        new Limits(Duration.ofMillis(800), Duration.ofMillis(200)))
                .run();

        assertThat(result).isInstanceOf(TimedOut.class);
        assertThat(sleeping()).isZero();
    }

    /** A session of its own hides a process from the first rule, not from the second. */
    @Test
    void run_childInAnotherSession_isFoundByItsParent() throws Exception {
        shell("setsid " + sleep + " & echo up; wait", Duration.ofMillis(800)).run();

        assertThat(sleeping()).isZero();
    }

    @Test
    void run_endsByItself_leavesTheBackgroundAlone() throws Exception {
        assertThat(shell(sleep + " >/dev/null 2>&1 & echo $!", null).run()).isEqualTo(new Exited(0));

        // It is alive though the command is over; that it is a sleep yet is up to the scheduler.
        long pid = Long.parseLong(Files.readString(log).strip());
        ProcessHandle left = ProcessHandle.of(pid).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
        left.onExit().get(5, TimeUnit.SECONDS);
    }

    @Test
    void kill_whileRunning_stopsAndMayBeRepeated() throws Exception {
        ChildProcess child = shell("echo up; " + sleep, null);
        CompletableFuture<Result> result = inBackground(child);
        awaitOutput();

        child.kill();
        child.kill();

        assertThat(child.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(result.get(5, TimeUnit.SECONDS)).isEqualTo(new Stopped());
        child.kill();
    }

    @Test
    void kill_beforeTheStart_preventsIt() throws Exception {
        ChildProcess child = shell("echo up", null);
        child.kill();

        assertThat(child.run()).isEqualTo(new Stopped());
        assertThat(log).doesNotExist();
    }

    @Test
    void kill_afterTheEnd_changesNothing() throws Exception {
        ChildProcess child = shell("exit 3", null);
        Result result = child.run();
        child.kill();

        assertThat(result).isEqualTo(new Exited(3));
        assertThat(child.awaitEnd(Duration.ZERO)).isTrue();
    }

    @Test
    void kill_commandStillEndsWell_isStoppedAllTheSame() throws Exception {
        ChildProcess child = shell("trap 'exit 0' TERM; echo up; " + sleep + " & wait", null);
        CompletableFuture<Result> result = inBackground(child);
        awaitOutput();
        child.kill();

        assertThat(result.get(10, TimeUnit.SECONDS)).isEqualTo(new Stopped());
    }

    @Test
    void run_interrupted_endsTheTreeFirst() throws Exception {
        ChildProcess child = shell("echo up; " + sleep + " & wait", null);
        Thread runner = Thread.currentThread();
        CompletableFuture<Void> interrupter = CompletableFuture.runAsync(() -> {
            awaitOutput();
            runner.interrupt();
        });

        assertThatThrownBy(child::run).isInstanceOf(InterruptedException.class);
        assertThat(sleeping()).isZero();
        interrupter.get(5, TimeUnit.SECONDS);
    }

    /** The terminal's Ctrl-C goes to the foreground group: the command must not be in ours. */
    @Test
    void run_anyCommand_leadsASessionOfItsOwn() throws Exception {
        shell("read -r pid name state parent group session rest < /proc/self/stat; echo $$ $session", null)
                .run();

        String[] numbers = Files.readString(log).strip().split(" ", -1);
        assertThat(numbers[0]).isEqualTo(numbers[1]);
    }

    private ChildProcess shell(String script, @Nullable Duration timeout) {
        return new ChildProcess(List.of("sh", "-c", script), Map.of(), log, new Limits(timeout, Duration.ofSeconds(5)));
    }

    private String notStarted(String command) throws InterruptedException {
        Result result = new ChildProcess(List.of(command, "x"), Map.of(), log, Limits.NONE).run();
        assertThat(result).isInstanceOf(NotStarted.class);
        return result.toString();
    }

    private static CompletableFuture<Result> inBackground(ChildProcess child) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return child.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void awaitOutput() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        try {
            while (!Files.exists(log) || Files.size(log) == 0) {
                assertThat(System.nanoTime()).isLessThan(end);
                LockSupport.parkNanos(2_000_000);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private long sleeping() {
        return ProcessHandle.allProcesses().filter(this::isSleep).count();
    }

    private boolean isSleep(ProcessHandle handle) {
        // A zombie has no command line any more.
        return handle.info()
                .commandLine()
                .filter(line -> line.endsWith(sleep) && !line.contains("sh -c"))
                .isPresent();
    }
}
