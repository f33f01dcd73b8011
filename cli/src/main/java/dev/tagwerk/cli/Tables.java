package dev.tagwerk.cli;

import dev.tagwerk.cli.text.TextWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A plain text table for people, with a head and aligned columns. For one thread at a time.
 *
 * <p>Control characters in cells are shown as signs. If the rows are wider than the terminal, the widest columns on the left
 * side of their cells give way first and cells are cut with {@code …}; numbers are never cut.
 */
final class Tables {
    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    /** Where the text of a column stands. */
    enum Align {
        LEFT,
        RIGHT
    }

    /** The head of a column. Immutable. */
    record Column(String title, Align align) {
        static Column left(String title) {
            return new Column(title, Align.LEFT);
        }

        static Column right(String title) {
            return new Column(title, Align.RIGHT);
        }
    }

    /** How a cell looks where there are colours; the text alone must say everything. */
    enum Style {
        PLAIN(""),
        BOLD("1"),
        FAINT("2"),
        GOOD("32"),
        ACTIVE("33"),
        BAD("31"),
        WORST("1;31"),
        CHANGED("35"),
        HELD("34");

        private final String code;

        Style(String code) {
            this.code = code;
        }

        /** Returns {@code text} in this style, or unchanged without colours. */
        String on(String text, boolean colours) {
            return colours && !code.isEmpty() && !text.isEmpty() ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
        }
    }

    /** One cell. Immutable. */
    record Cell(String text, Style style) {
        Cell {
            text = TextWidth.visible(text);
        }
    }

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    Tables(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream()
                .map(column -> new Cell(column.title(), Style.BOLD))
                .toList());
    }

    /** Adds a row of plain cells. */
    Tables row(String... cells) {
        return row(Arrays.stream(cells).map(text -> new Cell(text, Style.PLAIN)).toList());
    }

    /** Adds a row with one cell per column. */
    Tables row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "row has " + cells.size() + " cells, expected " + columns.size() + ": " + cells);
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /**
     * Returns the lines of the table, the head first, without blanks at the end.
     *
     * @param width the terminal's width; empty if nothing is to be cut
     * @param colours whether styles are used
     */
    List<String> lines(OptionalInt width, boolean colours) {
        int[] widths = widths();
        if (width.isPresent()) {
            shrink(widths, width.getAsInt());
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (List<Cell> row : rows) {
            lines.add(line(row, widths, colours));
        }
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (List<Cell> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], TextWidth.of(row.get(i).text()));
            }
        }
        return widths;
    }

    private void shrink(int[] widths, int limit) {
        int surplus = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - limit;
        while (surplus > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                boolean gives = columns.get(i).align() == Align.LEFT && widths[i] > NARROWEST;
                if (gives && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            surplus--;
        }
    }

    private String line(List<Cell> row, int[] widths, boolean colours) {
        StringBuilder line = new StringBuilder();
        int owed = 0;
        for (int i = 0; i < widths.length; i++) {
            String text = TextWidth.cut(row.get(i).text(), widths[i]);
            int room = widths[i] - TextWidth.of(text);
            boolean right = columns.get(i).align() == Align.RIGHT;
            owed += right ? room : 0;
            if (!text.isEmpty()) {
                // Blanks are written only once something follows them, so that no line ends in one.
                line.append(" ".repeat(owed)).append(row.get(i).style().on(text, colours));
                owed = 0;
            }
            owed += (right ? 0 : room) + GAP.length();
        }
        return line.toString();
    }
}
