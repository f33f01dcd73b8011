package dev.tagwerk.task;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: units from days to milliseconds in falling order, or plain seconds; never negative. Safe for
 * use by several threads.
 */
public final class DurationText {
    /** What such a text looks like, for error messages. */
    public static final String WORDS =
            "a duration such as 500ms, 15s, 5m, 1h30m, 2d, or plain seconds such as 15 or 0.5";

    private static final Pattern PLAIN_SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,12})h)?(?:(\\d{1,12})m)?(?:(\\d{1,15})s)?(?:(\\d{1,15})ms)?");

    private DurationText() {}

    /** The duration that this text means, or nothing where it means none. */
    public static Optional<Duration> parse(String text) {
        if (PLAIN_SECONDS.matcher(text).matches()) {
            int dot = text.indexOf('.');
            if (dot < 0) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            String nanos = (text.substring(dot + 1) + "000000000").substring(0, 9);
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.substring(0, dot)), Long.parseLong(nanos)));
        }
        Matcher units = UNITS.matcher(text.toLowerCase(Locale.ROOT));
        if (text.isEmpty() || !units.matches()) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofDays(part(units, 1))
                .plusHours(part(units, 2))
                .plusMinutes(part(units, 3))
                .plusSeconds(part(units, 4))
                .plusMillis(part(units, 5)));
    }

    private static long part(Matcher units, int group) {
        String digits = units.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
