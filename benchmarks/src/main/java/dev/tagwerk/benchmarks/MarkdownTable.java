package dev.tagwerk.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The table as Markdown, to be pasted. */
final class MarkdownTable {
    private MarkdownTable() {}

    static String of(List<Result> results, Machine machine) {
        List<String> lines = new ArrayList<>();
        lines.add("Measured on " + machine.date() + ", " + machine.text() + ", by `" + machine.command() + "`:");
        lines.add("");
        lines.add(line(Rows.HEADS));
        lines.add("| --- |" + " ---: |".repeat(Rows.HEADS.size() - 1));
        for (Result result : results) {
            for (List<String> row : Rows.of(result)) {
                lines.add(line(row));
            }
        }
        lines.add("");
        return String.join("\n", lines);
    }

    private static String line(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.startsWith("  ") ? "– " + cell.strip() : cell)
                .map(cell -> cell.replace("|", "\\|").replace("<=", "≤ ").replace(">=", "≥ "))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }
}
