package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Output output = new Output(bytes, false);

    @Test
    void copy_file_endsWithALineFeed(@TempDir Path folder) throws IOException {
        output.copy(Files.writeString(folder.resolve("a"), "grün"));
        output.copy(Files.writeString(folder.resolve("b"), "x\n"));
        output.copy(Files.writeString(folder.resolve("c"), ""));
        output.copy(folder.resolve("none"));

        assertThat(printed()).isEqualTo("grün\nx\n");
    }

    @Test
    void flush_readerIsGone_isClosed() {
        Output closed = new Output(failing("Datenübergabe unterbrochen"), true);
        closed.println("x");

        assertThatThrownBy(closed::flush).isInstanceOf(Output.ClosedException.class);
    }

    @Test
    void flush_anyOtherFailure_saysWhy() {
        Output full = new Output(failing("No space left on device"), false);
        full.println("x");

        assertThatThrownBy(full::flush)
                .isInstanceOf(Output.FailedException.class)
                .hasMessageContaining("No space left on device");
    }

    /** The real thing: a program that prints without end, and {@code head}. */
    @Test
    void standard_headReadsOneLine_endsQuietlyWith141(@TempDir Path folder) throws Exception {
        Process sh = new ProcessBuilder(
                        "sh",
                        "-c",
                        "{ " + ShellWord.quoted(ProgramPath.java()) + " -cp "
                                + ShellWord.quoted(ProgramPath.classPath()) + " " + EndlessProgram.class.getName()
                                + "; echo $? > status; } 2>errors | head -n 1")
                .directory(folder.toFile())
                .start();

        assertThat(new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("line\n");
        assertThat(sh.waitFor()).isZero();
        assertThat(folder.resolve("status")).content().isEqualTo("141\n");
        assertThat(folder.resolve("errors")).isEmptyFile();
    }

    @Test
    @EnabledIf("hasFullDevice")
    void flush_fullDisk_isNotTakenForAClosedPipe() throws IOException {
        try (OutputStream full = new FileOutputStream("/dev/full")) {
            Output toFull = new Output(full, false);
            toFull.println("x");
            assertThatThrownBy(toFull::flush).isInstanceOf(Output.FailedException.class);
        }
    }

    @Test
    void line_allKinds_oneObjectPerLine() {
        JsonOut json = new JsonOut(output);
        json.line(o -> o.put("task", "a\n\"日\"")
                .put("host", (String) null)
                .put("attempt", 9_007_199_254_740_993L)
                .put("rate", Double.NaN)
                .put("stale", false)
                .put("at", Instant.EPOCH)
                .put("end", (Instant) null)
                .seconds("timeout", Duration.ofMillis(1_500))
                .seconds("left", null)
                .put("labels", List.of("gpu", "x"))
                .object("counts", c -> c.put("failed", 1))
                .objects("workers", List.of("w1"), (w, id) -> w.put("id", id)));
        json.line(o -> {});

        assertThat(printed())
                .isEqualTo("{\"task\":\"a\\n\\\"日\\\"\",\"host\":null,\"attempt\":9007199254740993,\"rate\":null,"
                        + "\"stale\":false,\"at\":\"1970-01-01T00:00:00Z\",\"end\":null,\"timeoutSeconds\":1.5,"
                        + "\"leftSeconds\":null,\"labels\":[\"gpu\",\"x\"],\"counts\":{\"failed\":1},"
                        + "\"workers\":[{\"id\":\"w1\"}]}\n{}\n");
    }

    static boolean hasFullDevice() {
        return Files.exists(Path.of("/dev/full"));
    }

    private String printed() {
        output.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
