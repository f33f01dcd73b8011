package dev.tagwerk.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A command's contact with whoever started it. Immutable.
 *
 * @param out standard output
 * @param err standard error
 * @param in standard input
 * @param environment the variables it was started with
 * @param screen what is known of its terminal
 */
record Streams(Output out, PrintStream err, InputStream in, Map<String, String> environment, Screen screen) {
    /** The streams of this process. */
    static Streams ofProcess() {
        Map<String, String> environment = System.getenv();
        return new Streams(
                Output.standard(),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                environment,
                Screen.of(environment));
    }

    /** The value of a variable, or {@code otherwise} where it is missing or blank. */
    String variable(String name, String otherwise) {
        String value = environment.getOrDefault(name, "");
        return value.isBlank() ? otherwise : value;
    }

    /** Prints a line on standard error. */
    void tell(String line) {
        err.println(line);
        err.flush();
    }
}
