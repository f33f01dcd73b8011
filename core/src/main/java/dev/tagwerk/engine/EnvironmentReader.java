package dev.tagwerk.engine;

import dev.tagwerk.task.BadSettingException;
import dev.tagwerk.task.DurationText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
                .map(text -> DurationText.parse(text)
                        .orElseThrow(() -> new BadSettingException(variable, text, DurationText.WORDS)));
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
