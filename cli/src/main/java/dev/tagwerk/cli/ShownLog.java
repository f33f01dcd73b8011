package dev.tagwerk.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Keeps what a task prints in its file and shows it as well, line by line, behind the task's name. For one thread at a time. */
final class ShownLog extends OutputStream {
    private final OutputStream file;
    private final String task;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    ShownLog(Path file, String task, Consumer<String> lines) throws IOException {
        this.file = Files.newOutputStream(file);
        this.task = task;
        this.lines = lines;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        file.write(bytes, from, count);
        for (int i = from; i < from + count; i++) {
            if (bytes[i] == '\n') {
                show();
            } else {
                line.write(bytes[i]);
            }
        }
    }

    private void show() {
        lines.accept(task + " | " + LogFiles.stripped(line.toString(StandardCharsets.UTF_8)));
        line.reset();
    }

    @Override
    public void close() throws IOException {
        if (line.size() > 0) {
            show();
        }
        file.close();
    }
}
