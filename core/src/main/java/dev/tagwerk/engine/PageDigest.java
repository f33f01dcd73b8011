package dev.tagwerk.engine;

import dev.tagwerk.store.Request;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * All that is declared of the tasks of a page, as 128 bits of SHA-256: workers with the same page would declare the same. Safe for use
 * by several threads.
 */
final class PageDigest {
    private static final int BYTES = 16;
    /** Behind a text: no UTF-8 has this byte. */
    private static final int END = 0xff;

    /** Guard, digest, budget, whose that is, whether it is redone: mostly the same of all tasks, and then left out. */
    private static final int REST = 2 * Long.BYTES + 2 * Integer.BYTES + 2;

    private PageDigest() {}

    /** The digest of these tasks, with the budget of those that have none of their own, and with which of them are redone. */
    static String of(List<Declaration> page, Budget budget, Request.Renewal renewal) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(page.size() * 16);
        ByteBuffer rest = ByteBuffer.allocate(REST);
        byte[] last = new byte[0];
        for (Declaration task : page) {
            all.writeBytes(task.id().getBytes(StandardCharsets.UTF_8));
            all.write(END);
            all.writeBytes(task.evidence().fingerprint().getBytes(StandardCharsets.UTF_8));
            all.write(END);
            Budget own = task.policy().budget();
            Budget allowed = own == null ? budget : own;
            rest.clear()
                    .putLong(task.evidence().guard())
                    .putLong(task.digest())
                    .putInt(allowed.failed())
                    .putInt(allowed.killed())
                    .put((byte) (own == null ? 0 : 1))
                    .put((byte) (renewal.redone().test(task.id()) ? 1 : 0));
            if (!Arrays.equals(rest.array(), last)) {
                last = rest.array().clone();
                all.write(END);
                all.writeBytes(last);
            }
        }
        byte[] digest = sha256().digest(all.toByteArray());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest, BYTES));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256; this one has not", e);
        }
    }
}
