package dev.tagwerk.cli.graph;

import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.FlowGraph.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Graphs to draw. */
final class Graphs {
    private Graphs() {}

    static FlowGraph report() {
        return new FlowGraph(
                "report",
                List.of(
                        new Node("load", List.of(), "Reads the rows", Set.of("io")),
                        new Node("clean", List.of("load"), "", Set.of()),
                        new Node("stats", List.of("clean"), "", Set.of("fast")),
                        new Node("chart", List.of("clean", "stats"), "Plots the numbers", Set.of("slow", "plot")),
                        new Node("notes", List.of(), "", Set.of())));
    }

    static FlowGraph odd() {
        return new FlowGraph(
                "<a> \"b\" & c",
                List.of(
                        Node.of("build::[env]"),
                        Node.of("1. \"quoted\" <b>&amp;</b> \\N", "build::[env]"),
                        Node.of("#35; `x` __init__ snake_case", "build::[env]"),
                        Node.of("line\nbreak \u0007 \uD800 \uFFFF ünï 日本"),
                        Node.of("")));
    }

    static FlowGraph chain(int length) {
        return new FlowGraph(
                "chain",
                IntStream.range(0, length)
                        .mapToObj(i -> i == 0 ? Node.of(id(0)) : Node.of(id(i), id(i - 1)))
                        .toList());
    }

    static FlowGraph fan(int width) {
        List<Node> nodes = new ArrayList<>(List.of(Node.of("start")));
        IntStream.range(0, width).forEach(i -> nodes.add(Node.of(id(i), "start")));
        nodes.add(
                new Node("zend", IntStream.range(0, width).mapToObj(Graphs::id).toList(), "", Set.of()));
        return new FlowGraph("fan", nodes);
    }

    static FlowGraph random(long seed, int size) {
        Random random = new Random(seed);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Set<String> dependencies = new TreeSet<>();
            for (int j = i == 0 ? 0 : random.nextInt(4); j > 0; j--) {
                dependencies.add(id(Math.max(0, i - 1 - random.nextInt(15))));
            }
            Set<String> tags = random.nextInt(3) == 0 ? Set.of("tag " + random.nextInt(12), "java") : Set.of();
            nodes.add(new Node(id(i), List.copyOf(dependencies), "", tags));
        }
        return new FlowGraph("random " + seed, nodes);
    }

    static String id(int number) {
        return String.format("n%05d", number);
    }

    static String written(FlowGraph graph, GraphFormat format) throws IOException {
        StringBuilder text = new StringBuilder();
        format.write(graph, text);
        return text.toString();
    }
}
