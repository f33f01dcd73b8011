package dev.tagwerk.cli;

import java.util.regex.Pattern;

/** Quoting of arbitrary text as one word of a POSIX shell. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

    private ShellWord() {}

    /** Returns {@code text} in single quotes; the shell reads it as exactly one word, whatever is in it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Returns {@code text} as one word for people: quoted only where the shell would see more than plain text. */
    static String readable(String text) {
        return PLAIN.matcher(text).matches() ? text : quoted(text);
    }
}
