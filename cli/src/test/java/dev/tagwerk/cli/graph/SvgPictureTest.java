package dev.tagwerk.cli.graph;

import static dev.tagwerk.cli.graph.GraphFormat.SVG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.FlowGraph.Node;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgPictureTest {
    @Test
    void write_anyNames_isSoundXml() throws Exception {
        Document document = parsed(Graphs.written(Graphs.odd(), SVG));

        assertThat(document.getDocumentElement().getTagName()).isEqualTo("svg");
        assertThat(texts(document, "title"))
                .contains("<a> \"b\" & c", "1. \"quoted\" <b>&amp;</b> \\N\nafter: build::[env]")
                .anyMatch(title -> title.startsWith("line\nbreak ␇ \uFFFD \uFFFD ünï 日本"));
        assertThat(texts(document, "text")).contains("build::[env]", "1. \"quoted\" <b>&amp;</b> \\N");
    }

    @Test
    void write_graph_showsEachTaskAndItsTags() throws Exception {
        Document document = parsed(Graphs.written(Graphs.report(), SVG));

        assertThat(texts(document, "text"))
                .containsExactlyInAnyOrder(
                        "report",
                        "5 tasks · 4 dependencies · 4 levels",
                        "chart",
                        "clean",
                        "load",
                        "notes",
                        "stats",
                        "plot",
                        "slow",
                        "io",
                        "fast");
        assertThat(texts(document, "title"))
                .contains("chart\nPlots the numbers\ntags: plot, slow\nafter: clean, stats");
        assertThat(elements(document, "rect").stream()
                        .filter(rect -> rect.getAttribute("class").equals("tw-box")))
                .hasSize(5);
    }

    @Test
    void write_longNames_areElidedAndWholeInTheTitle() throws Exception {
        String name = "com.example." + "x".repeat(300) + ".Last";
        Document document = parsed(Graphs.written(
                new FlowGraph("long", List.of(new Node(name, List.of(), "", Set.of("t".repeat(100), "u")))), SVG));

        assertThat(texts(document, "title")).anyMatch(title -> title.startsWith(name + "\n"));
        assertThat(texts(document, "text"))
                .noneMatch(text -> text.length() > 50)
                .anyMatch(text -> text.startsWith("com.example.") && text.contains("…") && text.endsWith(".Last"));
    }

    @Test
    void write_manyTags_saysHowManyMore() throws Exception {
        Set<String> tags = IntStream.range(0, 30).mapToObj(i -> "tag" + i).collect(java.util.stream.Collectors.toSet());

        Document document =
                parsed(Graphs.written(new FlowGraph("tags", List.of(new Node("a", List.of(), "", tags))), SVG));

        long shown = texts(document, "text").stream()
                .filter(text -> text.startsWith("tag") && !text.equals("tags"))
                .count();
        assertThat(texts(document, "text")).contains("+" + (30 - shown));
    }

    @Test
    void write_always_isForLightAndDarkAndWithoutScripts() throws IOException {
        assertThat(Graphs.written(Graphs.report(), SVG))
                .contains("@media (prefers-color-scheme:dark)")
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("href");
    }

    @Test
    void write_tasksInAnotherOrder_givesTheSamePicture() throws IOException {
        for (int seed = 0; seed < 10; seed++) {
            FlowGraph graph = Graphs.random(seed, 60);
            List<Node> nodes = new ArrayList<>(graph.nodes());
            Collections.shuffle(nodes, new Random(seed));

            assertThat(Graphs.written(new FlowGraph(graph.name(), nodes), SVG)).isEqualTo(Graphs.written(graph, SVG));
        }
    }

    @Test
    void write_tooManyTasks_saysWhatToDo() {
        assertThatThrownBy(() -> Graphs.written(Graphs.fan(2_000), SVG))
                .isInstanceOf(GraphTooLargeException.class)
                .hasMessageContaining("2002 tasks")
                .hasMessageContaining("--format dot");
    }

    @Test
    void write_edgesThatReachTooFar_saysWhatToDo() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            nodes.add(i == 0 ? Node.of(Graphs.id(0)) : Node.of(Graphs.id(i), Graphs.id(i - 1), Graphs.id(i / 2)));
        }

        assertThatThrownBy(() -> Graphs.written(new FlowGraph("far", nodes), SVG))
                .isInstanceOf(GraphTooLargeException.class)
                .hasMessageContaining("reach too far")
                .hasMessageContaining("--format dot");
    }

    private static Document parsed(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }

    private static List<Element> elements(Document document, String tag) {
        NodeList found = document.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static List<String> texts(Document document, String tag) {
        return elements(document, tag).stream().map(Element::getTextContent).toList();
    }
}
