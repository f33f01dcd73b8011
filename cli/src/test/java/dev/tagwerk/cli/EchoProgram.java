package dev.tagwerk.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A program for tests: runs a command for each item after {@code :::} that writes what it was given. */
final class EchoProgram {
    private EchoProgram() {}

    public static void main(String[] args) throws InterruptedException {
        Path log = Path.of(args[0]);
        int start = Arrays.asList(args).indexOf(":::") + 1;
        Items items = Items.arguments(Arrays.asList(args).subList(start, args.length));
        while (items.hasNext()) {
            String item = items.next();
            ChildProcess child = new ChildProcess(
                    List.of("sh", "-c", "printf '%s|%s|' \"$1\" \"$TAGWERK_TASK\"", "sh", item),
                    ChildProcess.taskEnvironment(item + "\nend\n", 1, "t"),
                    log,
                    ChildProcess.Limits.NONE);
            if (!child.run().succeeded()) {
                System.exit(1);
            }
        }
    }
}
