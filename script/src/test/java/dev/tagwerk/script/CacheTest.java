package dev.tagwerk.script;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] CONTENT = "what took long".getBytes(UTF_8);

    @TempDir
    Path folder;

    @Test
    void read_written_same() throws IOException {
        Cache cache = cacheAt(NOW);
        assertThat(cache.read("a")).isEmpty();

        cache.write("a", CONTENT);

        assertThat(cache.read("a")).contains(CONTENT);
        cache.write("a", new byte[0]);
        assertThat(cache.read("a")).contains(new byte[0]);
    }

    @Test
    void read_anyByteChangedOrLost_nothing() throws IOException {
        Cache cache = cacheAt(NOW);
        Path file = cache.write("a", CONTENT);
        byte[] good = Files.readAllBytes(file);

        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(file, bad);
            assertThat(cache.read("a")).as("byte %s changed", i).isEmpty();
            Files.write(file, Arrays.copyOf(good, i));
            assertThat(cache.read("a")).as("cut to %s bytes", i).isEmpty();
        }
    }

    @Test
    void write_unusedForAMonth_sweptOnceADay() throws IOException {
        Cache cache = cacheAt(NOW);
        Path old = aged(cache.write("old", CONTENT), Duration.ofDays(31));
        Path used = aged(cache.write("used", CONTENT), Duration.ofDays(29));
        Path half = aged(Files.createFile(folder.resolve("cache/half-1.tmp")), Duration.ofDays(2));
        Path beingWritten = aged(Files.createFile(folder.resolve("cache/half-2.tmp")), Duration.ofHours(2));

        cache.write("new", CONTENT); // the mark is of today
        assertThat(old).exists();

        aged(folder.resolve("cache/swept"), Duration.ofHours(25));
        cache.write("new", CONTENT);
        assertThat(old).doesNotExist();
        assertThat(half).doesNotExist();
        assertThat(used).exists();
        assertThat(beingWritten).exists();
        assertThat(cache.place("new")).exists();
    }

    @Test
    void read_entry_countsAsUse() throws IOException {
        Cache cache = cacheAt(NOW);
        Path file = aged(cache.write("a", CONTENT), Duration.ofDays(29));

        cache.read("a");

        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(NOW);
    }

    @Test
    void write_leavesNothingHalfDone() throws IOException {
        cacheAt(NOW).write("a", CONTENT);

        assertThat(new Folder(folder).files())
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("a", "swept");
    }

    @Test
    void defaultFolder_afterXdg() {
        Path absolute = folder.toAbsolutePath();
        assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", absolute.toString()), "/home/x"))
                .isEqualTo(absolute.resolve("tagwerk"));
        assertThat(Cache.defaultFolder(Map.of(), "/home/x")).isEqualTo(Path.of("/home/x/.cache/tagwerk"));
        assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", ""), "/home/x"))
                .isEqualTo(Path.of("/home/x/.cache/tagwerk"));
        assertThat(Cache.defaultFolder(Map.of("XDG_CACHE_HOME", "relative"), "/home/x"))
                .isEqualTo(Path.of("/home/x/.cache/tagwerk"));
    }

    private Cache cacheAt(Instant time) {
        return new Cache(folder.resolve("cache"), InstantSource.fixed(time));
    }

    private static Path aged(Path file, Duration age) throws IOException {
        return Files.setLastModifiedTime(file, FileTime.from(NOW.minus(age)));
    }
}
