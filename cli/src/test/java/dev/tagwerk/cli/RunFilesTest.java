package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code tagwerk run} says of files that are not right, and of their parameters. */
@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock") // lines of a program read better one by one
class RunFilesTest {
    @TempDir
    Path folder;

    private Started run(String name, String text, String... words) throws IOException {
        String[] all = new String[words.length + 2];
        all[0] = "run";
        all[1] = FlowFile.write(folder, name, text);
        System.arraycopy(words, 0, all, 2, words.length);
        return Started.run(folder, all);
    }

    @Test
    @DisplayName("TO-108: errors of the compiler are shown as javac shows them, with lines and carets")
    void run_compileError_asJavacShowsIt() throws IOException {
        Started run = run("Wrong.java", "class Wrong {\n\tint number() { return \"x\"; }\n}\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("Wrong.java:2: error: incompatible types: String cannot be converted to int\n"
                        + "\tint number() { return \"x\"; }\n\t                      ^\n1 error\n");
    }

    @Test
    void run_definitionErrors_allListed() throws IOException {
        Started run = run("Def.java", """
                import dev.tagwerk.flow.From;
                import dev.tagwerk.flow.Task;

                class Def {
                    @Task int load() { return 1; }
                    @Task void a(@From("laod") int x) { }
                    @Task(after = "d") void c() { }
                    @Task(after = "c") void d() { }
                }
                """);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(" has 2 problems:\n  - task a comes after laod")
                .contains("did you mean load?")
                .contains("\n  - these tasks wait for each other: c -> d -> c");
    }

    @Test
    @DisplayName("TO-095: a file without tasks is told, and ends with 2")
    void run_noTasks_isTold() throws IOException {
        Started run = run("Empty.java", "class Empty { }\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("class Empty has no tasks; expected methods marked @Task");
    }

    @Test
    @DisplayName("TO-114: a flow without tasks is well")
    void run_emptyFlow_isGood() throws IOException {
        Started run = run(
                "Nothing.java",
                "class Nothing { static dev.tagwerk.Flow flow() { return dev.tagwerk.Flow.named(\"nothing\"); } }\n");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("nothing: no tasks; ");
    }

    @Test
    void run_otherJava_isRefused() throws IOException {
        Started run = run("Java99.java", "//JAVA 99\nclass Java99 { }\n");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("Java99.java:1: //JAVA 99: this file wants Java 99");
    }

    @Test
    @DisplayName(
            "TO-092, TO-099: parameters are typed; what is missing, unknown or unreadable is refused before anything runs")
    void run_parameters_typedAndChecked() throws IOException {
        assertThat(run("Named.java", FlowFile.PARAMETERS).err()).contains("rows is missing");
        assertThat(run("Named.java", FlowFile.PARAMETERS, "--rows=x").err()).contains("\"x\" is not a whole number");
        assertThat(run("Named.java", FlowFile.PARAMETERS, "--rows=1", "--moode=x")
                        .err())
                .contains("neither run nor the file knows --moode; did you mean --mode?");
        assertThat(folder.resolve("store.db")).doesNotExist();

        assertThat(run("Named.java", FlowFile.PARAMETERS, "--rows=3", "--loud=true")
                        .code())
                .isZero();
        assertThat(Started.run(folder, "log", "show", "--output").out())
                .isEqualTo("Options[rows=3, mode=fast, loud=true]\n");
        assertThat(run("Named.java", FlowFile.PARAMETERS, "--help").out())
                .contains("--rows=…  a whole number (required)")
                .contains("(default: fast)");
    }

    @Test
    @DisplayName("a task that takes parameters runs again when they have changed, others do not")
    void run_otherParameters_runAgain() throws IOException {
        run("Named.java", FlowFile.PARAMETERS, "--rows=3");
        assertThat(run("Named.java", FlowFile.PARAMETERS, "--rows=3").out()).contains("2 tasks: 2 up to date");
        assertThat(run("Named.java", FlowFile.PARAMETERS, "--rows=4", "--dry-run")
                        .out())
                .contains("would run  show  (its fingerprint or a parameter has changed)");
        assertThat(run("Named.java", FlowFile.PARAMETERS, "--rows=4").out())
                .contains("✓ show")
                .contains("1 completed, 1 up to date");
        run("Free.java", FlowFile.FREE, "--a=1");
        assertThat(run("Free.java", FlowFile.FREE).out()).contains("✓ show");
    }

    @Test
    @DisplayName("TO-091: a file that takes any parameter gets them as texts, split at the first =")
    void run_freeParameters_asTexts() throws IOException {
        assertThat(run("Free.java", FlowFile.FREE, "--s=1", "--b=c=d").code()).isZero();
        assertThat(Started.run(folder, "log", "show", "--output").out()).isEqualTo("{b=c=d, s=1}\n");
        assertThat(run("Free.java", FlowFile.FREE, "--help").out()).contains("any name may be given");
    }

    @Test
    @DisplayName("W-11: a parameter cannot be called like an option of ours")
    void run_parameterCalledLikeAnOption_isRefused() throws IOException {
        Started run = run("Own.java", """
                import dev.tagwerk.flow.Parameters;
                import dev.tagwerk.flow.Task;

                class Own {
                    @Parameters record Options(String store, int workers, int rows) {}
                    @Task void show(Options options) { }
                }
                """);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--store, --workers are options of tagwerk run");
    }
}
