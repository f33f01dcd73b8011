package dev.tagwerk.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a task has returned, as a store keeps it: as bytes, or, in a store that keeps objects, as it is. Immutable. */
public sealed interface Payload {
    /**
     * A value written as bytes. Immutable: the array belongs to the payload and is not changed.
     *
     * @param format how to read the bytes; the store does not interpret it
     * @param bytes the bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    record Encoded(String format, byte[] bytes) implements Payload {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Encoded that && format.equals(that.format) && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * format.hashCode() + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return format + " " + bytes.length + " bytes, " + Integer.toHexString(Arrays.hashCode(bytes));
        }
    }

    /**
     * The value itself, for stores that keep objects ({@link Store#keepsObjects()}). As immutable as the value is.
     *
     * @param value what the task returned; may be null
     */
    record Live(@Nullable Object value) implements Payload {}
}
