package dev.tagwerk.benchmarks;

import java.util.Locale;

/** Figures as people read them. */
final class Text {
    private Text() {}

    static String of(Line.Unit unit, double figure, int tasks) {
        return switch (unit) {
            case TIME_PER_TASK -> time(figure / Math.max(1, tasks));
            case TIME -> time(figure);
            case BYTES -> bytes(figure);
            case NUMBER -> String.format(Locale.ROOT, figure == Math.rint(figure) ? "%.0f" : "%.2f", figure);
            case PERCENT -> String.format(Locale.ROOT, "%.2f %%", figure);
        };
    }

    static String time(double nanos) {
        if (nanos < 1e6) {
            return digits(nanos / 1e3) + " us";
        }
        return nanos < 1e9 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    static String bytes(double bytes) {
        return bytes < 10e3 ? String.format(Locale.ROOT, "%.0f B", bytes) : digits(bytes / 1e6) + " MB";
    }

    static String digits(double figure) {
        return String.format(
                Locale.ROOT, figure < 1 ? "%.3f" : figure < 10 ? "%.2f" : figure < 100 ? "%.1f" : "%.0f", figure);
    }

    static String aim(Line line) {
        double bound = line.aim().bound();
        return switch (line.aim().kind()) {
            case NONE -> "";
            case TIMES_FLOOR -> "x" + Text.digits(bound).replaceAll("0+$", "").replaceAll("[.]$", "");
            case SHARE_OF_FLOOR -> String.format(Locale.ROOT, "%.0f %%", bound * 100);
            case MOST -> "<=" + of(line.unit(), bound, 1).replace(" ", "");
            case LEAST -> ">=" + of(line.unit(), bound, 1).replace(" ", "");
        };
    }
}
