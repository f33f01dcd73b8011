package dev.tagwerk.cli.text;

import org.jline.utils.WCWidth;

/** Measuring and cutting of text by the columns it takes on a terminal. Safe for use by several threads. */
public final class TextWidth {
    private static final String CUT = "…";

    private TextWidth() {}

    /** Returns the number of columns: two for wide characters, none for combining marks. */
    public static int of(String text) {
        return text.codePoints().map(TextWidth::columns).sum();
    }

    /** Returns {@code text} in at most {@code limit} columns, with {@code …} as the last one if something was cut. */
    public static String cut(String text, int limit) {
        if (of(text) <= limit) {
            return text;
        }
        if (limit <= 0) {
            return "";
        }
        StringBuilder kept = new StringBuilder();
        int width = 0;
        for (int point : text.codePoints().toArray()) {
            width += columns(point);
            if (width > limit - 1) {
                break;
            }
            kept.appendCodePoint(point);
        }
        return kept.append(CUT).toString();
    }

    /**
     * Returns {@code text} with control characters made visible.
     *
     * <p>A task's id is foreign text: it must not move the cursor, colour the terminal or begin a new row.
     */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().map(TextWidth::visible).forEach(shown::appendCodePoint);
        return shown.toString();
    }

    private static int visible(int point) {
        if (point < 0x20) {
            return 0x2400 + point;
        }
        // The second set of control characters, and those that turn the direction of what follows.
        boolean hidden = (point >= 0x7F && point < 0xA0)
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || point == 0x2028
                || point == 0x2029;
        return hidden ? 0xFFFD : point;
    }

    private static int columns(int point) {
        return Math.max(0, WCWidth.wcwidth(point));
    }
}
