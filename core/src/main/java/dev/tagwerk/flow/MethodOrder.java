package dev.tagwerk.flow;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The order in which a class file has its methods, which is that of the source. Reflection gives them in no order that could be
 * relied upon. Where the class file cannot be read, methods are in the order of their names. The format: The Java Virtual Machine
 * Specification, chapter 4. Immutable.
 */
final class MethodOrder implements Comparator<Method> {
    private static final int MAGIC = 0xCAFEBABE;

    private final Map<String, Integer> places;

    private MethodOrder(Map<String, Integer> places) {
        this.places = places;
    }

    static MethodOrder of(Class<?> type) {
        String name = type.getName();
        try (InputStream file = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return new MethodOrder(file == null ? Map.of() : read(new DataInputStream(file)));
        } catch (IOException unreadable) {
            return new MethodOrder(Map.of());
        }
    }

    @Override
    public int compare(Method a, Method b) {
        int byPlace = Integer.compare(place(a), place(b));
        return byPlace == 0 ? key(a).compareTo(key(b)) : byPlace;
    }

    private int place(Method method) {
        return places.getOrDefault(key(method), Integer.MAX_VALUE);
    }

    private static String key(Method method) {
        return method.getName()
                + MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .toMethodDescriptorString();
    }

    private static Map<String, Integer> read(DataInputStream in) throws IOException {
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.skipNBytes(4);
        String[] texts = constants(in);
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        members(in, texts); // fields
        return members(in, texts);
    }

    private static String[] constants(DataInputStream in) throws IOException {
        String[] texts = new String[in.readUnsignedShort()];
        Arrays.fill(texts, "");
        for (int i = 1; i < texts.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[i] = in.readUTF();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++; // long and double take two places
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        return texts;
    }

    private static Map<String, Integer> members(DataInputStream in, String[] texts) throws IOException {
        Map<String, Integer> places = new HashMap<>();
        int count = in.readUnsignedShort();
        for (int i = 0; i < count; i++) {
            in.skipNBytes(2);
            places.put(texts[in.readUnsignedShort()] + texts[in.readUnsignedShort()], i);
            int attributes = in.readUnsignedShort();
            for (int j = 0; j < attributes; j++) {
                in.skipNBytes(2);
                in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
            }
        }
        return places;
    }
}
