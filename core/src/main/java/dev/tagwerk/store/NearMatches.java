package dev.tagwerk.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Finds names that somebody may have meant, by edit distance (Damerau-Levenshtein with adjacent swaps, after F. Damerau, "A
 * technique for computer detection and correction of spelling errors", 1964). Safe for use by several threads.
 */
public final class NearMatches {
    private NearMatches() {}

    /** At most three of these names that are close to {@code name}, the closest first. */
    public static List<String> of(String name, Collection<String> names) {
        int allowed = Math.max(1, Math.min(3, name.length() / 3));
        record Match(String name, int distance) {}
        return names.stream()
                .filter(other -> Math.abs(other.length() - name.length()) <= allowed && !other.equals(name))
                .map(other -> new Match(other, distance(name, other)))
                .filter(match -> match.distance() <= allowed)
                .sorted(Comparator.comparingInt(Match::distance).thenComparing(Match::name))
                .limit(3)
                .map(Match::name)
                .toList();
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
