package dev.tagwerk.cli;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The border between our text and the operating system's bytes, in locales that are not UTF-8.
 *
 * <p>Jobs on clusters and in containers often run with {@code LANG=C}. There the JVM turns every character outside ASCII
 * into a question mark, in the arguments it gets and in those it gives, without a word. Items are UTF-8 by our definition
 * (see {@link Items}), so both directions go around the JVM: arguments come from {@code /proc/self/cmdline}, and a command
 * with such characters is spelt out for {@code sh} in ASCII, byte by byte.
 */
final class NativeText {
    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private NativeText() {}

    /** Says whether the JVM hands text to processes as UTF-8. */
    static boolean passesUtf8() {
        // JDK 17 encodes arguments by file.encoding, later ones by sun.jnu.encoding.
        String name = Runtime.version().feature() < 18
                ? Charset.defaultCharset().name()
                : System.getProperty("sun.jnu.encoding", "UTF-8");
        return name.equalsIgnoreCase("UTF-8");
    }

    /** Says whether every character of every text survives in any locale. */
    static boolean isAscii(Iterable<String> texts) {
        for (String text : texts) {
            if (text.chars().anyMatch(c -> c > 127)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the bytes of {@code words}, the last words of this process's command line, as the caller wrote them. */
    static List<byte[]> lastArguments(List<String> words) {
        List<byte[]> bytes = new ArrayList<>();
        words.forEach(word -> bytes.add(word.getBytes(StandardCharsets.UTF_8)));
        boolean decoded = System.getProperty("sun.jnu.encoding", "UTF-8").equalsIgnoreCase("UTF-8");
        if (decoded || words.isEmpty() || !Files.isReadable(COMMAND_LINE)) {
            return bytes;
        }
        try {
            List<byte[]> all = split(Files.readAllBytes(COMMAND_LINE));
            List<byte[]> last = all.subList(Math.max(0, all.size() - words.size()), all.size());
            // Words that came out of a file (@args) or from a test are not the last ones of the command line: keep
            // ours.
            for (int i = 0; i < words.size(); i++) {
                if (last.size() != words.size() || !sameAscii(words.get(i), last.get(i))) {
                    return bytes;
                }
            }
            return last;
        } catch (IOException e) {
            return bytes;
        }
    }

    /**
     * Returns {@code command} as a call of {@code sh} that is all ASCII, sets {@code environment} and then becomes the
     * command, with every byte in place.
     */
    static List<String> spelledOut(List<String> command, Map<String, String> environment) {
        StringBuilder script = new StringBuilder("set --\n");
        environment.forEach((name, value) -> script.append(captured(value))
                .append(name)
                .append("=${tagwerk%x}; export ")
                .append(name)
                .append('\n'));
        for (String word : command) {
            script.append(captured(word)).append("set -- \"$@\" \"${tagwerk%x}\"\n");
        }
        return List.of("sh", "-c", script.append("unset tagwerk\nexec \"$@\"").toString());
    }

    /** The x keeps line feeds at the end, which $(…) would drop. */
    private static String captured(String text) {
        StringBuilder octal = new StringBuilder("tagwerk=$(printf '");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            octal.append('\\').append(String.format("%03o", b & 0xFF));
        }
        return octal.append("x'); ").toString();
    }

    private static List<byte[]> split(byte[] zeroEnded) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < zeroEnded.length; i++) {
            if (zeroEnded[i] == 0) {
                parts.add(Arrays.copyOfRange(zeroEnded, start, i));
                start = i + 1;
            }
        }
        return parts;
    }

    private static boolean sameAscii(String decoded, byte[] raw) {
        String kept = new String(raw, StandardCharsets.ISO_8859_1).replaceAll("[^\\x00-\\x7F]", "");
        int at = 0;
        for (int i = 0; i < kept.length(); i++) {
            at = decoded.indexOf(kept.charAt(i), at) + 1;
            if (at == 0) {
                return false;
            }
        }
        return true;
    }
}
