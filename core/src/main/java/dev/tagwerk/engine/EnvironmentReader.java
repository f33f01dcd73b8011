package dev.tagwerk.engine;

import dev.tagwerk.task.BadSettingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A reader of typed settings from environment variables. Safe for use by several threads.
 *
 * <p>Nothing is remembered: each call looks at the variables as they are then. A blank variable counts as not set. A
 * text that does not fit ends in a {@link BadSettingException}, which names the variable, the value and what is allowed.
 */
public final class EnvironmentReader {
    private static final Set<String> ON = Set.of("true", "1", "yes", "on");
    private static final Set<String> OFF = Set.of("false", "0", "no", "off");
    private static final String DURATION_WORDS =
            "a duration such as 500ms, 15s, 5m, 1h30m, 2d, or plain seconds such as 15 or 0.5";
    private static final Pattern PLAIN_SECONDS = Pattern.compile("\\d{1,15}(\\.\\d{1,9})?");
    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d{1,9})d)?(?:(\\d{1,12})h)?(?:(\\d{1,12})m)?(?:(\\d{1,15})s)?(?:(\\d{1,15})ms)?");

    private final Map<String, String> variables;

    /** Reads from the given variables; later changes of the map are seen. */
    public EnvironmentReader(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Reads from the environment of this process. */
    public static EnvironmentReader ofProcess() {
        return new EnvironmentReader(System.getenv());
    }

    /** The text of a variable without the blanks around it. */
    public Optional<String> text(String variable) {
        return Optional.ofNullable(variables.get(variable)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** A switch: true, 1, yes, on; or false, 0, no, off; in any case of letters. */
    public Optional<Boolean> flag(String variable) {
        return text(variable).map(text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (ON.contains(word)) {
                return true;
            }
            if (OFF.contains(word)) {
                return false;
            }
            throw new BadSettingException(variable, text, "true, 1, yes, on, or false, 0, no, off");
        });
    }

    /** A whole number from {@code lowest} to {@code highest}, both included. */
    public Optional<Integer> integer(String variable, int lowest, int highest) {
        return text(variable).map(text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= lowest && number <= highest) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // The same answer as for a number out of bounds: it says what is allowed.
            }
            throw new BadSettingException(variable, text, wholeNumber(lowest, highest));
        });
    }

    /** A duration, never negative: units from days to milliseconds in falling order, or plain seconds. */
    public Optional<Duration> duration(String variable) {
        return text(variable)
                .map(text ->
                        parseDuration(text).orElseThrow(() -> new BadSettingException(variable, text, DURATION_WORDS)));
    }

    /** One constant of {@code type}, in any case of letters, with {@code -} or {@code _} between words. */
    public <E extends Enum<E>> Optional<E> enumeration(String variable, Class<E> type) {
        return text(variable)
                .map(text -> Arrays.stream(type.getEnumConstants())
                        .filter(constant -> word(constant).equals(asWord(text)))
                        .findFirst()
                        .orElseThrow(() -> new BadSettingException(
                                variable,
                                text,
                                "one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(EnvironmentReader::word)
                                                .collect(Collectors.joining(", ")))));
    }

    /** Texts separated by commas, without the blanks around them; empty parts do not count. */
    public Optional<List<String>> list(String variable) {
        return text(variable)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList());
    }

    private static Optional<Duration> parseDuration(String text) {
        if (PLAIN_SECONDS.matcher(text).matches()) {
            int dot = text.indexOf('.');
            if (dot < 0) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
            }
            String nanos = (text.substring(dot + 1) + "000000000").substring(0, 9);
            return Optional.of(Duration.ofSeconds(Long.parseLong(text.substring(0, dot)), Long.parseLong(nanos)));
        }
        Matcher units = UNITS.matcher(text.toLowerCase(Locale.ROOT));
        if (!units.matches()) {
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

    private static String word(Enum<?> constant) {
        return asWord(constant.name());
    }

    private static String asWord(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String wholeNumber(int lowest, int highest) {
        if (highest == Integer.MAX_VALUE) {
            return lowest == Integer.MIN_VALUE ? "a whole number" : "a whole number, at least " + lowest;
        }
        return "a whole number from " + lowest + " to " + highest;
    }
}
