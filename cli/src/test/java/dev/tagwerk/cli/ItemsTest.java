package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.cli.Items.ItemException;
import dev.tagwerk.cli.Items.Separator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
    @Test
    void lines_ofAllKinds_areItemsWithoutTheirEnds() {
        Items items = lines("\uFEFFa\r\n\n b \r\n\r\n日本\nlast");

        assertThat(all(items)).containsExactly("a", " b ", "日本", "last");
        assertThat(items.skipped()).isEqualTo(2);
    }

    @Test
    void lines_lineFeedAtTheEnd_isNoEmptyItem() {
        Items items = lines("a\n");

        assertThat(all(items)).containsExactly("a");
        assertThat(items.skipped()).isZero();
        assertThat(all(lines(""))).isEmpty();
    }

    @Test
    void nul_keepsEverythingElse() {
        Items items = Items.standardInput(stream("a\nb\r\0\0\uFEFFc".getBytes(StandardCharsets.UTF_8)), Separator.NUL);

        assertThat(all(items)).containsExactly("a\nb\r", "\uFEFFc");
        assertThat(items.skipped()).isEqualTo(1);
    }

    @Test
    void lines_notUtf8_namesLineAndBytes() {
        Items items =
                Items.standardInput(stream(new byte[] {'o', 'k', '\n', 'f', (byte) 0xFC, 'r', '\n'}), Separator.LINE);

        assertThat(items.next()).isEqualTo("ok");
        assertThatThrownBy(items::hasNext)
                .isInstanceOfSatisfying(
                        ItemException.class, e -> assertThat(e.number()).isEqualTo(2))
                .hasMessageStartingWith("standard input, line 2: is not UTF-8: \"f\\xfcr\"")
                .hasMessageContaining("iconv");
    }

    @Test
    void lines_nulInside_pointsToTheOption() {
        assertThatThrownBy(() -> lines("a\0b\n").hasNext()).hasMessageContaining("say -0");
    }

    @Test
    void next_longerThanACommandTakes_isRefusedWithoutHoldingIt() {
        InputStream endless = new Endless("x");

        assertThatThrownBy(() -> Items.standardInput(endless, Separator.NUL).hasNext())
                .hasMessageContaining("item 1: is longer than 100000 bytes");
    }

    @Test
    void next_endlessInput_isReadAsNeeded() {
        InputStream endless = new Endless("xxx\n");
        Items items = Items.standardInput(endless, Separator.LINE);

        for (int i = 0; i < 1_000_000; i++) {
            assertThat(items.hasNext()).isTrue();
            items.next();
        }
    }

    @Test
    void close_standardInput_staysOpen() throws IOException {
        boolean[] closed = new boolean[1];
        InputStream input = new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
                closed[0] = true;
            }
        };

        Items.standardInput(input, Separator.LINE).close();

        assertThat(closed[0]).isFalse();
    }

    @Test
    void file_missingOrFolder_saysSo(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("list"), "a\nb\n");

        try (Items items = Items.file(file, Separator.LINE)) {
            assertThat(all(items)).containsExactly("a", "b");
        }
        assertThatThrownBy(() -> Items.file(folder.resolve("no"), Separator.LINE))
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> Items.file(folder, Separator.LINE)).hasMessageContaining("is a directory");
    }

    @Test
    void arguments_inOrder_emptyOnesSkipped() {
        Items items = Items.arguments(List.of("a b", "", "-n", "x\ny"));

        assertThat(all(items)).containsExactly("a b", "-n", "x\ny");
        assertThat(items.skipped()).isEqualTo(1);
    }

    /** The story: a job on a cluster, without a locale, and files with accents in their names. */
    @Test
    void arguments_localeWithoutUtf8_bytesArriveAndLeaveUnchanged(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                "sh",
                "-c",
                "exec \"$@\" \"$(printf 'b\\303\\244r \\346\\227\\245')\" plain",
                "sh",
                ProgramPath.java(),
                "-cp",
                ProgramPath.classPath(),
                EchoProgram.class.getName(),
                log.toString(),
                ":::");
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();
        assertThat(Files.readString(log)).isEqualTo("bär 日|bär 日\nend\n|plain|plain\nend\n|");
    }

    private static Items lines(String text) {
        return Items.standardInput(stream(text.getBytes(StandardCharsets.UTF_8)), Separator.LINE);
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static List<String> all(Items items) {
        List<String> all = new ArrayList<>();
        items.forEachRemaining(all::add);
        return all;
    }

    /** The same text again and again, without end. */
    private static final class Endless extends InputStream {
        private final byte[] text;
        private long at;

        Endless(String text) {
            this.text = text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            return text[(int) (at++ % text.length)];
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
