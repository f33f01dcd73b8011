package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
@SuppressWarnings("StringConcatToTextBlock") // lines of a program read better one by one
class GraphCommandTest {
    @TempDir
    Path folder;

    private String chain = "";

    @BeforeEach
    void write() throws IOException {
        chain = FlowFile.write(folder, "Chain.java", FlowFile.CHAIN);
    }

    @Test
    @DisplayName("TO-098, TO-110, TO-115: the report names nodes, edges, levels and chains, and nothing runs")
    void graph_text_isTheReport() {
        Started graph = Started.run(folder, "graph", chain);
        assertThat(graph.code()).isZero();
        assertThat(graph.out()).contains("a", "b", "c", "z").containsIgnoringCase("levels");
        assertThat(folder.resolve("store.db")).doesNotExist();
    }

    @Test
    @DisplayName("TO-110: only what is selected is shown, with edges across what is left out")
    void graph_selection_isBridged() {
        assertThat(Started.run(folder, "graph", chain + "::+b", "--json").out())
                .contains("\"a\"", "\"b\"")
                .doesNotContain("\"z\"");
        Started tagged = Started.run(folder, "graph", chain, "--tags", "fast,db", "--format", "dot");
        assertThat(tagged.out()).contains("digraph", "->").doesNotContain("\"b\"");
    }

    @ParameterizedTest
    @CsvSource({"text,Chain", "mermaid,flowchart", "dot,digraph", "json,{", "svg,<svg", "SVG,<svg"})
    void graph_formats_areWritten(String format, String part) {
        Started graph = Started.run(folder, "graph", chain, "--format", format);
        assertThat(graph.code()).isZero();
        assertThat(graph.out()).containsIgnoringCase(part);
    }

    @Test
    void graph_unknownFormat_listsThoseThatThereAre() {
        Started graph = Started.run(folder, "graph", chain, "--format", "png");
        assertThat(graph.code()).isEqualTo(2);
        assertThat(graph.out()).isEmpty();
        assertThat(graph.err())
                .containsIgnoringCase("png")
                .containsIgnoringCase("mermaid")
                .containsIgnoringCase("svg");
    }

    @Test
    @DisplayName("TO-114: an empty flow has a picture, too")
    void graph_emptyFlow_isShown() throws IOException {
        String file = FlowFile.write(
                folder,
                "Nothing.java",
                "class Nothing { static dev.tagwerk.Flow flow() { return dev.tagwerk.Flow.named(\"nothing\"); } }\n");
        for (String format : new String[] {"text", "mermaid", "dot", "json", "svg"}) {
            Started graph = Started.run(folder, "graph", file, "--format", format);
            assertThat(graph.code()).as(format).isZero();
            assertThat(graph.out()).as(format).isNotEmpty();
        }
    }

    @Test
    void completion_knowsTheCommands() {
        assertThat(Started.run(folder, "completion", "bash").out())
                .contains("run", "graph", "--fail-fast", "--format", "--dry-run");
    }
}
