package dev.tagwerk.cli.graph;

import static dev.tagwerk.cli.graph.GraphFormat.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.FlowGraph.Node;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TextReportTest {
    @Test
    @DisplayName("TO-114, TO-115, TO-116, TO-117, TO-118, TO-119: the whole report")
    void write_smallGraph_isTheReport() throws IOException {
        assertThat(Graphs.written(Graphs.report(), TEXT)).isEqualTo("""
                        report: 5 tasks, 4 dependencies, 4 levels
                        Roots   2 3
                        Leaves  0 3

                        Tasks
                          0  chart  #plot #slow Plots the numbers
                          1  clean
                          2  load   #io Reads the rows
                          3  notes
                          4  stats  #fast

                        Edges: which tasks depend on each
                          0 -> none
                          1 -> 0 4
                          2 -> 1
                          3 -> none
                          4 -> 0

                        Levels: what could run at the same time
                          0: 2 3
                          1: 1
                          2: 4
                          3: 0

                        Longest chain: 3 dependencies
                          load -> clean -> stats -> chart

                        Fan-in: tasks with several dependencies
                          2  chart

                        Fan-out: tasks that several depend on
                          2  clean
                        """);
    }

    @Test
    @DisplayName("TO-114: one line for an empty graph")
    void write_emptyGraph_isOneLine() throws IOException {
        assertThat(Graphs.written(new FlowGraph("none", List.of()), TEXT)).isEqualTo("none: no tasks\n");
    }

    @Test
    @DisplayName("TO-118, TO-119: without dependencies the chain is the first task, and there are no hot spots")
    void write_withoutEdges_leavesSectionsOut() throws IOException {
        assertThat(Graphs.written(new FlowGraph("two", List.of(Node.of("b"), Node.of("a"))), TEXT))
                .isEqualTo("""
                        two: 2 tasks, 0 dependencies, 1 level
                        Roots   0 1
                        Leaves  0 1

                        Tasks
                          0  a
                          1  b

                        Edges: which tasks depend on each
                          0 -> none
                          1 -> none

                        Levels: what could run at the same time
                          0: 0 1

                        Longest chain: 0 dependencies
                          a
                        """);
    }

    @Test
    @DisplayName("TO-118: of more than three longest chains the first three are shown, and how many there are is said")
    void write_manyLongestChains_saysHowMany() throws IOException {
        FlowGraph graph = new FlowGraph(
                "many",
                List.of(Node.of("a"), Node.of("e", "a"), Node.of("d", "a"), Node.of("c", "a"), Node.of("b", "a")));

        assertThat(Graphs.written(graph, TEXT)).contains("""
                        Longest chain: 1 dependency (the first 3 of 4)
                          a -> b
                          a -> c
                          a -> d
                        """);
    }

    @Test
    void write_anyGraph_fitsEightyColumns() throws IOException {
        for (FlowGraph graph : List.of(Graphs.random(1, 300), Graphs.fan(500), Graphs.chain(300))) {
            assertThat(Graphs.written(graph, TEXT).lines()).allMatch(line -> line.length() <= 80);
        }
        FlowGraph wordy = new FlowGraph(
                "wordy", List.of(new Node("a".repeat(30), List.of(), "word ".repeat(40), Set.of("t".repeat(20)))));
        assertThat(Graphs.written(wordy, TEXT).lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void write_longNames_areNotCut() throws IOException {
        String name = "x".repeat(200);

        assertThat(Graphs.written(new FlowGraph("long", List.of(Node.of(name), Node.of("y", name))), TEXT))
                .contains("  0  " + name + "\n")
                .contains("  " + name + " ->\n  y\n");
    }

    @Test
    void write_controlCharacters_areVisible() throws IOException {
        assertThat(Graphs.written(Graphs.odd(), TEXT)).contains("line␊break ␇").doesNotContain("\u0007");
    }

    @Test
    void write_chainOfTenThousand_showsItsEnds() throws IOException {
        assertThat(Graphs.written(Graphs.chain(10_000), TEXT))
                .contains("Longest chain: 9999 dependencies\n  n00000 -> n00001 ->")
                .contains("… 9960 more … ->")
                .contains(" -> n09999\n");
    }

    @Test
    void write_fanOfHundredThousand_isWritten() throws IOException {
        assertThat(Graphs.written(Graphs.fan(100_000), TEXT))
                .startsWith("fan: 100002 tasks, 200000 dependencies, 3 levels\n")
                .contains("Fan-in: tasks with several dependencies\n  100000  zend\n");
    }
}
