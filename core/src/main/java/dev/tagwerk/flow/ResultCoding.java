package dev.tagwerk.flow;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns results into what stands in a store and back: finds the type where none is declared, compresses what is large, and
 * reads back what it wrote, so that a result which a codec would change is refused while its task can still fail. Safe for
 * use by several threads.
 *
 * <p>Reading back costs about twice what writing as JSON costs, and less than compressing (a record 3 instead of 1 µs, a list
 * of 1,000 records 1.4 ms of 3.5; the exchange with the store 44 µs). It is always done: codecs lose things in ways nobody
 * foresees (a comparator, a {@code null} where an {@code Optional} was), and a loss would show only after a crash, in the task
 * that gets the wrong value. While a result is written, its memory is needed twice.
 */
public final class ResultCoding {
    /** Below this, compression saves less than it costs. */
    private static final int COMPRESS_ABOVE = 4096;

    private static final String GZIP = "gzip";
    private static final String STANDARD = "json";

    private final @Nullable ResultCodec chosen;
    private final ClassLoader providers;
    private @Nullable Map<String, ResultCodec> found;

    private ResultCoding(@Nullable ResultCodec chosen, ClassLoader providers) {
        this.chosen = chosen;
        this.providers = providers;
    }

    /** Writes with this codec; reads what others wrote with those found beside it. */
    public static ResultCoding with(ResultCodec codec) {
        return new ResultCoding(codec, ResultCoding.class.getClassLoader());
    }

    /** Writes with the codec that is found by the first use: the only one there is, or among several the one named json. */
    public static ResultCoding found(ClassLoader providers) {
        return new ResultCoding(null, providers);
    }

    /**
     * Writes a result.
     *
     * @param value what the task returned
     * @param declared what it was declared to return; null to find out
     * @throws ResultException when it cannot be written so that it comes back equal
     */
    public Encoding encode(@Nullable Object value, @Nullable Type declared) {
        ResultCodec codec = writing();
        Type type = declared == null ? TypeInference.of(value) : declared;
        byte[] bytes;
        RoundTrip.@Nullable Difference difference;
        try {
            bytes = codec.encode(value, type);
            difference = RoundTrip.difference(value, codec.decode(bytes, type));
        } catch (Exception | StackOverflowError refused) {
            throw new ResultException(
                    "",
                    "the result cannot be stored as " + codec.name() + ", as " + named(type) + ": " + why(refused),
                    refused);
        }
        if (difference != null) {
            throw new ResultException(
                    difference.place().toString(),
                    "the result cannot be stored as " + codec.name() + ", as " + named(type) + ": "
                            + (difference.place().depth() == 0 ? "" : "at " + difference.place() + ", ")
                            + difference.what(),
                    null);
        }
        byte[] small = bytes.length > COMPRESS_ABOVE ? compress(bytes) : bytes;
        return small.length < bytes.length
                ? new Encoding(codec.name() + ";" + GZIP + ";" + TypeText.of(type), small)
                : new Encoding(codec.name() + ";" + TypeText.of(type), bytes);
    }

    /**
     * Reads a result.
     *
     * @param encoding what {@link #encode} made
     * @param declared what it shall be; null for the type that was written with it
     * @param loader finds the classes of that type
     * @throws ResultException when it cannot be read: a class is gone or has changed, a codec is missing
     */
    public @Nullable Object decode(Encoding encoding, @Nullable Type declared, ClassLoader loader) {
        String format = encoding.format();
        int afterName = format.indexOf(';');
        if (afterName < 0) {
            throw new ResultException(
                    "", "a stored result has the format \"" + format + "\"; expected codec;type", null);
        }
        ResultCodec codec = reading(format.substring(0, afterName));
        String type = format.substring(afterName + 1);
        boolean compressed = type.startsWith(GZIP + ";");
        type = compressed ? type.substring(GZIP.length() + 1) : type;
        try {
            byte[] bytes = compressed ? expand(encoding.bytes()) : encoding.bytes();
            return codec.decode(bytes, declared == null ? TypeText.parse(type, loader) : declared);
        } catch (ClassNotFoundException gone) {
            throw new ResultException(
                    "",
                    "a stored result is of type " + type + ", but there is no class " + gone.getMessage() + " any more",
                    gone);
        } catch (Exception | LinkageError | StackOverflowError refused) {
            String wanted = declared == null ? "" : ", and shall be read as " + named(declared);
            throw new ResultException(
                    "",
                    "a stored result cannot be read; it was written as " + type + wanted + ": " + why(refused),
                    refused);
        }
    }

    private static String named(Type type) {
        return type == TypeText.NOTHING ? "null" : TypeText.of(type);
    }

    private static String why(Throwable refused) {
        String message = refused.getMessage();
        return refused instanceof StackOverflowError
                ? "it is nested too deep, or contains itself"
                : message == null ? refused.getClass().getName() : message;
    }

    private ResultCodec writing() {
        if (chosen != null) {
            return chosen;
        }
        Map<String, ResultCodec> all = all();
        if (all.isEmpty()) {
            throw missing("no codec for results is on the class path");
        }
        @Nullable
        ResultCodec standard = all.size() == 1 ? all.values().iterator().next() : all.get(STANDARD);
        if (standard == null) {
            throw new ResultException(
                    "",
                    "there are several codecs for results: " + String.join(", ", all.keySet())
                            + "; name the one to use",
                    null);
        }
        return standard;
    }

    private ResultCodec reading(String name) {
        if (chosen != null && chosen.name().equals(name)) {
            return chosen;
        }
        @Nullable ResultCodec codec = all().get(name);
        if (codec == null) {
            throw missing("a stored result was written by the codec \"" + name + "\", which is not on the class path");
        }
        return codec;
    }

    private static ResultException missing(String what) {
        return new ResultException(
                "",
                what
                        + "; for JSON add the artifact dev.tagwerk:tagwerk-json, or dev.tagwerk:tagwerk, which brings it along",
                null);
    }

    private synchronized Map<String, ResultCodec> all() {
        if (found == null) {
            Map<String, ResultCodec> codecs = new LinkedHashMap<>();
            for (ResultCodec codec : ServiceLoader.load(ResultCodec.class, providers)) {
                codecs.putIfAbsent(codec.name(), codec);
            }
            for (ResultCodec codec : ServiceLoader.load(ResultCodec.class, ResultCoding.class.getClassLoader())) {
                codecs.putIfAbsent(codec.name(), codec);
            }
            found = codecs;
        }
        return found;
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return packed.toByteArray();
    }

    private static byte[] expand(byte[] bytes) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return gzip.readAllBytes();
        }
    }
}
