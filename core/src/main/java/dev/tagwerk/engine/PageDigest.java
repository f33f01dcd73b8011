package dev.tagwerk.engine;

import dev.tagwerk.store.Request;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is declared of the tasks of a page, as 128 bits of SHA-256: workers with the same page would declare the same. Safe for use
 * by several threads.
 */
final class PageDigest {
    private static final int BYTES = 16;
    /** The numbers of one task. */
    private static final int NUMBERS = 40;

    private PageDigest() {}

    /** The digest of these tasks, with the budget of those that have none of their own, and with which of them are redone. */
    static String of(List<Declaration> page, Budget budget, Request.Renewal renewal) {
        MessageDigest digest = sha256();
        ByteBuffer numbers = ByteBuffer.allocate(NUMBERS);
        for (Declaration task : page) {
            byte[] id = task.id().getBytes(StandardCharsets.UTF_8);
            byte[] fingerprint = task.evidence().fingerprint().getBytes(StandardCharsets.UTF_8);
            @Nullable Budget own = task.policy().budget();
            Budget allowed = own == null ? budget : own;
            numbers.clear()
                    .putInt(id.length)
                    .putInt(fingerprint.length)
                    .putLong(task.evidence().guard())
                    .putLong(task.digest())
                    .putInt(allowed.failed())
                    .putInt(allowed.killed())
                    .putInt(own == null ? 0 : 1)
                    .putInt(renewal.redone().test(task.id()) ? 1 : 0)
                    .flip();
            digest.update(numbers);
            digest.update(id);
            digest.update(fingerprint);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256; this one has not", e);
        }
    }
}
