package dev.tagwerk.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as rows of text. */
final class Rows {
    /** The heads of all columns; a narrow table has the first ones only. */
    static final List<String> HEADS = List.of(
            "workload",
            "ours",
            "floor",
            "ratio",
            "aim",
            "peer",
            "ratio",
            "memory",
            "tasks",
            "ours: min to max",
            "floor: min to max",
            "peer measured");

    /** How many columns a narrow table has. */
    static final int NARROW = 8;

    private Rows() {}

    /** The rows of one workload; the first one is its own, or its name alone. */
    static List<List<String>> of(Result result) {
        List<List<String>> rows = new ArrayList<>();
        String name = result.workload().name();
        if (!result.failure().isEmpty()) {
            rows.add(row(name, "FAILED"));
            return rows;
        }
        List<Line> lines = result.workload().lines();
        if (!lines.get(0).label().isEmpty()) {
            rows.add(head(result));
        }
        for (Line line : lines) {
            if (result.ours(line.key()) != null) {
                rows.add(row(result, line));
            }
        }
        result.peers().forEach(peer -> peer(result, peer, rows));
        return rows;
    }

    private static List<String> head(Result result) {
        List<String> row = row(result.workload().name());
        facts(result, row);
        return row;
    }

    private static List<String> row(String... first) {
        List<String> row = new ArrayList<>(List.of(first));
        while (row.size() < HEADS.size()) {
            row.add("");
        }
        return row;
    }

    private static void facts(Result result, List<String> row) {
        row.set(7, result.peak() > 0 ? Text.bytes(result.peak()) : "");
        row.set(8, String.format(Locale.ROOT, "%,d", result.tasks()));
    }

    private static List<String> row(Result result, Line line) {
        boolean own = line.label().isEmpty();
        List<String> row = row(own ? result.workload().name() : "  " + line.label());
        Sample ours = result.ours(line.key());
        Sample floor = result.floor(line.key());
        if (own) {
            facts(result, row);
        }
        if (ours == null) {
            return row;
        }
        int tasks = result.tasks();
        row.set(1, Text.of(line.unit(), ours.median(), tasks));
        row.set(4, Text.aim(line) + (result.isMet(line) ? "" : " !"));
        row.set(9, span(line, ours, tasks));
        if (floor != null) {
            row.set(2, Text.of(line.unit(), floor.median(), tasks));
            row.set(3, ratio(line, ours.median(), floor.median()));
            row.set(10, span(line, floor, tasks));
        }
        return row;
    }

    private static String ratio(Line line, double ours, double floor) {
        return line.aim().kind() == Aim.Kind.SHARE_OF_FLOOR
                ? String.format(Locale.ROOT, "%.0f %%", 100 * floor / ours)
                : String.format(Locale.ROOT, "%.2f", ours / floor);
    }

    private static String span(Line line, Sample sample, int tasks) {
        return sample.values().size() == 1
                ? ""
                : Text.of(line.unit(), sample.min(), tasks) + " to " + Text.of(line.unit(), sample.max(), tasks);
    }

    /** The first peer stands in the workload's own row, further ones below. */
    private static void peer(Result result, Peer.Outcome outcome, List<List<String>> rows) {
        List<String> first = rows.get(0);
        List<String> row = first;
        if (!first.get(5).isEmpty()) {
            row = row("");
            rows.add(row);
        }
        Peer peer = outcome.peer();
        if (outcome.tasks() == 0) {
            row.set(5, peer.program() + ": none");
            row.set(11, outcome.remark());
            return;
        }
        row.set(5, peer.program() + " " + Text.time(outcome.nanos() / outcome.tasks()));
        Sample ours = result.ours(peer.key());
        if (ours != null) {
            double ratio = outcome.nanos() / outcome.tasks() / (ours.median() / result.tasks());
            row.set(6, String.format(Locale.ROOT, ratio < 10 ? "%.1f" : "%,.0f", ratio));
        }
        row.set(11, outcome.remark());
    }
}
