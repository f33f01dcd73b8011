package dev.tagwerk.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.flow.FlowGraph;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Mermaid, DOT and JSON. */
class GraphTextsTest {
    @Test
    void mermaid_smallGraph_isAFlowchart() throws IOException {
        assertThat(Graphs.written(Graphs.report(), GraphFormat.MERMAID)).isEqualTo("""
                        ---
                        title: "report"
                        ---
                        flowchart LR
                            n0["chart"]
                            n1["clean"]
                            n2["load"]
                            n3["notes"]
                            n4["stats"]
                            n1 --> n0
                            n1 --> n4
                            n2 --> n1
                            n4 --> n0
                            classDef c0 fill:#dbeafe,stroke:#3b82f6,color:#1e40af
                            classDef c1 fill:#dcfce7,stroke:#22a55b,color:#166534
                            classDef c2 fill:#fef3c7,stroke:#d99a06,color:#854d0e
                            class n0 c2
                            class n2 c1
                            class n4 c0
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "plain name_1 | plain name_1",
                "build::[env] | build::#91;env#93;",
                "a\"b<c>&d | a#34;b#60;c#62;#38;d",
                "#35; | #35;35#59;",
                "1. one | 1#46; one",
                "12) two | 12#41; two",
                "- dash - | #45; dash -",
                "__init__ a_b | #95;#95;init#95;#95; a_b",
                "`**x**` | #96;#42;#42;x#42;#42;#96;",
                "fa:fa-car a:b | fa#58;fa-car a:b",
                "ünï 日本 | ünï 日本"
            })
    void mermaidLabel_ofAnyName_leavesNothingToInterpret(String name, String label) {
        assertThat(MermaidText.label(name)).isEqualTo(label);
    }

    @Test
    void mermaidLabel_ofEmptyName_isNotEmpty() {
        assertThat(MermaidText.label("")).isEqualTo(" ");
    }

    @Test
    void dot_smallGraph_isADigraph() throws IOException {
        assertThat(Graphs.written(Graphs.report(), GraphFormat.DOT)).isEqualTo("""
                        digraph "report" {
                            rankdir=LR
                            node [shape=box, style="rounded,filled", fillcolor="white", fontname="sans-serif"]
                            n0 [label="chart", tooltip="Plots the numbers", fillcolor="#fef3c7", color="#d99a06"]
                            n1 [label="clean"]
                            n2 [label="load", tooltip="Reads the rows", fillcolor="#dcfce7", color="#22a55b"]
                            n3 [label="notes"]
                            n4 [label="stats", fillcolor="#dbeafe", color="#3b82f6"]
                            n1 -> n0
                            n1 -> n4
                            n2 -> n1
                            n4 -> n0
                        }
                        """);
    }

    @Test
    void dot_oddNames_areQuoted() {
        assertThat(DotText.quoted("a\"b\\N&lt;\n")).isEqualTo("\"a\\\"b\\\\N&amp;lt;␊\"");
    }

    @Test
    void json_smallGraph_isOneLine() throws IOException {
        assertThat(Graphs.written(Graphs.report(), GraphFormat.JSON))
                .isEqualTo("{\"type\":\"graph\",\"name\":\"report\",\"tasks\":["
                        + "{\"number\":0,\"name\":\"chart\",\"description\":\"Plots the numbers\",\"tags\":[\"plot\",\"slow\"],"
                        + "\"level\":3,\"dependencies\":[\"clean\",\"stats\"],\"dependents\":[]},"
                        + "{\"number\":1,\"name\":\"clean\",\"description\":\"\",\"tags\":[],"
                        + "\"level\":1,\"dependencies\":[\"load\"],\"dependents\":[\"chart\",\"stats\"]},"
                        + "{\"number\":2,\"name\":\"load\",\"description\":\"Reads the rows\",\"tags\":[\"io\"],"
                        + "\"level\":0,\"dependencies\":[],\"dependents\":[\"clean\"]},"
                        + "{\"number\":3,\"name\":\"notes\",\"description\":\"\",\"tags\":[],"
                        + "\"level\":0,\"dependencies\":[],\"dependents\":[]},"
                        + "{\"number\":4,\"name\":\"stats\",\"description\":\"\",\"tags\":[\"fast\"],"
                        + "\"level\":2,\"dependencies\":[\"clean\"],\"dependents\":[\"chart\"]}],"
                        + "\"dependencies\":4,\"roots\":[\"load\",\"notes\"],\"leaves\":[\"chart\",\"notes\"],"
                        + "\"levels\":4,\"longestLength\":3,"
                        + "\"longestChains\":[[\"load\",\"clean\",\"stats\",\"chart\"]]}\n");
    }

    @ParameterizedTest
    @EnumSource(GraphFormat.class)
    void anyFormat_ofEmptyAndOddGraphs_isWritten(GraphFormat format) throws IOException {
        assertThat(Graphs.written(new FlowGraph("none", List.of()), format)).endsWith("\n");
        assertThat(Graphs.written(Graphs.odd(), format)).endsWith("\n").doesNotContain("\u0007");
    }

    @ParameterizedTest
    @EnumSource(
            value = GraphFormat.class,
            names = {"SVG"},
            mode = EnumSource.Mode.EXCLUDE)
    void anyText_ofLargeGraphs_isWritten(GraphFormat format) throws IOException {
        assertThat(Graphs.written(Graphs.chain(10_000), format).length()).isGreaterThan(100_000);
        assertThat(Graphs.written(Graphs.fan(100_000), format).length()).isGreaterThan(1_000_000);
    }
}
