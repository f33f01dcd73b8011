package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code tagwerk run}, within the test's own JVM. */
@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock") // lines of a program read better one by one
class RunCommandTest {
    private static final String IMPORTS = "import dev.tagwerk.flow.*;\n";

    @TempDir
    Path folder;

    private String chain = "";
    private String failing = "";

    @BeforeEach
    void write() throws IOException {
        chain = FlowFile.write(folder, "Chain.java", FlowFile.CHAIN);
        failing = FlowFile.write(folder, "Failing.java", FlowFile.FAILING);
    }

    private Started run(String... words) {
        return Started.run(folder, words);
    }

    @Test
    @DisplayName(
            "TO-088, TO-089, W-16: all tasks of a file run, whatever their order in it; the second start does nothing")
    void run_fileTwice_runsOnce() {
        Started first = run("run", chain, "-j", "1");
        assertThat(first.code()).isZero();
        assertThat(first.out()).containsSubsequence("✓ a ", "✓ b ", "✓ c ").contains("4 tasks: 4 completed; ");
        assertThat(first.err()).doesNotContain("\u001b").doesNotContain("[#");

        Started second = run("run", chain);
        assertThat(second.code()).isZero();
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).startsWith(chain + ": 4 tasks: 4 up to date; ");
        assertThat(second.out().lines()).hasSize(1);
    }

    @Test
    @DisplayName("TO-094, TO-108, W-14: a failure is told with its reason, its lines and its output, and ends with 1")
    void run_failures_toldWithReasons() {
        Started run = run("run", failing, "-j", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("↻ bad +\\d+ ms  IllegalStateException: first line \\(is tried again\\)\n")
                .containsPattern("✗ bad +\\d+ ms  IllegalStateException: first line\n")
                .containsPattern("- none +\\d+ ms  not today\n")
                .contains("failed: bad (2 attempts)\n    IllegalStateException: first line\n    second line\n")
                .contains("      at Failing.bad(Failing.java:8)\n    | no line end and the other stream\n")
                .contains("    all that it printed: tagwerk log bad --store ")
                .contains("blocked: later waits for bad\n")
                .contains(": 4 tasks: 1 completed, 1 skipped, 1 failed, 1 blocked; ")
                .endsWith("\nthe next start goes on from here; what failed is tried again\n")
                .doesNotContain("all went well")
                .doesNotContain("\n\n\n");
    }

    @Test
    @DisplayName("TO-105, TO-106: what a task prints is kept in its own log; --log shows it, too")
    void run_log_showsWhatTasksPrint() {
        Started quiet = run("run", failing + "::good");
        assertThat(quiet.out()).doesNotContain("all went well");
        assertThat(run("log", "good", "--output").out()).isEqualTo("all went well\n");

        Started shown = run("run", failing + "::good", "--log", "--verbose", "--full");
        assertThat(shown.out()).contains("> good (attempt 2)\n").contains("good | all went well\n");
        Started alone = run("run", failing + "::bad", "--log");
        assertThat(alone.out()).contains("bad | no line end and the other stream\n");
    }

    @Test
    void run_verbose_namesWhatIsUpToDate() {
        run("run", chain);
        assertThat(run("run", chain, "--verbose").out()).contains("= a is up to date\n", "= z is up to date\n");
    }

    @Test
    @DisplayName("TO-088, TO-090: FILE::task runs the task alone, +task with all that it needs")
    void run_selection_aloneOrWithAncestors() {
        Started with = run("run", chain + "::+b");
        assertThat(with.out()).contains("✓ a ", "✓ b ", "2 tasks: 2 completed");
        Started alone = run("run", chain + "::b,z", "--full", "-j", "1");
        assertThat(alone.out()).contains("✓ b ", "✓ z ", "2 tasks: 2 completed").doesNotContain("✓ a");
    }

    @Test
    @DisplayName("TO-095, TO-104, W-15: what is not there is told on standard error with near matches, and ends with 2")
    void run_unknownSelection_isRefused() {
        Started run = run("run", chain + "::zz");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).endsWith("has no task zz; did you mean z?\n");
        assertThat(run("run", chain, "--only", "q").code()).isEqualTo(2);
        assertThat(run("run", chain + "::").err()).contains("nothing stands after a \"::\"");
        assertThat(run("run", folder.resolve("Gone.java").toString()).code()).isEqualTo(2);
    }

    @Test
    @DisplayName("TO-102, TO-103: --tags takes tasks with all of the tags; order across those left out stays")
    void run_tags_allOfThem() {
        run("run", chain);
        Started run = run("run", chain, "--tags", "fast, db", "--full", "-j", "1");
        assertThat(run.out()).containsSubsequence("✓ a ", "✓ c ").contains("2 tasks: 2 completed");
        assertThat(run("run", chain, "--tags=", "--dry-run").out()).contains("0 would run, 0 may run, 4 up to date");
        assertThat(run("run", chain, "--tags", "slow").err())
                .endsWith("no task has the tag slow; its tags are db, fast\n");
        assertThat(run("run", chain + "::b", "--tags", "fast").err())
                .endsWith("no task of those that are named has the tag fast\n");
    }

    @Test
    @DisplayName("TO-093, TO-099: a given result replaces a task that does not run, and leaves no trace of itself")
    void run_result_standsForATask() {
        run("run", chain);
        Started mocked = run("run", chain + "::b", "--result", "a=7");
        assertThat(mocked.code()).isZero();
        assertThat(mocked.out()).contains("1 task: 1 up to date");
        run("run", chain + "::b", "--result", "a=7", "--full");
        assertThat(run("log", "b", "--output").out()).isEqualTo("a was 7\n");

        Started again = run("run", chain);
        assertThat(again.out()).contains("✓ b ").doesNotContain("✓ a");
        assertThat(run("log", "b", "--output").out()).isEqualTo("a was 1\n");
    }

    @Test
    void run_resultOfAChosenTask_doesNotRunIt() {
        Started run = run("run", chain, "--result=a=5");
        assertThat(run.out()).contains("3 tasks: 3 completed").doesNotContain("✓ a");
        assertThat(run("log", "b", "--output").out()).isEqualTo("a was 5\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a|write it as TASK=JSON",
                "aa=1|there is no task aa; did you mean a?",
                "a=\"x\"|cannot be read as Integer",
                "a={|cannot be read as Integer",
                "=1|write it as TASK=JSON"
            })
    void run_wrongResult_isRefused(String result, String message) {
        Started run = run("run", chain, "--result", result);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", ""})
    @DisplayName("W-06: a number of workers that makes no sense is wrong usage, never a good end")
    void run_badWorkers_isRefused(String number) {
        Started run = run("run", chain, "--workers=" + number);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--s=1|neither run nor the file knows --s",
                "--w=2|neither run nor the file knows --w",
                "--v=1|neither run nor the file knows --v",
                "--taggs=x|did you mean --tags?",
                "--skipdeps|--skipdeps is not understood",
                "word|word is not understood",
                "--results=x|did you mean --result?"
            })
    @DisplayName(
            "TO-091, TO-111, W-11, W-17: nothing unknown is taken, nothing is abbreviated, nothing reserved injected")
    void run_unknownOption_isRefused(String word, String message) {
        Started run = run("run", chain, word);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void run_noTarget_orBothPolicies_isRefused() {
        assertThat(run("run").code()).isEqualTo(2);
        assertThat(run("run", chain, "--keep-going", "--fail-fast").code()).isEqualTo(2);
    }

    @Test
    @DisplayName("TO-087: --help of the command, and of a file with its tasks")
    void run_help_listsWhatThereIs() {
        assertThat(run("run", "--help").out()).contains("--workers", "--fail-fast", "--result", "Examples:");
        Started file = run("run", chain, "--help");
        assertThat(file.code()).isZero();
        assertThat(file.out()).contains("Tasks:\n", "  c  after b  [db, fast]\n", "Parameters:\n  none\n");
        assertThat(folder.resolve("store.db")).doesNotExist();
    }

    @Test
    void run_dryRun_touchesNothing() {
        Started run = run("run", chain, "--dry-run");
        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsSubsequence("would run  a  (never run)", "would run  b", "would run  c")
                .endsWith("4 would run, 0 may run, 0 up to date; nothing was done\n");
        assertThat(folder.resolve("store.db")).doesNotExist();
        run("run", chain);
        assertThat(run("run", chain, "--dry-run", "--full").out()).contains("would run  c  (full run)");
        assertThat(run("run", chain, "--dry-run", "--json").out().lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("{\"type\":\"plan\"") && line.contains("\"verdict\":\"up_to_date\""));
    }

    @Test
    @DisplayName("TO-107, TO-109, W-18: --json prints objects alone, and colours go nowhere but to terminals")
    void run_json_printsObjectsAlone() {
        Started run = run("run", failing, "--json", "--verbose", "--log");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("{\"type\":\"task\",") || line.startsWith("{\"type\":\"run\","));
        assertThat(run.out())
                .contains("\"task\":\"bad\",\"status\":\"failed\",\"reason\":\"IllegalStateException: first line\"")
                .contains("\"good\":false")
                .contains("\"failed\":1,\"timed_out\":0,\"killed\":0,\"blocked\":1");
        Started wrong = run("run", chain, "--json", "--tags", "slow");
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.code()).isEqualTo(2);
    }

    @Test
    void run_failFast_startsNothingMore() throws IOException {
        String file = FlowFile.write(folder, "Fast.java", """
                import dev.tagwerk.flow.Task;

                class Fast {
                    @Task(priority = 5) void first() { throw new IllegalStateException("no"); }
                    @Task void second() { }
                }
                """);
        Started run = run("run", file, "--fail-fast", "-j", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("2 tasks: 1 failed, 1 not run").contains("stopped after failures");
        assertThat(run("run", file, "-j", "1").out()).contains("2 tasks: 1 completed, 1 failed");
    }

    @Test
    @DisplayName("a store that cannot be used ends with 3")
    void run_badStore_endsWith3() throws IOException {
        Path other = Files.writeString(folder.resolve("other.db"), "no database, but long enough ".repeat(40));
        Started run = run("run", chain, "--store", other.toString());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines().filter(line -> !line.contains("compiling")))
                .hasSize(1);
    }

    @Test
    void run_strangeNames_areShownOnOneLine() throws IOException {
        String file = FlowFile.write(folder, "Odd.java", """
                import dev.tagwerk.Flow;

                class Odd {
                    static Flow flow() {
                        Flow flow = Flow.named("odd");
                        flow.action("bell\\u0007\\u001b[31mred\\nnew", ctx -> {});
                        flow.action("make::it", ctx -> {});
                        flow.action("n".repeat(300), ctx -> {});
                        return flow;
                    }
                }
                """);
        Started run = run("run", file);
        assertThat(run.code()).isZero();
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out()).doesNotContain("\u001b").doesNotContain("\u0007").contains("bell␇␛[31mred␊new");
        assertThat(run("run", file + "::make::it", "--full").out()).contains("1 task: 1 completed");
    }

    @Test
    @DisplayName("A task whose value was never made blocks who takes it; that is told in words that say what to do")
    void run_valueNeverMade_toldWhatToDo() {
        Started run = run("run", chain, "--tags", "fast,db", "-j", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains(
                        "\nblocked: c: task b has no value to give; run it first, or take its value as an Optional (optional()"
                                + " in code) to do without\n");
    }

    @Test
    @DisplayName("A value that cannot be stored is told with its reason, without places in a library")
    void run_valueCannotBeStored_reasonAlone() throws IOException {
        String file = FlowFile.write(
                folder, "Odd.java", IMPORTS + "class Odd { @Task Thread odd() { return Thread.currentThread(); } }");
        Started run = run("run", file);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("failed: odd\n    ResultException: the result cannot be stored as json")
                .doesNotContain("      at ")
                .doesNotContain("Caused by");
    }

    @Test
    @DisplayName("Help lists the default of an enum as it lists its constants")
    void help_enumDefault_asListed() throws IOException {
        String file = FlowFile.write(
                folder,
                "Units.java",
                IMPORTS
                        + "class Units { enum Unit { METRES, SEA_MILES }"
                        + " @Parameters record Options(@Default(\"SEA_MILES\") Unit unit) {}"
                        + " @Task void show(Options options) {} }");
        assertThat(run("run", file, "--help").out())
                .contains("  --unit=…  one of metres, sea-miles (default: sea-miles)\n");
    }

    @Test
    @DisplayName("A file named without its ending is pointed out")
    void run_endingForgotten_fileNamed() {
        String name = chain.substring(0, chain.length() - ".java".length());
        Started run = run("run", name);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean the file " + name + ".java?");
    }
}
