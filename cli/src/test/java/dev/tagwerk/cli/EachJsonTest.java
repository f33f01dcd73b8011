package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock") // lines of a program read better one by one
class EachJsonTest {
    @TempDir
    Path folder;

    @Test
    void each_json_oneObjectPerEndAndOneForAll() {
        Started run = Started.run(folder, "each", "--json", "-j", "1", "--shell", "echo {}; exit {}", ":::", "0", "1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines()).hasSize(3);
        assertThat(run.out())
                .contains("{\"type\":\"item\",\"item\":\"0\",\"outcome\":\"completed\",")
                .contains("{\"type\":\"item\",\"item\":\"1\",\"outcome\":\"failed\",")
                .contains("\"message\":\"exit status 1\"")
                .contains(
                        "\"good\":false,\"items\":2,\"repeated\":0,\"completed\":1,\"refused\":0,\"failed\":1,\"open\":0");
    }

    @Test
    void each_jsonAgain_hasNothingToDo() {
        Started.run(folder, "each", "--json", "true", ":::", "a");
        Started again = Started.run(folder, "each", "--json", "true", ":::", "a");
        assertThat(again.code()).isZero();
        assertThat(again.out().lines()).hasSize(1);
        assertThat(again.out())
                .contains("\"type\":\"each\"")
                .contains("\"good\":true")
                .contains("\"completed\":0");
    }

    @Test
    void each_jsonDryRun_listsCommands() {
        Started run = Started.run(folder, "each", "--json", "--dry-run", "echo", ":::", "a b");
        assertThat(run.out()).isEqualTo("{\"type\":\"plan\",\"item\":\"a b\",\"command\":\"echo 'a b'\"}\n");
        assertThat(run.err()).isEmpty();
        assertThat(Started.run(folder, "each", "--json", "--keep-order", "true", ":::", "a")
                        .code())
                .isEqualTo(2);
    }
}
