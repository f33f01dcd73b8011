package dev.tagwerk.script;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Folders and jars, in the order in which classes are looked for. Immutable. */
record ClassPath(List<Path> entries) {
    ClassPath {
        entries = List.copyOf(entries);
    }

    /** Reads a class path as {@code java} does: an empty part is this folder, {@code folder/*} is every jar in it. */
    static ClassPath parse(String text) {
        List<Path> entries = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String part : text.split(File.pathSeparator, -1)) {
                entries.addAll(expanded(part));
            }
        }
        return new ClassPath(entries);
    }

    /** What this Java was started with: the code that calls us, however it was packed. */
    static ClassPath ofThisJava() {
        String modules = System.getProperty("jdk.module.path", "");
        List<Path> entries =
                new ArrayList<>(parse(System.getProperty("java.class.path", "")).entries());
        for (Path entry : parse(modules).entries()) {
            entries.add(entry);
            entries.addAll(expanded(entry + File.separator + "*")); // a module path names folders of jars
        }
        return new ClassPath(entries.stream().distinct().toList());
    }

    private static List<Path> expanded(String part) {
        try {
            if (part.equals("*") || part.endsWith("/*") || part.endsWith(File.separator + "*")) {
                return jarsIn(Path.of(part.substring(0, part.length() - 1)));
            }
            return List.of(Path.of(part));
        } catch (InvalidPathException e) {
            throw new ScriptException("class path: \"" + part + "\" is no path: " + e.getReason() + ". Correct it.", e);
        }
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ScriptException("class path: the folder " + folder + " cannot be listed: " + e, e);
        }
    }

    ClassPath and(ClassPath others) {
        return new ClassPath(
                Stream.concat(entries.stream(), others.entries.stream()).toList());
    }

    URL[] urls() {
        return entries.stream().map(ClassPath::url).toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("every path of a file system has a URL: " + path, e);
        }
    }

    /** The classes here that have this simple name, whatever their package and case; for errors, so trouble gives fewer. */
    TreeSet<String> classesNamed(String simpleName) {
        TreeSet<String> found = new TreeSet<>();
        for (Path entry : entries) {
            try {
                classFilesIn(entry)
                        .map(file -> file.substring(0, file.length() - ".class".length())
                                .replace('/', '.'))
                        .filter(name -> name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1)
                                .equalsIgnoreCase(simpleName))
                        .forEach(found::add);
            } catch (IOException e) {
                // It cannot be read, so it offers nothing.
            }
        }
        return found;
    }

    private static Stream<String> classFilesIn(Path entry) throws IOException {
        List<String> names;
        if (Files.isDirectory(entry)) {
            try (Stream<Path> files = Files.walk(entry)) {
                names = files.map(file -> entry.relativize(file).toString().replace(File.separatorChar, '/'))
                        .toList();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        } else if (Files.isRegularFile(entry)) {
            try (JarFile jar = new JarFile(entry.toFile())) {
                names = jar.stream().map(ZipEntry::getName).toList();
            }
        } else {
            names = List.of();
        }
        return names.stream().filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"));
    }

    /** Those entries that are not there. */
    List<Path> missing() {
        return entries.stream().filter(entry -> !Files.exists(entry)).toList();
    }
}
