package dev.tagwerk.cli;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A set of texts that remembers 128 bits of each: 24 to 48 bytes for a text of any length. Two different texts are taken for
 * one with a chance of 1 in 10^24 for a million of them. For one thread at a time.
 */
final class DigestSet {
    private final MessageDigest sha = sha256();
    private long[] table = new long[1 << 11];
    private int count;

    /** Adds a text; says whether it is new. */
    boolean add(String text) {
        ByteBuffer digest = ByteBuffer.wrap(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        long high = digest.getLong();
        // Zero marks a free place.
        long low = digest.getLong() | 1;
        if (!put(table, high, low)) {
            return false;
        }
        count++;
        // Two numbers for each place, and places two thirds full at most.
        if (count * 3L > table.length) {
            grow();
        }
        return true;
    }

    private static boolean put(long[] table, long high, long low) {
        int mask = table.length / 2 - 1;
        int at = (int) high & mask;
        while (table[2 * at + 1] != 0) {
            if (table[2 * at] == high && table[2 * at + 1] == low) {
                return false;
            }
            at = (at + 1) & mask;
        }
        table[2 * at] = high;
        table[2 * at + 1] = low;
        return true;
    }

    private void grow() {
        long[] larger = new long[table.length * 2];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i + 1] != 0) {
                put(larger, table[i], table[i + 1]);
            }
        }
        table = larger;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256, this one has not; please report it", e);
        }
    }
}
