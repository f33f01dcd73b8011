package dev.tagwerk.script;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A folder in which a test makes sources, classes and jars. Immutable. */
record Folder(Path path) {
    Path write(String name, String... lines) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the real javac with these words and returns what it prints. */
    static String javac(Object... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(out, out, Arrays.stream(words).map(Object::toString).toArray(String[]::new));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Compiles a class into a folder of classes. */
    Path classes(String folder, String file, String... lines) {
        Path source = new Folder(path.resolve(folder + "-sources")).write(file, lines);
        Path classes = path.resolve(folder);
        String printed = javac("-d", classes, "-cp", "", source);
        if (!printed.isEmpty()) {
            throw new IllegalStateException(printed);
        }
        return classes;
    }

    /** Packs a folder of classes, with these attributes of the manifest, each as {@code Name: value}. */
    Path jar(String name, Path classes, String... attributes) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        for (String attribute : attributes) {
            String[] parts = attribute.split(": ", 2);
            manifest.getMainAttributes().putValue(parts[0], parts[1]);
        }
        Path file = path.resolve(name);
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
                Stream<Path> walk = Files.walk(classes)) {
            for (Path one : walk.filter(Files::isRegularFile).toList()) {
                jar.putNextEntry(new JarEntry(classes.relativize(one).toString().replace(File.separatorChar, '/')));
                Files.copy(one, jar);
            }
        }
        return file;
    }

    List<Path> files() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(path)) {
            return new ArrayList<>(walk.filter(Files::isRegularFile).sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
