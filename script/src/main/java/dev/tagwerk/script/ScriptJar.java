package dev.tagwerk.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * What the manifest of a jar says about what to run in it. Immutable.
 *
 * @param main the binary name of the main class
 * @param topLevel the binary names of the top-level types, in the order of their source; of a foreign jar the main class
 */
record ScriptJar(String main, List<String> topLevel) {
    private static final Attributes.Name TAGWERK_CLASS = new Attributes.Name("Tagwerk-Class");
    private static final Attributes.Name TAGWERK_TYPES = new Attributes.Name("Tagwerk-Types");
    private static final LocalDateTime ALWAYS = LocalDateTime.of(2026, 1, 1, 0, 0);

    /** Reads it from a jar; empty if the manifest names no class. */
    static Optional<ScriptJar> of(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                return Optional.empty();
            }
            Attributes attributes = manifest.getMainAttributes();
            String main = attributes.getValue(TAGWERK_CLASS);
            if (main == null) {
                main = attributes.getValue(Attributes.Name.MAIN_CLASS);
            }
            if (main == null || main.isBlank()) {
                return Optional.empty();
            }
            String types = attributes.getValue(TAGWERK_TYPES);
            return Optional.of(new ScriptJar(
                    main.strip(),
                    types == null
                            ? List.of(main.strip())
                            : List.of(types.strip().split(" +"))));
        }
    }

    /**
     * The bytes of a jar with these classes, without the last {@link Cache#SEAL} ones: these are the jar's comment, and the cache
     * puts its seal there. So an entry of the cache is a jar that any Java can read.
     */
    byte[] unsealed(Map<String, byte[]> classes) {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(TAGWERK_CLASS, main);
        attributes.put(TAGWERK_TYPES, String.join(" ", topLevel));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            jar.setComment(" ".repeat(Cache.SEAL));
            JarEntry head = new JarEntry(JarFile.MANIFEST_NAME);
            head.setTimeLocal(ALWAYS);
            jar.putNextEntry(head);
            manifest.write(jar);
            for (Map.Entry<String, byte[]> one : classes.entrySet()) {
                JarEntry entry = new JarEntry(one.getKey().replace('.', '/') + ".class");
                entry.setTimeLocal(ALWAYS);
                jar.putNextEntry(entry);
                jar.write(one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() - Cache.SEAL);
    }
}
