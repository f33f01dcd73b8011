package dev.tagwerk.cli.graph;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.GraphAnalysis;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph as a picture: light or dark as the reader likes it, without scripts, always the same for the same graph.
 *
 * <p>Colours stand in classes rather than variables, because not every reader of SVG knows those.
 */
final class SvgPicture {
    /** More make a picture in which nobody finds anything. */
    static final int MOST_TASKS = 2_000;

    /** In a hint. */
    private static final int MOST_NAMES = 12;

    private static final double MARGIN = 24;
    private static final double HEADER = 52;
    private static final double ARROW_LENGTH = 7;
    private static final double ARROW_HALF = 4;
    private static final double ROUND = 8;

    private final FlowGraph graph;
    private final GraphAnalysis analysis;
    private final GraphLayout layout;
    private final TagColours colours;
    private final StringBuilder out = new StringBuilder();

    private SvgPicture(FlowGraph graph) {
        this.graph = graph;
        this.analysis = graph.analysis();
        this.layout = GraphLayout.of(graph);
        this.colours = TagColours.of(graph);
    }

    static SvgPicture of(FlowGraph graph) {
        if (graph.nodes().size() > MOST_TASKS) {
            throw new GraphTooLargeException(
                    graph.name(),
                    graph.nodes().size(),
                    "it has " + graph.nodes().size() + " tasks, and a picture of more than " + MOST_TASKS
                            + " shows nothing any more");
        }
        return new SvgPicture(graph);
    }

    void write(Appendable to) throws IOException {
        String title = TextWidth.visible(graph.name());
        String counts = counts();
        double header = Math.max(
                Lettering.width(title, 16), Lettering.width(counts, 12)); // never cut by the edge of the picture
        double width = Math.ceil(Math.max(layout.width(), header) + 2 * MARGIN);
        double height = Math.ceil(layout.height() + HEADER + 2 * MARGIN);
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tagwerk\" role=\"img\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" viewBox=\"0 0 ")
                .append(number(width))
                .append(' ')
                .append(number(height))
                .append("\">\n<title>")
                .append(escaped(graph.name()))
                .append("</title>\n<style>\n")
                .append(SvgStyle.of(colours))
                .append("</style>\n");
        out.append("<rect class=\"tw-ground\" width=\"100%\" height=\"100%\"/>\n");
        text("tw-title", MARGIN, MARGIN + 14, title);
        text("tw-counts", MARGIN, MARGIN + 32, counts);
        out.append("<g transform=\"translate(" + number(MARGIN) + " " + number(MARGIN + HEADER) + ")\">\n");
        Map<Integer, List<GraphLayout.Line>> lines = layout.lines().stream()
                .collect(Collectors.groupingBy(line -> line.from().task()));
        for (GraphLayout.Box box : layout.boxes()) {
            task(box, lines.getOrDefault(box.task(), List.of()));
        }
        out.append("</g>\n</svg>\n");
        to.append(out);
    }

    private String counts() {
        return count(analysis.size(), "task", "tasks") + " · "
                + count(analysis.edgeCount(), "dependency", "dependencies") + " · "
                + count(analysis.levels().size(), "level", "levels");
    }

    private static String count(int number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    /** A box together with the lines that leave it, so that both light up together; they lie nowhere below another box. */
    private void task(GraphLayout.Box box, List<GraphLayout.Line> lines) {
        out.append("<g class=\"tw-task\"><title>")
                .append(escaped(hint(box.task())))
                .append("</title>");
        if (!lines.isEmpty()) {
            Set<String> pieces = new LinkedHashSet<>();
            lines.forEach(line -> pieces(line, pieces));
            out.append("<path class=\"tw-edge\" d=\"")
                    .append(String.join("", pieces))
                    .append("\"/>");
        }
        box(box);
        out.append("</g>\n");
    }

    /** Piece by piece: where several lines from one task go the same way, it is drawn once. */
    private static void pieces(GraphLayout.Line line, Set<String> pieces) {
        double x = line.from().right();
        double y = line.from().middle();
        for (GraphLayout.Pass pass : line.passes()) {
            String across = pass.right() > pass.left() ? "H" + number(pass.right()) : "";
            pieces.add("M" + point(x, y) + curve(x, y, pass.left(), pass.y()) + across);
            x = pass.right();
            y = pass.y();
        }
        pieces.add("M" + point(x, y)
                + curve(x, y, line.to().x() - ARROW_LENGTH + 1, line.to().middle()));
    }

    private static String curve(double fromX, double fromY, double toX, double toY) {
        if (number(fromY).equals(number(toY))) {
            return "H" + number(toX);
        }
        double middle = (fromX + toX) / 2;
        return "C" + point(middle, fromY) + " " + point(middle, toY) + " " + point(toX, toY);
    }

    private void box(GraphLayout.Box box) {
        FlowGraph.Node node = analysis.node(box.task());
        TaskBox content = TaskBox.of(node);
        if (!analysis.parents(box.task()).isEmpty()) {
            out.append("<path class=\"tw-arrow\" d=\"M")
                    .append(point(box.x(), box.middle()))
                    .append("l")
                    .append(point(-ARROW_LENGTH, -ARROW_HALF))
                    .append("v")
                    .append(number(2 * ARROW_HALF))
                    .append("z\"/>");
        }
        out.append("<rect class=\"tw-box\" x=\"")
                .append(number(box.x()))
                .append("\" y=\"")
                .append(number(box.y()))
                .append("\" width=\"")
                .append(number(box.width()))
                .append("\" height=\"")
                .append(number(box.height()))
                .append("\" rx=\"")
                .append(number(ROUND))
                .append("\"/>");
        double baseline = content.chips().isEmpty() ? box.middle() + 4.5 : box.y() + 22;
        text("tw-name", box.x() + TaskBox.PADDING, baseline, content.name());
        double x = box.x() + TaskBox.PADDING;
        for (TaskBox.Chip chip : content.chips()) {
            chip(chip, x, box.bottom() - 9 - TaskBox.CHIP_HEIGHT);
            x += chip.width() + TaskBox.CHIP_GAP;
        }
    }

    private void chip(TaskBox.Chip chip, double x, double y) {
        String colour = chip.tag().isEmpty() ? "" : " tw-c" + colours.of(chip.tag());
        out.append("<rect class=\"tw-chip")
                .append(colour)
                .append("\" x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" width=\"")
                .append(number(chip.width()))
                .append("\" height=\"")
                .append(number(TaskBox.CHIP_HEIGHT))
                .append("\" rx=\"")
                .append(number(TaskBox.CHIP_HEIGHT / 2))
                .append("\"/>");
        text("tw-tag" + colour, x + chip.width() / 2, y + 11, chip.text());
    }

    private String hint(int task) {
        FlowGraph.Node node = analysis.node(task);
        StringBuilder hint = new StringBuilder(node.name());
        if (!node.description().isEmpty()) {
            hint.append('\n').append(node.description());
        }
        if (!node.tags().isEmpty()) {
            hint.append("\ntags: ").append(String.join(", ", node.tags()));
        }
        names(hint, "\nafter: ", analysis.parents(task));
        names(hint, "\nbefore: ", analysis.children(task));
        return hint.toString();
    }

    private void names(StringBuilder hint, String heading, List<Integer> tasks) {
        if (!tasks.isEmpty()) {
            hint.append(heading)
                    .append(tasks.stream().limit(MOST_NAMES).map(this::name).collect(Collectors.joining(", ")));
            if (tasks.size() > MOST_NAMES) {
                hint.append(" and ").append(tasks.size() - MOST_NAMES).append(" more");
            }
        }
    }

    private void text(String style, double x, double y, String text) {
        out.append("<text class=\"" + style + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\">" + escaped(text)
                + "</text>");
    }

    private String name(int task) {
        return analysis.node(task).name();
    }

    private static String point(double x, double y) {
        return number(x) + " " + number(y);
    }

    /** With one digit behind the point: finer than any screen, and the same everywhere. */
    private static String number(double value) {
        long tenths = Math.round(value * 10);
        String text = String.valueOf(Math.abs(tenths) / 10) + (tenths % 10 == 0 ? "" : "." + Math.abs(tenths) % 10);
        return tenths < 0 ? "-" + text : text;
    }

    /** For XML, in which most control characters and halves of pairs cannot stand at all. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(point -> {
            switch (point) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\n' -> escaped.append('\n');
                default -> {
                    boolean impossible = (point >= 0xD800 && point <= 0xDFFF) || (point & 0xFFFE) == 0xFFFE;
                    escaped.append(impossible ? "\uFFFD" : TextWidth.visible(Character.toString(point)));
                }
            }
        });
        return escaped.toString();
    }
}
