package dev.tagwerk.benchmarks;

import java.io.PrintStream;
import java.util.List;

/** Prints rows as they come, in columns of fixed width. For one thread at a time. */
final class TextTable {
    private static final int[] WIDTHS = {24, 8, 8, 6, 9, 22, 7, 8, 10, 22, 22, 24};
    /** From this width on, everything is shown. */
    private static final int ALL = 175;

    private static final int PEERS_FROM = 100;

    private final PrintStream out;
    private final int width;

    TextTable(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    void heads() {
        row(Rows.HEADS);
    }

    void row(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (!isShown(i)) {
                continue;
            }
            String cell = cells.get(i);
            String blanks = " ".repeat(Math.max(0, WIDTHS[i] - cell.length()));
            boolean left = i == 0 || i == 5 || i >= 9;
            line.append(left ? cell + blanks : blanks + cell);
            line.append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    /** A narrow terminal shows the figures of ours and the floor; one of 100 columns the peers, too; a wide one everything. */
    private boolean isShown(int column) {
        if (column >= Rows.NARROW) {
            return width >= ALL;
        }
        return width >= PEERS_FROM || (column != 5 && column != 6);
    }
}
