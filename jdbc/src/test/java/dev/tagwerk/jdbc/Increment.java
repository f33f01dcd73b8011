package dev.tagwerk.jdbc;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A number in a file, raised by read and write, so that two who do it at once lose one; by streams, which ignore interrupts. */
final class Increment {

    private Increment() {}

    static void once(Path number) throws IOException {
        write(number, read(number) + 1);
    }

    static void write(Path number, long value) throws IOException {
        try (FileOutputStream out = new FileOutputStream(number.toFile())) {
            out.write(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
        }
    }

    static long read(Path number) throws IOException {
        try (FileInputStream in = new FileInputStream(number.toFile())) {
            return Long.parseLong(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }
}
