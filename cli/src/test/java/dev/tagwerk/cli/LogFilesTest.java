package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.cli.LogFiles.Escapes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    Path folder;

    @Test
    void safe_plainIds_stayAsTheyAre() {
        assertThat(files().safe("build-1.2_x=y@z,a+b")).isEqualTo("build-1.2_x=y@z,a+b");
    }

    @Test
    void safe_otherIds_areFlatAndReadable() {
        assertThat(files().safe("/home/me/a b.jar")).matches("home_me_a_b\\.jar~[0-9a-f]{16}");
        assertThat(files().safe("..")).matches("~[0-9a-f]{16}");
        assertThat(files().safe("")).matches("~[0-9a-f]{16}");
        assertThat(files().safe("-rf")).startsWith("rf~");
        assertThat(files().safe("日本")).matches("~[0-9a-f]{16}");
        assertThat(new LogFiles(folder, "n", false).safe("README")).startsWith("README~");
    }

    @Test
    void safe_randomIds_neverCollideNorLeaveTheFolder() {
        long seed = Long.getLong("tagwerk.seed", System.nanoTime());
        System.out.println("safe_randomIds: -Dtagwerk.seed=" + seed);
        Random random = new Random(seed);
        String alphabet = "ab./\\~_-\0\n é12";
        Set<String> ids =
                new HashSet<>(List.of("x".repeat(100), "x".repeat(101), "x".repeat(102), "a~1", "a_b", "a/b"));
        while (ids.size() < 5_000) {
            StringBuilder id = new StringBuilder();
            for (int length = random.nextInt(9); length >= 0; length--) {
                id.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            ids.add(id.toString());
        }
        Set<String> names = new HashSet<>();
        for (String id : ids) {
            String name = files().safe(id);
            assertThat(names.add(name))
                    .as("seed %d: %s is taken, for %s", seed, name, id)
                    .isTrue();
            assertThat(name).matches("[A-Za-z0-9_+=@,~][A-Za-z0-9._+=@,~-]*").hasSizeLessThanOrEqualTo(100);
            assertThat(folder.resolve(name).normalize().getParent()).isEqualTo(folder);
        }
    }

    @Test
    void next_severalAttempts_theLastHasThePlainName() throws IOException {
        LogFiles files = files();
        for (String text : List.of("first", "second", "third")) {
            Files.writeString(files.next("a"), text);
        }

        assertThat(files.latest("a")).hasContent("third").hasFileName("a.log");
        assertThat(files.all("a")).map(Files::readString).containsExactly("first", "second", "third");
        assertThat(files.all("a~1")).isEmpty();
        assertThat(folder.resolve("logs/n/a~1.log")).hasContent("first");
    }

    /** An attempt that was taken for dead goes on writing: into its own file. */
    @Test
    void next_earlierAttemptStillWrites_doesNotMix() throws IOException {
        LogFiles files = files();
        try (RandomAccessFile dead = new RandomAccessFile(files.next("a").toFile(), "rw")) {
            Files.writeString(files.next("a"), "new");
            dead.writeBytes("old");
        }

        assertThat(files.all("a")).map(Files::readString).containsExactly("old", "new");
    }

    @Test
    void lastLines_anyLength_readFromTheEnd() throws IOException {
        Path log = folder.resolve("x.log");
        assertThat(lines(log, 3)).isEmpty();
        for (int count : new int[] {0, 1, 2, 3, 4, 5_000}) {
            StringBuilder text = new StringBuilder();
            for (int i = 1; i <= count; i++) {
                text.append("line ").append(i).append('\n');
            }
            Files.writeString(log, text);
            assertThat(lines(log, 3)).hasSize(Math.min(3, count));
            Files.writeString(log, text + "open");
            assertThat(lines(log, 3)).hasSize(Math.min(3, count + 1)).endsWith("open");
        }
        assertThat(lines(log, 2)).containsExactly("line 5000", "open");
        assertThat(lines(log, 4_000)).hasSize(4_000);
    }

    @Test
    void lastLines_hugeFile_isNotLoaded() throws IOException {
        Path log = folder.resolve("huge.log");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(8L << 30);
            file.writeBytes("\nthe end\n");
        }

        assertThat(lines(log, 1)).containsExactly("the end");
        // The line before is 8 GiB long: it loses its beginning.
        assertThat(lines(log, 2)).hasSize(2).endsWith("the end");
    }

    @Test
    void lastLines_progressAndColours_asATerminalShowsThem() throws IOException {
        Path log = folder.resolve("x.log");
        Files.writeString(log, " 1%\r50%\r\u001B[1;32m100%\u001B[0m\r\nplain\r\n\u001B]0;title\u0007done\n");

        assertThat(lines(log, 9)).containsExactly("100%", "plain", "done");
        assertThat(LogFiles.lastLines(log, 3, Escapes.KEPT)).startsWith("\u001B[1;32m100%\u001B[0m");
    }

    private LogFiles files() {
        return new LogFiles(folder, "n", true);
    }

    private static List<String> lines(Path log, int count) throws IOException {
        return LogFiles.lastLines(log, count, Escapes.STRIPPED);
    }
}
