package dev.tagwerk.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, counts, shares and rates as people write and read them; the same in every locale. */
final class Human {
    private static final Pattern PART =
            Pattern.compile("\\G\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([a-z]*)", Pattern.CASE_INSENSITIVE);
    private static final Map<String, BigDecimal> SECONDS = Map.of(
            "ms", new BigDecimal("0.001"),
            "s", BigDecimal.ONE,
            "m", BigDecimal.valueOf(60),
            "min", BigDecimal.valueOf(60),
            "h", BigDecimal.valueOf(3_600),
            "d", BigDecimal.valueOf(86_400));
    private static final BigDecimal LONGEST = BigDecimal.valueOf(36_500L * 86_400);

    private Human() {}

    /** Returns, for instance, {@code 12 ms}, {@code 3.2 s}, {@code 42 s}, {@code 4 min 10 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 9_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long seconds = (millis + 500) / 1_000;
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return pair(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 24 * 60
                ? pair(minutes / 60, "h", minutes % 60, "min")
                : pair(minutes / 1_440, "d", minutes % 1_440 / 60, "h");
    }

    /** Returns, for instance, {@code 1,234}. */
    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Returns the share in whole percent, rounded down so that 100 % means all; {@code <1 %} for little, {@code -} of nothing. */
    static String percent(long part, long whole) {
        if (whole <= 0) {
            return "-";
        }
        long percent = BigDecimal.valueOf(part)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(whole), RoundingMode.FLOOR)
                .longValue();
        return part > 0 && percent == 0 ? "<1 %" : percent + " %";
    }

    /** Returns, for instance, {@code 1,234/s}, {@code 3.2/s}, {@code 12/min}, {@code 4/h}; {@code -} for none. */
    static String rate(double perSecond) {
        if (!(perSecond > 0) || Double.isInfinite(perSecond)) {
            return "-";
        }
        if (perSecond >= 1) {
            return number(perSecond) + "/s";
        }
        return perSecond * 60 >= 1 ? number(perSecond * 60) + "/min" : number(perSecond * 3_600) + "/h";
    }

    /** Returns how long {@code open} tasks will take at a rate, for instance {@code about 4 min}; {@code unknown} without a rate. */
    static String remaining(long open, double perSecond) {
        if (open <= 0) {
            return "nothing left";
        }
        double seconds = open / perSecond;
        if (!(perSecond > 0) || seconds > LONGEST.doubleValue()) {
            return "unknown";
        }
        long rounded = Math.max(1, Math.round(seconds));
        // Nobody needs the seconds of an estimate in minutes.
        long shown = rounded < 120 ? rounded : rounded / 60 * 60;
        return "about "
                + duration(Duration.ofMillis(Math.max(shown, 1) * 1_000)).replace(".0 s", " s");
    }

    /**
     * Reads a duration as people write it: {@code 10s}, {@code 5m}, {@code 1h30m}, {@code 500ms}, {@code 2 d}, {@code 1.5h}; a
     * plain number is seconds.
     *
     * @param where the option or variable it was given to, for the message
     * @throws UsageException if it is none
     */
    static Duration parseDuration(String where, String text) {
        Matcher part = PART.matcher(text.strip());
        BigDecimal seconds = BigDecimal.ZERO;
        int end = 0;
        while (part.find()) {
            String unit = part.group(2).toLowerCase(Locale.ROOT);
            boolean alone = end == 0 && part.end() == text.strip().length();
            BigDecimal factor = unit.isEmpty() && alone ? BigDecimal.ONE : SECONDS.get(unit);
            if (factor == null) {
                throw noDuration(where, text);
            }
            seconds = seconds.add(new BigDecimal(part.group(1)).multiply(factor));
            end = part.end();
        }
        if (end == 0 || end != text.strip().length() || seconds.compareTo(LONGEST) > 0) {
            throw noDuration(where, text);
        }
        return Duration.ofNanos(
                seconds.movePointRight(9).setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static UsageException noDuration(String where, String text) {
        return new UsageException(
                where + ": \"" + text + "\" is not a duration; expected a number with ms, s, m (or min), h or d,"
                        + " several together as in 1h30m, or a plain number of seconds; at most 100 years");
    }

    private static String number(double value) {
        return value < 9.95 ? String.format(Locale.ROOT, "%.1f", value).replace(".0", "") : count(Math.round(value));
    }

    private static String pair(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
