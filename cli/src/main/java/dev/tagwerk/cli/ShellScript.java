package dev.tagwerk.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A shell script with holes: the text around each <code>{}</code>, cut so that any item fits in as one word. Immutable.
 *
 * <p>An item is foreign text, often a file name that somebody else chose. Put into a script without regard to its
 * surroundings it is a program: <code>echo "{}"</code> with a single-quoted item would run the <code>$(…)</code> in its
 * name, for single quotes mean nothing between double quotes. So the script is read once, with a stack of the
 * surroundings, and each hole is treated by what it stands in:
 *
 * <ul>
 *   <li>plain text, also inside <code>$(…)</code>: the item in single quotes;
 *   <li>between double quotes: the quotes are closed, the item is written in single quotes, the quotes are opened again;
 *   <li>between single quotes, backquotes, in a comment or a here-document: refused. No quoting is right there: the text
 *       is either meant for another interpreter, or is read twice.
 * </ul>
 *
 * The reader is no shell. Where it could lose its way (a <code>case</code> inside <code>$(…)</code>, quotes that do not
 * close) it refuses too. The way out is always the same: the item is also the first parameter, <code>"$1"</code>.
 */
final class ShellScript {
    private static final String HOLE = "{}";
    private static final Pattern NAMES_THE_ITEM = Pattern.compile("\\$[1@*]|\\$\\{[1@*]|TAGWERK_TASK");
    private static final Pattern CASE = Pattern.compile("\\bcase\\b");

    private enum Place {
        PLAIN,
        DOUBLE_QUOTES,
        PARAMETER,
        SUBSTITUTION
    }

    private final String source;
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder piece = new StringBuilder();
    private final Deque<Place> places = new ArrayDeque<>();
    private boolean hereDocument;
    private int at;

    /**
     * Reads a script.
     *
     * @throws UsageException if the item could not be put in safely, or if the script names it nowhere
     */
    ShellScript(String source) {
        this.source = source;
        if (source.isBlank()) {
            throw new UsageException("--shell: the script is empty; give one string, for instance 'wc -l < {}'");
        }
        read();
        if (pieces.size() == 1 && !NAMES_THE_ITEM.matcher(source).find()) {
            throw new UsageException("--shell: the script " + ShellWord.quoted(source)
                    + " does not say where the item goes; write {} (or \"$1\") in it");
        }
    }

    /** Returns the script with {@code item} in every hole. */
    String with(String item) {
        return String.join(ShellWord.quoted(item), pieces);
    }

    @Override
    public String toString() {
        return source;
    }

    private void read() {
        places.push(Place.PLAIN);
        while (at < source.length()) {
            if (source.startsWith(HOLE, at)) {
                hole();
            } else {
                step(source.charAt(at));
            }
        }
        if (places.size() > 1 && source.contains(HOLE)) {
            throw refused("has quotes or brackets that do not close");
        }
        pieces.add(piece.toString());
    }

    private void hole() {
        if (hereDocument) {
            throw refused("has {} after the first line of a here-document");
        }
        if (source.contains("$(") && CASE.matcher(source).find()) {
            throw refused("has {} together with 'case' and '$(', which cannot be read with certainty");
        }
        boolean reopen = place() == Place.DOUBLE_QUOTES;
        if (place() == Place.PARAMETER) {
            throw refused("has {} inside ${…}");
        }
        piece.append(reopen ? "\"" : "");
        pieces.add(piece.toString());
        piece.setLength(0);
        piece.append(reopen ? "\"" : "");
        at += HOLE.length();
    }

    private void step(char c) {
        boolean plain = place() == Place.PLAIN || place() == Place.SUBSTITUTION;
        if (c == '\\') {
            // With the character after it: an escaped brace is text, and a hole behind a bare backslash would lose its
            // quote.
            take(2);
        } else if (c == '\'' && place() != Place.DOUBLE_QUOTES && !(place() == Place.PARAMETER && quotedParameter())) {
            skipTo(at + 1, "'", "between single quotes");
        } else if (c == '`') {
            skipTo(at + 1, "`", "between backquotes");
        } else if (c == '"') {
            toggleQuotes();
        } else if (source.startsWith("$(", at)) {
            places.push(Place.SUBSTITUTION);
            take(2);
        } else if (source.startsWith("${", at)) {
            places.push(Place.PARAMETER);
            take(2);
        } else if (plain && c == '(' && place() == Place.SUBSTITUTION) {
            places.push(Place.SUBSTITUTION);
            take(1);
        } else if ((c == ')' && place() == Place.SUBSTITUTION) || (c == '}' && place() == Place.PARAMETER)) {
            places.pop();
            take(1);
        } else if (plain && c == '#' && (at == 0 || " \t\n;&|(".indexOf(source.charAt(at - 1)) >= 0)) {
            skipTo(at + 1, "\n", "in a comment");
        } else if (plain && source.startsWith("<<", at) && !source.startsWith("<<<", at)) {
            // Everything after the end of this line may belong to the document; what stands before it does not.
            int end = source.indexOf('\n', at);
            hereDocument |= end >= 0 && source.indexOf(HOLE, end) >= 0;
            take(2);
        } else {
            take(1);
        }
    }

    private Place place() {
        return places.getFirst();
    }

    private boolean quotedParameter() {
        return places.stream().skip(1).findFirst().orElse(Place.PLAIN) == Place.DOUBLE_QUOTES;
    }

    private void toggleQuotes() {
        if (place() == Place.DOUBLE_QUOTES) {
            places.pop();
        } else {
            places.push(Place.DOUBLE_QUOTES);
        }
        take(1);
    }

    private void take(int count) {
        int end = Math.min(source.length(), at + count);
        piece.append(source, at, end);
        at = end;
    }

    /** Takes everything up to and with the next {@code end}; a hole in between is refused. */
    private void skipTo(int from, String end, String where) {
        int found = source.indexOf(end, from);
        int stop = found < 0 ? source.length() : found;
        int hole = source.indexOf(HOLE, from);
        if (hole >= 0 && hole < stop) {
            throw refused("has {} " + where);
        }
        take((found < 0 ? stop : stop + end.length()) - at);
    }

    private UsageException refused(String why) {
        return new UsageException("--shell: the script " + ShellWord.quoted(source) + " " + why
                + ", where an item cannot be put in safely; {} is quoted by itself, so take it out of there,"
                + " or write \"$1\", which is the item too");
    }
}
