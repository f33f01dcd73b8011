package dev.tagwerk.cli.graph;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.GraphAnalysis;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A flowchart in the language of Mermaid. Tasks go by numbers; names are labels, in which whatever Mermaid or the Markdown and
 * HTML below it could take for markup stands as an entity.
 */
final class MermaidText {
    /** Safe in labels besides letters and digits; the rest of ASCII is not. */
    private static final String PLAIN = " :/.,()=+!?%~'-_";

    private final FlowGraph graph;
    private final GraphAnalysis analysis;
    private final TagColours colours;
    private final Appendable out;

    MermaidText(FlowGraph graph, Appendable out) {
        this.graph = graph;
        this.analysis = graph.analysis();
        this.colours = TagColours.of(graph);
        this.out = out;
    }

    void write() throws IOException {
        out.append("---\ntitle: \"").append(yaml(graph.name())).append("\"\n---\nflowchart LR\n");
        for (int i = 0; i < analysis.size(); i++) {
            out.append("    n").append(String.valueOf(i)).append("[\"");
            out.append(label(analysis.node(i).name())).append("\"]\n");
        }
        for (int i = 0; i < analysis.size(); i++) {
            for (int child : analysis.children(i)) {
                out.append("    n" + i + " --> n" + child + "\n");
            }
        }
        Map<Integer, Integer> colourOf = new TreeMap<>();
        for (int i = 0; i < analysis.size(); i++) {
            for (String tag : analysis.node(i).tags()) {
                colourOf.putIfAbsent(i, colours.of(tag));
            }
        }
        for (int colour : new TreeSet<>(colourOf.values())) {
            out.append("    classDef c" + colour + " fill:" + TagColours.fill(colour) + ",stroke:"
                    + TagColours.stroke(colour) + ",color:" + TagColours.ink(colour) + "\n");
        }
        for (Map.Entry<Integer, Integer> entry : colourOf.entrySet()) {
            out.append("    class n" + entry.getKey() + " c" + entry.getValue() + "\n");
        }
    }

    static String label(String name) {
        String text = TextWidth.visible(name);
        StringBuilder label = new StringBuilder();
        boolean marked = false; // a list of Markdown begins with a sign, or with a number and a sign
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean icon = c == ':' && text.startsWith("fa-", i + 1);
            boolean markup = icon || (c == '_' && !besideLetters(text, i)) || (!marked && isListSign(c));
            boolean plain = c >= 0x80 || isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
            if (plain && !markup) {
                label.append(c);
            } else {
                label.append('#').append((int) c).append(';');
            }
            marked |= !Character.isDigit(c);
        }
        return label.isEmpty() ? " " : label.toString();
    }

    private static boolean isListSign(char c) {
        return "-+.)".indexOf(c) >= 0;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean besideLetters(String text, int at) {
        return at > 0
                && at < text.length() - 1
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at + 1));
    }

    private static String yaml(String text) {
        StringBuilder escaped = new StringBuilder();
        for (char c : TextWidth.visible(text).toCharArray()) {
            escaped.append(c == '"' || c == '\\' ? "\\" + c : String.valueOf(c));
        }
        return escaped.toString();
    }
}
