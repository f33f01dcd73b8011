package dev.tagwerk.cli.graph;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.GraphAnalysis;
import java.io.IOException;

/** A graph in the language of Graphviz. Tasks go by numbers; names are labels, in which nothing is left to interpret. */
final class DotText {
    private final FlowGraph graph;
    private final GraphAnalysis analysis;
    private final TagColours colours;
    private final Appendable out;

    DotText(FlowGraph graph, Appendable out) {
        this.graph = graph;
        this.analysis = graph.analysis();
        this.colours = TagColours.of(graph);
        this.out = out;
    }

    void write() throws IOException {
        out.append("digraph ").append(quoted(graph.name())).append(" {\n");
        out.append("    rankdir=LR\n");
        out.append("    node [shape=box, style=\"rounded,filled\", fillcolor=\"white\", fontname=\"sans-serif\"]\n");
        for (int i = 0; i < analysis.size(); i++) {
            FlowGraph.Node node = analysis.node(i);
            out.append("    n" + i + " [label=").append(quoted(node.name()));
            if (!node.description().isEmpty()) {
                out.append(", tooltip=").append(quoted(node.description()));
            }
            if (!node.tags().isEmpty()) {
                int colour = colours.of(node.tags().iterator().next());
                out.append(
                        ", fillcolor=\"" + TagColours.fill(colour) + "\", color=\"" + TagColours.stroke(colour) + "\"");
            }
            out.append("]\n");
        }
        for (int i = 0; i < analysis.size(); i++) {
            for (int child : analysis.children(i)) {
                out.append("    n" + i + " -> n" + child + "\n");
            }
        }
        out.append("}\n");
    }

    /** Graphviz would read backslashes as commands and entities of HTML as characters. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : TextWidth.visible(text).toCharArray()) {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '&' -> quoted.append("&amp;");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
