package dev.tagwerk.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs commands of the command line one after the other in one JVM, and keeps what each prints on both streams. */
public final class CommandDoor {
    private CommandDoor() {}

    /**
     * Reads the file of commands, one in a line; writes {@code N.out} and {@code N.code} for each into the folder.
     *
     * @param arguments the file and the folder
     */
    public static void main(String[] arguments) throws IOException {
        List<String> commands = Files.readAllLines(Path.of(arguments[0]));
        Path folder = Path.of(arguments[1]);
        for (int i = 0; i < commands.size(); i++) {
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            Streams streams = new Streams(
                    new Output(printed, false),
                    new PrintStream(printed, true, StandardCharsets.UTF_8),
                    InputStream.nullInputStream(),
                    System.getenv(),
                    Screen.NONE);
            int code = Main.run(streams, commands.get(i).split(" "));
            Files.write(folder.resolve(i + ".out"), printed.toByteArray());
            Files.writeString(folder.resolve(i + ".code"), String.valueOf(code));
        }
        System.exit(0);
    }
}
