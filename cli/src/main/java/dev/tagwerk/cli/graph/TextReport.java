package dev.tagwerk.cli.graph;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.GraphAnalysis;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The report on a graph: tasks go by numbers where many stand together, so that it can be read at 80 columns. Names are never
 * cut.
 */
final class TextReport {
    private static final int COLUMNS = 80;
    private static final int LONGEST_NAME_COLUMN = 40;
    private static final int SHORTEST_DESCRIPTION = 10;

    /** Of a longer chain the beginning and the end are shown. */
    private static final int LONGEST_CHAIN = 60;

    private static final int SHOWN_OF_EACH_END = 20;
    private static final String ARROW = "->";

    private final FlowGraph graph;
    private final GraphAnalysis analysis;
    private final Appendable out;
    private final int digits;

    TextReport(FlowGraph graph, Appendable out) {
        this.graph = graph;
        this.analysis = graph.analysis();
        this.out = out;
        this.digits = String.valueOf(Math.max(0, analysis.size() - 1)).length();
    }

    void write() throws IOException {
        String name = TextWidth.visible(graph.name());
        if (analysis.size() == 0) {
            line(name + ": no tasks");
            return;
        }
        line(name + ": " + count(analysis.size(), "task", "tasks") + ", "
                + count(analysis.edgeCount(), "dependency", "dependencies") + ", "
                + count(analysis.levels().size(), "level", "levels"));
        wrapped("Roots   ", numbers(analysis.roots()));
        wrapped("Leaves  ", numbers(analysis.leaves()));
        tasks();
        edges();
        levels();
        chains();
        hotSpots(
                "Fan-in: tasks with several dependencies",
                analysis.fanIn(),
                i -> analysis.parents(i).size());
        hotSpots(
                "Fan-out: tasks that several depend on",
                analysis.fanOut(),
                i -> analysis.children(i).size());
    }

    private void tasks() throws IOException {
        heading("Tasks");
        int column = IntStream.range(0, analysis.size())
                .map(i -> TextWidth.of(name(i)))
                .filter(width -> width <= LONGEST_NAME_COLUMN)
                .max()
                .orElse(0);
        for (int i = 0; i < analysis.size(); i++) {
            StringBuilder text = new StringBuilder("  " + number(i) + "  " + name(i));
            int gap = Math.max(0, column - TextWidth.of(name(i))) + 2;
            String more = remarks(i);
            int room = COLUMNS - TextWidth.of(text.toString()) - gap;
            if (!more.isEmpty() && room >= Math.min(SHORTEST_DESCRIPTION, TextWidth.of(more))) {
                text.append(" ".repeat(gap)).append(TextWidth.cut(more, room));
            }
            line(text.toString());
        }
    }

    private String remarks(int task) {
        FlowGraph.Node node = analysis.node(task);
        List<String> parts = new ArrayList<>();
        node.tags().forEach(tag -> parts.add("#" + TextWidth.visible(tag)));
        if (!node.description().isEmpty()) {
            parts.add(TextWidth.visible(node.description()));
        }
        return String.join(" ", parts);
    }

    private void edges() throws IOException {
        heading("Edges: which tasks depend on each");
        for (int i = 0; i < analysis.size(); i++) {
            List<Integer> children = analysis.children(i);
            wrapped("  " + number(i) + " " + ARROW + " ", children.isEmpty() ? List.of("none") : numbers(children));
        }
    }

    private void levels() throws IOException {
        heading("Levels: what could run at the same time");
        int width = String.valueOf(analysis.levels().size() - 1).length();
        for (int level = 0; level < analysis.levels().size(); level++) {
            wrapped("  " + pad(level, width) + ": ", numbers(analysis.levels().get(level)));
        }
    }

    private void chains() throws IOException {
        int ends = analysis.levels().get(analysis.levels().size() - 1).size();
        List<List<Integer>> chains = analysis.longestChains();
        heading("Longest chain: " + count(analysis.longestLength(), "dependency", "dependencies")
                + (chains.size() < ends && analysis.longestLength() > 0
                        ? " (the first " + chains.size() + " of " + ends + ")"
                        : ""));
        for (List<Integer> chain : chains) {
            wrapped("  ", arrows(chain));
        }
    }

    private List<String> arrows(List<Integer> chain) {
        List<String> words = new ArrayList<>();
        boolean cut = chain.size() > LONGEST_CHAIN;
        for (int i = 0; i < chain.size(); i++) {
            if (cut && i == SHOWN_OF_EACH_END) {
                int left = chain.size() - 2 * SHOWN_OF_EACH_END;
                words.add("… " + left + " more …");
                i += left;
            }
            words.add(name(chain.get(i)));
        }
        for (int i = 0; i < words.size() - 1; i++) {
            words.set(i, words.get(i) + " " + ARROW);
        }
        return words;
    }

    private void hotSpots(String title, List<Integer> tasks, IntUnaryOperator count) throws IOException {
        if (tasks.isEmpty()) {
            return;
        }
        heading(title);
        int width = tasks.stream()
                .mapToInt(task -> String.valueOf(count.applyAsInt(task)).length())
                .max()
                .orElse(0);
        for (int task : tasks) {
            line("  " + pad(count.applyAsInt(task), width) + "  " + name(task));
        }
    }

    private void heading(String title) throws IOException {
        line("");
        line(title);
    }

    /** Words after a beginning, in as many lines as it takes, the further ones below the first word. */
    private void wrapped(String beginning, List<String> words) throws IOException {
        StringBuilder text = new StringBuilder(beginning);
        int indent = TextWidth.of(beginning);
        int width = indent;
        boolean first = true;
        for (String word : words) {
            int more = TextWidth.of(word) + (first ? 0 : 1);
            if (!first && width + more > COLUMNS) {
                line(text.toString());
                text.setLength(0);
                text.append(" ".repeat(indent));
                width = indent;
                first = true;
                more--;
            }
            text.append(first ? "" : " ").append(word);
            width += more;
            first = false;
        }
        line(text.toString());
    }

    private void line(String text) throws IOException {
        out.append(text).append('\n');
    }

    private String name(int task) {
        return TextWidth.visible(analysis.node(task).name());
    }

    private String number(int task) {
        return pad(task, digits);
    }

    private static List<String> numbers(List<Integer> tasks) {
        return tasks.stream().map(String::valueOf).toList();
    }

    private static String pad(int number, int width) {
        String text = String.valueOf(number);
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }
}
