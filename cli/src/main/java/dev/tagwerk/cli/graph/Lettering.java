package dev.tagwerk.cli.graph;

import dev.tagwerk.cli.text.TextWidth;

/**
 * How wide text gets in a picture whose font is the reader's. Measured generously, after DejaVu Sans, which is among the widest
 * of the usual fonts without serifs.
 */
final class Lettering {
    private static final String CUT = "…";
    private static final double WIDE = 1.05;
    private static final double ORDINARY = 0.64;

    private Lettering() {}

    /** The width of {@code text}, in the unit of {@code size}. */
    static double width(String text, double size) {
        return text.codePoints().mapToDouble(Lettering::em).sum() * size;
    }

    /** The text in at most {@code limit}: of one that is longer the middle is left out, for ends tell names apart. */
    static String cut(String text, double size, double limit) {
        if (width(text, size) <= limit) {
            return text;
        }
        int[] points = text.codePoints().toArray();
        double room = limit - width(CUT, size);
        int left = 0;
        int right = points.length;
        while (left < right) {
            boolean fromLeft = left <= points.length - right;
            double next = em(points[fromLeft ? left : right - 1]) * size;
            if (next > room) {
                break;
            }
            room -= next;
            if (fromLeft) {
                left++;
            } else {
                right--;
            }
        }
        return new String(points, 0, left).stripTrailing()
                + CUT
                + new String(points, right, points.length - right).stripLeading();
    }

    private static double em(int point) {
        if (point >= 0x80) {
            int columns = TextWidth.of(Character.toString(point));
            return columns == 0 ? 0 : columns == 2 ? WIDE : 0.7;
        }
        if ("ijlI|.,:;'! ".indexOf(point) >= 0) {
            return 0.34;
        }
        if ("frt()[]{}/\\-\"`".indexOf(point) >= 0) {
            return 0.42;
        }
        if ("csvxykz".indexOf(point) >= 0) {
            return 0.58;
        }
        if ("mw%@MW".indexOf(point) >= 0) {
            return 0.97;
        }
        boolean broad = (point >= 'A' && point <= 'Z') || "+=<>~#&^".indexOf(point) >= 0;
        return broad ? 0.78 : ORDINARY;
    }
}
