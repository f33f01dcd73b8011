package dev.tagwerk;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Tells a run of a flow in lines: one for each end of a task, with sign, name, time and reason. For one thread at a time.
 *
 * <pre>{@code
 * flow.runner().listener(new ConsoleListener(System.out::println, false)).run();
 * }</pre>
 */
public final class ConsoleListener implements FlowListener {
    private static final int LONGEST_REASON = 200;
    private static final int TIME_WIDTH = 8;

    private final Consumer<String> lines;
    private final boolean colours;
    private final int nameWidth;

    /** Tells it to this consumer; with colours, for terminals that know the ANSI ones. */
    public ConsoleListener(Consumer<String> lines, boolean colours) {
        this(lines, colours, 0);
    }

    private ConsoleListener(Consumer<String> lines, boolean colours, int nameWidth) {
        this.lines = lines;
        this.colours = colours;
        this.nameWidth = nameWidth;
    }

    /** The same with the times in one column, behind names of up to so many characters; longer ones stand out. */
    public ConsoleListener aligned(int characters) {
        return new ConsoleListener(lines, colours, characters);
    }

    @Override
    public void taskFinished(TaskEnd end) {
        lines.accept(line(end));
    }

    /** The line for this end, for instance {@code ✗ load 12 ms: IOException: no such file (is tried again)}. */
    String line(TaskEnd end) {
        boolean again = end.again().isPresent();
        String reason = end.failure().map(failure -> reason(end, failure)).orElse("");
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON) + "…";
        }
        return sign(end.outcome(), again) + " " + padded(visible(end.task())) + " " + time(end.duration())
                + (reason.isEmpty() ? "" : (nameWidth > 0 ? "  " : ": ") + visible(reason))
                + (again ? " (is tried again)" : "");
    }

    private static String reason(TaskEnd end, Failure failure) {
        // Where only we say what happened, the type adds nothing.
        boolean thrown = end.outcome() == Outcome.FAILED && !failure.stack().isEmpty();
        return thrown
                ? failure.summary()
                : failure.message().lines().findFirst().orElse("");
    }

    private String padded(String name) {
        int missing = nameWidth - name.codePointCount(0, name.length());
        return missing > 0 ? name + " ".repeat(missing) : name;
    }

    private String time(Duration duration) {
        String words = words(duration);
        return nameWidth > 0 && words.length() < TIME_WIDTH ? " ".repeat(TIME_WIDTH - words.length()) + words : words;
    }

    private String sign(Outcome outcome, boolean again) {
        return switch (outcome) {
            case COMPLETED -> painted("✓", 32);
            case NO_CHANGE -> painted("=", 32);
            case SKIPPED -> painted("-", 33);
            case CANCELLED, INTERRUPTED -> painted("!", 33);
            default -> again ? painted("↻", 33) : painted("✗", 31);
        };
    }

    private String painted(String sign, int colour) {
        return colours ? "\u001b[" + colour + "m" + sign + "\u001b[0m" : sign;
    }

    /** Names and reasons are foreign text: it must not move the cursor, colour the terminal or begin a new line. */
    static String visible(String text) {
        boolean plain = text.chars().noneMatch(letter -> letter < 0x20 || (letter >= 0x7f && letter < 0xa0));
        if (plain) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.chars()
                .map(letter -> letter < 0x20 ? 0x2400 + letter : letter >= 0x7f && letter < 0xa0 ? 0xfffd : letter)
                .forEach(letter -> shown.append((char) letter));
        return shown.toString();
    }

    /** A duration for people: {@code 12 ms}, {@code 3.2 s}, {@code 4 min 10 s}. */
    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 59_950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
        }
        long seconds = (millis + 500) / 1_000;
        return seconds < 3_600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
    }
}
