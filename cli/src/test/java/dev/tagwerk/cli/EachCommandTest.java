package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EachCommandTest {
    @TempDir
    Path folder;

    @Test
    void each_items_runsEachOnceAndPrintsItsOutput() {
        Started first = Started.run(folder, "each", "-j", "1", "echo", "item", "{}", ":::", "a", "b", "a", "c d");

        assertThat(first.code()).isZero();
        assertThat(first.out()).isEqualTo("item a\nitem b\nitem c d\n");
        assertThat(first.err()).contains("3 items: 3 done;").contains("1 repeated item left out");
    }

    @Test
    void each_dryRun_leavesOutWhatHasFailedForGood() {
        Started stopped = Started.run(
                folder, "each", "-j", "1", "--max-failures", "1", "--name", "n", "false", ":::", "a", "b", "c");
        assertThat(stopped.err())
                .contains("0 done, 1 failed")
                .contains("; stopped because of 1 failure")
                .doesNotContain("already");

        Started dry = Started.run(folder, "each", "--dry-run", "--name", "n", "false", ":::", "a", "b", "c");
        assertThat(dry.out()).isEqualTo("false b\nfalse c\n");
        assertThat(dry.err()).contains("2 of 3 items would run (n), 1 failed before and would not");
        assertThat(Started.run(folder, "each", "--dry-run", "--retry", "1", "--name", "n", "false", ":::", "a")
                        .out())
                .isEqualTo("false a\n");
    }

    @Test
    void each_optionBehindTheColons_isAnItemAndSaidToBe() {
        Started run = Started.run(folder, "each", "echo", ":::", "a", "--keep-order", "--other");

        assertThat(run.out().lines()).containsExactlyInAnyOrder("a", "--keep-order", "--other");
        assertThat(run.err()).startsWith("tagwerk: --keep-order stands behind ::: and is taken for an item;");
        assertThat(Started.run(folder, "each", "-j", "x", "echo", ":::", "a").err())
                .contains("'x' is not a whole number");
    }

    @Test
    void each_secondStart_hasNothingToDo() {
        Started.run(folder, "each", "echo", ":::", "a", "b");
        Started second = Started.run(folder, "each", "echo", ":::", "a", "b");

        assertThat(second.code()).isZero();
        assertThat(second.out()).isEmpty();
        assertThat(second.err()).isEqualTo("tagwerk: 2 of 2 done already; nothing to do\n");
    }

    @Test
    void each_oneFails_namesItWithLastLinesAndTheWayOut() {
        String script =
                ": {}; echo one; echo two; echo three; echo four; test -e " + folder.resolve("good") + " || exit 7";
        Started failed = Started.run(folder, "each", "--name", "n", "--shell", script, ":::", "x y");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).isEqualTo("one\ntwo\nthree\nfour\n");
        assertThat(failed.err().lines().skip(1))
                .containsExactly(
                        "  x y: exit status 7",
                        "    | two",
                        "    | three",
                        "    | four",
                        "tagwerk: to try it again: tagwerk retry --failed --name n, then start the same command once more");

        // Design, section 9: the next start does not try it again by itself.
        Started again = Started.run(folder, "each", "--name", "n", "--shell", script, ":::", "x y");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.out()).isEmpty();
        assertThat(again.err()).contains("1 failed before");
    }

    @Test
    void retry_failed_letsTheNextStartDoIt() throws IOException {
        String script = ": {}; test -e '" + folder.resolve("good") + "'";
        Started.run(folder, "each", "--name", "n", "--shell", script, ":::", "x");
        Files.createFile(folder.resolve("good"));

        Started retry = Started.run(folder, "retry", "--failed", "--name", "n");
        assertThat(retry.out()).isEqualTo("1 task of n opened again.\n");
        assertThat(Started.run(folder, "each", "--name", "n", "--shell", script, ":::", "x")
                        .code())
                .isZero();
    }

    @Test
    void each_retries_triesAgainWithinTheBudget() {
        String script = ": {}; echo $TAGWERK_ATTEMPT $TAGWERK_TASK; test $TAGWERK_ATTEMPT -ge 3";
        Started run = Started.run(folder, "each", "--retry", "2", "--shell", script, ":::", "x");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("1 x\n2 x\n3 x\n");
    }

    /** The next attempt takes the name of the file; once, it could do so before what the last one printed was shown. */
    @Test
    void each_manyRetriesAndASlowReader_showsWhatEachAttemptPrinted() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        OutputStream slow = new FilterOutputStream(out) {
            @Override
            public void flush() {
                LockSupport.parkNanos(10_000_000);
            }
        };
        List<String> items = IntStream.range(0, 20).mapToObj(i -> "x" + i).toList();
        InputStream input = new ByteArrayInputStream(String.join("\n", items).getBytes(StandardCharsets.UTF_8));
        String script = "echo $TAGWERK_ATTEMPT {}; test $TAGWERK_ATTEMPT -ge 2";
        int code = Main.run(
                Started.streams(folder, new Output(slow, false), new ByteArrayOutputStream(), input),
                "each",
                "-j",
                "4",
                "--retry",
                "1",
                "--shell",
                script);

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .containsExactlyInAnyOrderElementsOf(items.stream()
                        .flatMap(item -> Stream.of("1 " + item, "2 " + item))
                        .toList());
    }

    @Test
    void each_keepOrder_printsInTheOrderOfItems() {
        String script = "if test {} = 1; then until test -e " + folder + "/two; do sleep 0.01; done; fi; "
                + "if test {} = 2; then touch " + folder + "/two; fi; echo out {}";
        Started run =
                Started.withInput(folder, "1\n2\n3\n4\n5\n", "each", "-j", "2", "--keep-order", "--shell", script);

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("out 1\nout 2\nout 3\nout 4\nout 5\n");
    }

    @Test
    void each_keepOrderOnResume_waitsForNobodyWhoIsDone() {
        Started.run(folder, "each", "--name", "n", "echo", ":::", "2", "4");
        Started run =
                Started.run(folder, "each", "--name", "n", "--keep-order", "echo", ":::", "1", "2", "3", "4", "5");

        assertThat(run.out()).isEqualTo("1\n3\n5\n");
    }

    @Test
    void each_timeout_endsTheCommand() {
        Started run = Started.run(folder, "each", "--timeout", "200ms", "sleep", ":::", "600");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("600: timed out after 200 ms");
        assertThat(Started.run(folder, "status").out()).contains("timed out      1  100.0 %");
    }

    @Test
    void each_nulItems_mayHoldLineFeeds() {
        Started run = Started.withInput(folder, "a\nb\0c\0", "each", "-0", "-j", "1", "printf", "[%s]");

        assertThat(run.out()).isEqualTo("[a\nb]\n[c]\n");
    }

    @Test
    void each_maxFailures_stops() {
        Started run = Started.run(
                folder, "each", "-j", "1", "--max-failures", "2", "false", ":::", "1", "2", "3", "4", "5", "6");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("2 failed");
    }

    @Test
    void each_dryRun_touchesNothingAndLeavesOutWhatIsDone() {
        Started fresh = Started.run(folder, "each", "--dry-run", "echo", "{}", "!", ":::", "a b", "c");
        assertThat(fresh.out()).isEqualTo("echo 'a b' '!'\necho c '!'\n");
        assertThat(folder).isEmptyDirectory();

        Started.run(folder, "each", "echo", "{}", "!", ":::", "c");
        assertThat(Started.run(folder, "each", "--dry-run", "echo", "{}", "!", ":::", "a b", "c")
                        .out())
                .isEqualTo("echo 'a b' '!'\n");
    }

    @Test
    @SuppressWarnings("try") // closing the input is what the command waits for
    void each_slowInput_runsWhatIsThere() throws Exception {
        PipedOutputStream feed = new PipedOutputStream();
        try (PipedInputStream input = new PipedInputStream(feed);
                PipedInputStream read = new PipedInputStream();
                PipedOutputStream write = new PipedOutputStream(read)) {
            feed.write("a\n".getBytes(StandardCharsets.UTF_8));
            CompletableFuture<Integer> run = CompletableFuture.supplyAsync(() -> Main.run(
                    Started.streams(folder, new Output(write, false), new ByteArrayOutputStream(), input),
                    "each",
                    "-j",
                    "4",
                    "echo"));
            // The second item is written only once the first one's output is here.
            assertThat(read.readNBytes(2)).isEqualTo("a\n".getBytes(StandardCharsets.UTF_8));
            feed.write("b\n".getBytes(StandardCharsets.UTF_8));
            assertThat(read.readNBytes(2)).isEqualTo("b\n".getBytes(StandardCharsets.UTF_8));
            feed.close();
            assertThat(run.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void each_readerGone_endsQuietlyAndFailsNoItem() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(
                Started.streams(folder, new Output(gone, true), err, InputStream.nullInputStream()),
                "each",
                "-j",
                "1",
                "echo",
                ":::",
                "a",
                "b",
                "c");

        assertThat(code).isEqualTo(Output.CLOSED_EXIT_CODE);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(Started.run(folder, "status").out())
                .contains("failed         0")
                .contains("completed      1");
    }

    @Test
    void each_commandNotFound_isToldBeforeAnyItemFails() {
        Started run = Started.run(folder, "each", "no-such-program", ":::", "a");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("tagwerk: each: no-such-program: command not found;");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void each_wrongUsage_isOneLineWithNearMatches() {
        Started option = Started.run(folder, "each", "--retyr", "2", "echo");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err())
                .isEqualTo(
                        "tagwerk each: unknown option --retyr; did you mean --retry? (tagwerk each --help tells more)\n");
        assertThat(Started.run(folder, "statsu").err()).contains("unknown command statsu; did you mean status?");
        assertThat(Started.run(folder, "each", "-j", "0", "echo").code()).isEqualTo(2);
        assertThat(Started.run(folder, "each", "--from", "x", "echo", ":::", "a")
                        .code())
                .isEqualTo(2);
    }
}
