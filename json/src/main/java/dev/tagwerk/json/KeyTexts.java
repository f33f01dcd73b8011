package dev.tagwerk.json;

import java.io.File;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/** Which keys of maps have a text that says all of them, so that a map can be a JSON object. */
final class KeyTexts {
    private static final Set<Class<?>> EXACT = Set.of(
            String.class,
            Boolean.class,
            Character.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            URI.class,
            Path.class,
            File.class);

    private KeyTexts() {}

    static boolean exact(Class<?> key) {
        return EXACT.contains(key) || key.isEnum() || key.getPackageName().equals("java.time");
    }
}
