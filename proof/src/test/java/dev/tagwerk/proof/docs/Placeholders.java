package dev.tagwerk.proof.docs;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares what was printed with what a document shows: … stands for anything in a line, alone in a line for any lines. */
final class Placeholders {
    private static final String ANYTHING = "…";

    private Placeholders() {}

    static boolean fits(String expected, String printed) {
        String pattern = expected.lines()
                .map(String::stripTrailing)
                .map(line -> line.equals(ANYTHING) ? "(?:.*\n)*" : pattern(line) + "\n")
                .collect(Collectors.joining());
        String text = printed.lines().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
        return Pattern.matches(pattern, text);
    }

    private static String pattern(String line) {
        return Arrays.stream(line.split(ANYTHING, -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    }
}
