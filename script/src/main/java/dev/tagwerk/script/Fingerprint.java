package dev.tagwerk.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/** Makes one digest of many things; each is told apart from its neighbours by its length. For one thread at a time. */
final class Fingerprint {
    private final MessageDigest digest = sha256();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return this;
    }

    Fingerprint addAll(List<String> texts) {
        add(String.valueOf(texts.size()));
        texts.forEach(this::add);
        return this;
    }

    /** Adds a class path: the place, size and time of each file, not its content, so that a start stays short. */
    Fingerprint addFiles(List<Path> path) throws IOException {
        add(String.valueOf(path.size()));
        for (Path entry : path) {
            add(entry.toAbsolutePath().toString());
            if (Files.isDirectory(entry)) {
                addFolder(entry);
            } else if (Files.exists(entry)) {
                add(mark(Files.readAttributes(entry, BasicFileAttributes.class)));
            }
        }
        return this;
    }

    private void addFolder(Path folder) throws IOException {
        TreeMap<String, String> marks = new TreeMap<>(); // a walk has no order of its own
        Files.walkFileTree(folder.toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".class")) {
                    marks.put(file.toString(), mark(attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE; // what cannot be read is no input of the compiler either
            }
        });
        marks.forEach((file, mark) -> add(file).add(mark));
    }

    private static String mark(BasicFileAttributes attributes) {
        return attributes.size() + "@" + attributes.lastModifiedTime();
    }

    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
