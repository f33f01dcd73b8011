package dev.tagwerk.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tagwerk each} runs for every item: a command with <code>{}</code> where the item goes. Immutable.
 *
 * <p>Without {@code --shell} the words go to the operating system as they are: no shell reads them, so nothing in an item
 * needs quoting. With {@code --shell} one script goes to {@code sh -c}; see {@link ShellScript} for how items are put in.
 */
final class CommandTemplate {
    private static final String HOLE = "{}";
    private static final int BASE_NAME_LIMIT = 24;

    private final List<String> words;
    private final @Nullable ShellScript script;

    private CommandTemplate(List<String> words, @Nullable ShellScript script) {
        this.words = List.copyOf(words);
        this.script = script;
    }

    /**
     * Returns a template of separate words; if none of them contains <code>{}</code>, the item becomes the last argument.
     *
     * @throws UsageException if there is no command
     */
    static CommandTemplate arguments(List<String> words) {
        if (words.isEmpty() || words.get(0).isEmpty()) {
            throw new UsageException("each: no command given; write it before :::, for instance"
                    + " tagwerk each sha256sum {} ::: a.txt b.txt");
        }
        List<String> all = new ArrayList<>(words);
        if (all.stream().noneMatch(word -> word.contains(HOLE))) {
            all.add(HOLE);
        }
        return new CommandTemplate(all, null);
    }

    /**
     * Returns a template that is one script for {@code sh}.
     *
     * @throws UsageException if there is not exactly one string, or if the item could not be put into it safely
     */
    static CommandTemplate shell(List<String> words) {
        if (words.size() != 1) {
            throw new UsageException("--shell: expected exactly one string, but got " + words.size() + ": "
                    + words.stream().map(ShellWord::readable).collect(Collectors.joining(" "))
                    + "; put the whole script into one pair of quotes");
        }
        return new CommandTemplate(words, new ShellScript(words.get(0)));
    }

    /**
     * Looks for the program, unless it depends on the item.
     *
     * @throws UsageException if it cannot be started here
     */
    void requireProgram() {
        String program = words.get(0);
        if (script == null && !program.contains(HOLE)) {
            String missing = ChildProcess.missing(program, System.getenv("PATH"));
            if (missing != null) {
                throw new UsageException("each: " + missing);
            }
        }
    }

    /** Returns the words to hand to the operating system for {@code item}. */
    List<String> commandFor(String item) {
        return script == null
                ? words.stream().map(word -> word.replace(HOLE, item)).toList()
                : List.of("sh", "-c", script.with(item), "tagwerk", item);
    }

    /**
     * Returns the default name of this work, for instance {@code each-sha256sum-3f9a01bc}.
     *
     * <p>Eight hex digits of SHA-256 over the mode and all words, so that different work does not share a name unnoticed;
     * a command with <code>{}</code> as its last argument and the same command without have the same name.
     */
    String digest() {
        MessageDigest sha = sha256();
        sha.update((script == null ? "arguments" : "shell").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            // The length in front keeps "a b" + "c" apart from "a" + "b c".
            sha.update(("\n" + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
            sha.update(bytes);
        }
        return "each-" + baseName() + "-" + HexFormat.of().formatHex(sha.digest(), 0, 4);
    }

    /** Returns the command for {@code item} as a line to paste into a shell. */
    String display(String item) {
        return script == null ? line(commandFor(item)) : "sh -c " + ShellWord.quoted(script.with(item)) + tail(item);
    }

    /** Returns the template itself as a line to paste into a shell. */
    @Override
    public String toString() {
        return script == null ? line(words) : "sh -c " + ShellWord.quoted(script.toString());
    }

    private String tail(String item) {
        // Only scripts that speak of $1 need the parameter; the shorter line is the one people want to read.
        return String.valueOf(script).contains("$") ? " tagwerk " + ShellWord.readable(item) : "";
    }

    private static String line(List<String> words) {
        return words.stream()
                .map(word -> word.equals(HOLE) ? word : ShellWord.readable(word))
                .collect(Collectors.joining(" "));
    }

    private String baseName() {
        String first = script == null ? words.get(0) : words.get(0).strip().split("\\s", 2)[0];
        String base = first.replace(HOLE, "item");
        base = base.substring(base.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "");
        base = base.replaceAll("^[.-]+", "");
        if (base.isEmpty()) {
            return script == null ? "command" : "sh";
        }
        return base.substring(0, Math.min(base.length(), BASE_NAME_LIMIT));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256, this one has not; please report it", e);
        }
    }
}
