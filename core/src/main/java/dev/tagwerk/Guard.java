package dev.tagwerk;

import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.TemporalAccessor;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A digest of an item whose id is only its position, to notice that another item stands there now. Only for items whose text
 * is the same in every process; others have none.
 */
final class Guard {
    private Guard() {}

    /** The digest (64-bit FNV-1a over the text); 0 when the item has none. */
    static long of(@Nullable Object item) {
        if (item == null) {
            return 1;
        }
        boolean telling = item instanceof CharSequence
                || item instanceof Number
                || item instanceof Boolean
                || item instanceof Character
                || item instanceof Enum<?>
                || item instanceof Path
                || item instanceof File
                || item instanceof URI
                || item instanceof UUID
                || item instanceof TemporalAccessor;
        if (!telling) {
            return 0;
        }
        long hash = 0xcbf29ce484222325L;
        for (byte b : item.toString().getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash == 0 ? 1 : hash;
    }
}
