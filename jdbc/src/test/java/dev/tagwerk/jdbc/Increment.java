package dev.tagwerk.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A number in a file, raised by read and write, so that two who do it at once lose one. */
final class Increment {

    private Increment() {}

    static void once(Path number) throws IOException {
        Files.writeString(number, Long.toString(read(number) + 1));
    }

    static long read(Path number) throws IOException {
        return Long.parseLong(Files.readString(number));
    }
}
