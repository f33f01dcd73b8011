package dev.tagwerk.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Files that can be made again. Each ends with the digest of all that comes before it and appears by a rename, so a reader sees
 * a whole one or none, in this process and in others. Safe for use by several threads.
 */
final class Cache {
    /** Entries that nobody has used for so long are removed. */
    static final Duration KEPT = Duration.ofDays(30);

    /** How often somebody looks for such entries, and how exactly the last use of one is known. */
    static final Duration ROUND = Duration.ofDays(1);

    /** The length of the digest at the end of each file. */
    static final int SEAL = 64;

    private final Path folder;
    private final InstantSource clock;

    Cache(Path folder, InstantSource clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Where the cache of a user is, after the XDG base directory specification. */
    static Path defaultFolder(Map<String, String> environment, String home) {
        String set = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The specification says that a relative path is to be ignored.
        Path caches = Path.of(set).isAbsolute() ? Path.of(set) : Path.of(home, ".cache");
        return caches.resolve("tagwerk");
    }

    Path folder() {
        return folder;
    }

    Instant now() {
        return clock.instant();
    }

    /** Where an entry is, if there is one. */
    Path place(String name) {
        return folder.resolve(name);
    }

    /** What an entry says without its seal; empty where there is none, or where it is damaged. */
    Optional<byte[]> read(String name) {
        Path file = place(name);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            byte[] sealed = Files.readAllBytes(file);
            byte[] content = Arrays.copyOf(sealed, Math.max(0, sealed.length - SEAL));
            if (!MessageDigest.isEqual(sealed, seal(content))) {
                return Optional.empty();
            }
            stillUsed(file);
            return Optional.of(content);
        } catch (IOException e) {
            return Optional.empty(); // whatever it is, it can be made again
        }
    }

    /** Keeps an entry; what is there under its name is replaced. */
    Path write(String name, byte[] content) throws IOException {
        Files.createDirectories(folder);
        Path half = Files.createTempFile(folder, "half-", ".tmp");
        try {
            Files.write(half, seal(content));
            try {
                Files.move(half, place(name), StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(half, place(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(half);
        }
        sweepNowAndThen();
        return place(name);
    }

    /** The content with its seal. */
    static byte[] seal(byte[] content) {
        byte[] sealed = Arrays.copyOf(content, content.length + SEAL);
        byte[] digest =
                HexFormat.of().formatHex(Fingerprint.sha256().digest(content)).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digest, 0, sealed, content.length, SEAL);
        return sealed;
    }

    private void stillUsed(Path file) throws IOException {
        if (olderThan(ROUND, file)) {
            Files.setLastModifiedTime(file, FileTime.from(now()));
        }
    }

    /** Only writers sweep: a cache that nobody adds to does not grow, and a start that finds everything stays short. */
    private void sweepNowAndThen() throws IOException {
        Path mark = folder.resolve("swept");
        if (Files.exists(mark) && !olderThan(ROUND, mark)) {
            return;
        }
        Files.write(mark, new byte[0]);
        Files.setLastModifiedTime(mark, FileTime.from(now()));
        List<Path> entries;
        try (Stream<Path> files = Files.list(folder)) {
            entries = files.filter(Files::isRegularFile).toList();
        }
        for (Path entry : entries) {
            try {
                boolean half = entry.toString().endsWith(".tmp");
                if (olderThan(half ? ROUND : KEPT, entry)) {
                    Files.deleteIfExists(entry);
                }
            } catch (IOException e) {
                // Another process removed it, or holds it: the next round comes.
            }
        }
    }

    private boolean olderThan(Duration age, Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant().isBefore(now().minus(age));
    }
}
