package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.SharedLoop;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that look at a store, or tend it. */
@Timeout(120)
class StoreCommandsTest {
    @TempDir
    Path folder;

    @Test
    @DisplayName("LB-226, LB-230: a store that is not there is said to be so, and never made")
    void noStore_isSaid() {
        Started status = Started.run(folder, "status");
        assertThat(status.code()).isZero();
        assertThat(status.out()).startsWith("There is no store yet at ");
        assertThat(Started.run(folder, "status", "--json").out()).isEmpty();
        for (String command : new String[] {"check", "prune"}) {
            Started run = Started.run(folder, command);
            assertThat(run.code()).as(command).isEqualTo(3);
            assertThat(run.err().lines()).as(command).hasSize(1);
        }
        assertThat(Started.run(folder, "log", "x").code()).isEqualTo(3);
        assertThat(Started.run(folder, "retry", "--failed").code()).isEqualTo(3);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void otherFile_isRefusedWithCode3() throws IOException {
        Files.writeString(folder.resolve("store.db"), "no database at all, but long enough to be read".repeat(20));
        Started status = Started.run(folder, "status");
        assertThat(status.code()).isEqualTo(3);
        assertThat(status.err().lines()).hasSize(1);
    }

    @Test
    @DisplayName("LB-228: status prints once and ends")
    void status_loops_showsCountsAndWorkers() {
        Started.run(folder, "each", "--name", "good", "true", ":::", "a", "b");
        Started.run(folder, "each", "--name", "bad", "false", ":::", "c");

        Started all = Started.run(folder, "status");
        assertThat(all.out())
                .contains("good: 2 of 2 done (100 %), nobody works on it")
                .contains("completed      2  100.0 %")
                .contains("bad: 0 of 1 done (0 %)")
                .contains("failed         1  100.0 %")
                .contains("offline");
        assertThat(Started.run(folder, "status", "--name", "good").out()).doesNotContain("bad:");
        assertThat(Started.run(folder, "status", "--name", "goood").err())
                .isEqualTo("tagwerk: --name: there is no loop goood in " + Started.store(folder)
                        + "; did you mean good?\n");
        assertThat(Started.run(folder, "status", "--json").out().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"type\":\"loop\",\"name\":\"") && line.endsWith("}]}"));
    }

    @Test
    void log_task_showsAttemptsAndOutput() {
        Started.run(
                folder,
                "each",
                "--name",
                "n",
                "--retry",
                "1",
                "--shell",
                "echo try $TAGWERK_ATTEMPT; false {}",
                ":::",
                "item");

        Started log = Started.run(folder, "log", "item");
        assertThat(log.code()).isZero();
        assertThat(log.out())
                .startsWith("item: failed\n")
                .contains("exit status 1")
                .endsWith("try 2\n");
        assertThat(Started.run(folder, "log", "item", "--output", "--all").out())
                .isEqualTo("try 1\ntry 2\n");
        assertThat(Started.run(folder, "log", "item", "--json").out())
                .contains("\"attempt\":2,\"outcome\":\"failed\"")
                .contains("\"message\":\"exit status 1\"");
        Started unknown = Started.run(folder, "log", "itme");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("tagwerk: log: there is no task itme in n; did you mean item?\n");
    }

    @Test
    void retry_ids_opensThoseAndNoOthers() {
        Started.run(folder, "each", "--name", "n", "false", ":::", "a", "b");

        assertThat(Started.run(folder, "retry").code()).isEqualTo(2);
        Started unknown = Started.run(folder, "retry", "a", "bb");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("did you mean").contains("nothing was opened");
        assertThat(Started.run(folder, "retry", "a", "--json").out())
                .isEqualTo("{\"type\":\"retry\",\"loop\":\"n\",\"opened\":1}\n");
        assertThat(Started.run(folder, "status").out())
                .contains("ready          1")
                .contains("failed         1");
    }

    @Test
    @DisplayName("LB-258, LB-261: pruning keeps the newest rows and changes no fact")
    void prune_olderAttempts_keepsTheLastAndAllFacts() {
        String[] each = {
            "each", "--name", "n", "--retry", "3", "--shell", "echo try $TAGWERK_ATTEMPT; false {}", ":::", "i"
        };
        Started.run(folder, each);

        assertThat(Started.run(folder, "prune").out())
                .isEqualTo("n: removed 3 rows of history, 0 workers, 3 log files\n");
        assertThat(Started.run(folder, "log", "i", "--output", "--all").out()).isEqualTo("try 4\n");
        assertThat(Started.run(folder, "log", "i").out()).contains("4  failed").doesNotContain("3  failed");
        // The budget is what it was: nothing is tried again.
        assertThat(Started.run(folder, each).out()).isEmpty();
    }

    @Test
    void prune_keepTwo_numbersTheRestAnew() {
        Started.run(
                folder,
                "each",
                "--name",
                "n",
                "--retry",
                "3",
                "--shell",
                "echo try $TAGWERK_ATTEMPT; false {}",
                ":::",
                "i");

        Started.run(folder, "prune", "--keep", "2");
        assertThat(Started.run(folder, "log", "i", "--output", "--all").out()).isEqualTo("try 3\ntry 4\n");
    }

    @Test
    void check_soundStore_saysSo() {
        Started.run(folder, "each", "true", ":::", "a");
        assertThat(Started.run(folder, "check").out()).isEqualTo(Started.store(folder) + ": sound\n");
    }

    @Test
    void check_brokenStore_namesFindingsWithCode3() throws IOException {
        Started.run(folder, "each", "true", ":::", "a");
        Path file = folder.resolve("store.db");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 8192; i < Math.min(bytes.length, 16384); i++) {
            bytes[i] = 0x55;
        }
        Files.write(file, bytes);
        Started check = Started.run(folder, "check");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.out() + check.err()).isNotEmpty();
    }

    @Test
    void check_storeThatCannotBeRead_isAFindingAndNoAdviceToCheck() throws IOException {
        Started.run(folder, "each", "--name", "n", "true", ":::", "a");
        Path store = folder.resolve("store.db");
        byte[] bytes = Files.readAllBytes(store);
        Arrays.fill(bytes, 100, 4096, (byte) 0xff);
        Files.write(store, bytes);

        Started check = Started.run(folder, "check");
        assertThat(check.code()).isEqualTo(3);
        assertThat(check.err()).isEmpty();
        assertThat(check.out()).startsWith(store + ": its content is damaged").doesNotContain("tagwerk check");
        assertThat(Started.run(folder, "check", "--json").out())
                .startsWith("{\"type\":\"check\"")
                .contains("\"sound\":false");
        assertThat(Started.run(folder, "status").err()).contains("tagwerk check");
    }

    @Test
    void retryAndPrune_noStoreInTheDefaultFolder_makeNoFolder() {
        String store = folder.resolve(".tagwerk/store.db").toString();
        assertThat(Started.run(folder, "retry", "--failed", "--store", store).code())
                .isEqualTo(3);
        assertThat(Started.run(folder, "prune", "--store", store).err()).contains("nothing has been run here yet");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void log_jsonWithoutTask_exportsAllTasksOfAllLoops() {
        Started.run(folder, "each", "--name", "good", "true", ":::", "a", "b");
        Started.run(folder, "each", "--name", "bad", "false", ":::", "c");

        List<String> all = Started.run(folder, "log", "--json").out().lines().toList();
        assertThat(all).hasSize(3).allMatch(line -> line.startsWith("{\"type\":\"task\",\"loop\":\""));
        assertThat(all).anyMatch(line -> line.contains("\"task\":\"c\",\"state\":\"failed\""));
        assertThat(Started.run(folder, "log", "--json", "--name", "good").out().lines())
                .hasSize(2);
        Started bare = Started.run(folder, "log");
        assertThat(bare.code()).isEqualTo(2);
        assertThat(bare.err()).contains("name a task");
    }

    @Test
    void olderStore_isRefusedWithTheCommandThatExportsIt() throws Exception {
        Started.run(folder, "each", "--name", "n", "true", ":::", "a");
        Path store = folder.resolve("store.db");
        try (RandomAccessFile file = new RandomAccessFile(store.toFile(), "rw")) {
            // Where SQLite keeps the user_version.
            file.seek(60);
            file.writeInt(1);
        }
        Started status = Started.run(folder, "status");
        assertThat(status.code()).isEqualTo(3);
        assertThat(status.err()).contains("tagwerk log --json --store '" + store + "' > ");
    }

    @Test
    @DisplayName("LB-056: why it failed is kept, with the stack, and shown")
    void log_exception_showsItsStack() {
        SharedLoop.over(List.of("a"))
                .keyedBy(item -> item)
                .named("n")
                .store("sqlite:" + folder.resolve("store.db"))
                .forEach(item -> {
                    throw new IllegalStateException("no luck with " + item);
                });

        assertThat(Started.run(folder, "log", "a").out())
                .contains("no luck with a")
                .contains("java.lang.IllegalStateException: no luck with a")
                .contains("    at dev.tagwerk.cli");
        assertThat(Started.run(folder, "log", "a", "--json").out())
                .contains("\"stack\":\"java.lang.IllegalStateException: no luck with a\\n");
    }

    @Test
    @DisplayName("LB-238: output that is no terminal, and an interval of nothing")
    void top_noTerminal_suggestsStatus() {
        Started top = Started.run(folder, "top");
        assertThat(top.code()).isEqualTo(2);
        assertThat(top.err()).contains("tagwerk status");
        // An interval of nothing is refused.
        assertThat(Started.run(folder, "top", "--interval", "0").err()).contains("expected 100ms to 1h");
    }

    @Test
    @DisplayName("LB-230: a deleted or replaced file is noticed")
    void window_replacedStore_showsTheNewOne() throws IOException {
        try (StoreWindow window = new StoreWindow(Started.store(folder), null)) {
            assertThat(window.look().loops()).isEmpty();
            Started.run(folder, "each", "--name", "one", "true", ":::", "a");
            assertThat(window.look().loops()).extracting("name").containsExactly("one");
            Files.delete(folder.resolve("store.db"));
            Files.deleteIfExists(folder.resolve("store.db-wal"));
            assertThat(window.look().loops()).isEmpty();
            Started.run(folder, "each", "--name", "two", "true", ":::", "a");
            assertThat(window.look().loops()).extracting("name").containsExactly("two");
        }
    }

    @Test
    void help_everyCommand_endsWithExamples() {
        for (String command : Main.commandLine(Started.streams(
                        folder,
                        Output.standard(),
                        new java.io.ByteArrayOutputStream(),
                        java.io.InputStream.nullInputStream()))
                .getSubcommands()
                .keySet()) {
            if (!command.equals("help")) {
                Started help = Started.run(folder, command, "--help");
                assertThat(help.code()).isZero();
                assertThat(help.out()).as(command).contains("Examples:\n");
                assertThat(help.out().lines()).as(command).allMatch(line -> line.length() <= 80);
            }
        }
    }

    @Test
    void oneCommand_byItself_isThatOfTheWhole() {
        var whole = Main.commandLine(Started.streams(
                        folder,
                        Output.standard(),
                        new java.io.ByteArrayOutputStream(),
                        java.io.InputStream.nullInputStream()))
                .getSubcommands();
        assertThat(whole.keySet()).containsAll(Commands.NAMES).contains("help");
        whole.forEach((name, command) -> {
            if (!name.equals("help")) {
                assertThat(Started.run(folder, name, "--help").out()).as(name).isEqualTo(command.getUsageMessage());
            }
        });
        assertThat(Commands.neededBy("status", "--all")).containsExactly("status");
        assertThat(Commands.neededBy("--version")).isEmpty();
        assertThat(Commands.neededBy("completion", "bash")).isEqualTo(Commands.NAMES);
        assertThat(Commands.neededBy("--debug", "status")).isEqualTo(Commands.NAMES);
        assertThat(Commands.neededBy()).isEqualTo(Commands.NAMES);
    }

    @Test
    void wrongCommand_namesTheOneThatIsMeant() {
        Started wrong = Started.run(folder, "statsu");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("unknown command statsu; did you mean status?");
    }

    @Test
    void completion_bash_isAScript() {
        assertThat(Started.run(folder, "completion", "bash").out())
                .startsWith("#!")
                .contains("--keep-order");
        assertThat(Started.run(folder, "completion", "fish").code()).isEqualTo(2);
    }
}
