package dev.tagwerk;

import dev.tagwerk.task.Fnv1a;
import java.io.File;
import java.net.URI;
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
        long hash = Fnv1a.of(item.toString());
        return hash == 0 ? 1 : hash;
    }
}
