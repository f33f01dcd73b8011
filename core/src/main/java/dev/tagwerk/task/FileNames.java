package dev.tagwerk.task;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * File names for texts of any kind. Letters, digits and a few signs stay; if anything else was in the text, or it is too long, the
 * changed name ends in {@code ~} and 16 hex digits of its SHA-256. Unchanged names have no {@code ~}, so two texts never share a
 * file. Where file names ignore case, capitals count as changed too. Safe for use by several threads.
 */
public final class FileNames {
    /** Whether this system's file names tell capitals from small letters. */
    public static final boolean CASE_MATTERS = caseMatters();

    private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._+=@,-]+");
    private static final int LONGEST_NAME = 100;
    private static final int KEPT_OF_CHANGED = 60;

    private FileNames() {}

    /** A name for this text on this system: ASCII, at most 100 characters, no folder, never hidden. */
    public static String safe(String text) {
        return safe(text, CASE_MATTERS);
    }

    /** A name for this text where file names tell capitals from small letters, or do not. */
    public static String safe(String text, boolean caseMatters) {
        String kept = UNSAFE.matcher(text).replaceAll("_");
        boolean same = kept.equals(text)
                && kept.length() <= LONGEST_NAME
                && !kept.isEmpty()
                && kept.charAt(0) != '.'
                && kept.charAt(0) != '-'
                && (caseMatters || kept.equals(kept.toLowerCase(Locale.ROOT)));
        if (same) {
            return kept;
        }
        // The end of a path says more than its beginning.
        String end =
                kept.substring(Math.max(0, kept.length() - KEPT_OF_CHANGED)).replaceFirst("^[._-]+", "");
        return end + "~" + digest(text);
    }

    private static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(sha, 8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256, this one has not; please report it", e);
        }
    }

    private static boolean caseMatters() {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        return !system.startsWith("mac") && !system.startsWith("windows");
    }
}
