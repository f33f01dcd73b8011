package dev.tagwerk.flow;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns results into bytes and back. Safe for use by several threads.
 *
 * <p>Codecs are found by {@link java.util.ServiceLoader}, and several threads use one. The name stands beside the bytes in the store, so a name must never
 * change its meaning. A codec need not prove that nothing gets lost: {@link ResultCoding} reads back what a codec wrote,
 * compares, and refuses a result that did not come back equal. But equal values should give equal bytes, also when they
 * iterate in another order (a {@code HashSet}): a result that did not change saves the work that depends on it.
 */
public interface ResultCodec {
    /** The name by which stored bytes are recognised: letters, digits and {@code -}. */
    String name();

    /**
     * Writes a value.
     *
     * @param value the result of a task
     * @param type what it was declared to be, or what it was found to be
     * @throws Exception when this codec cannot write such a value; its message tells the user why
     */
    byte[] encode(@Nullable Object value, Type type) throws Exception;

    /**
     * Reads what {@link #encode} wrote.
     *
     * @param bytes what was written
     * @param type what it shall be
     * @throws Exception when the bytes are no such value; its message tells the user why
     */
    @Nullable
    Object decode(byte[] bytes, Type type) throws Exception;
}
