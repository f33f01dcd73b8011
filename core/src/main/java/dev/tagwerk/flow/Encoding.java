package dev.tagwerk.flow;

import java.util.Arrays;

/**
 * A result as it stands in a store. Immutable. Nobody may write to the array.
 *
 * @param format codec, compression and type, such as {@code json;gzip;java.util.List<com.example.Row>}
 * @param bytes what the codec wrote, compressed where the format says so
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode below look at the content
public record Encoding(String format, byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Encoding encoding
                && format.equals(encoding.format)
                && Arrays.equals(bytes, encoding.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * format.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return format + " (" + bytes.length + " bytes)";
    }
}
