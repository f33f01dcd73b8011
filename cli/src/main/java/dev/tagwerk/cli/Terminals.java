package dev.tagwerk.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** What a program without a terminal library can know about its terminal: whether there is one, its width, its colours. */
final class Terminals {
    /** The standard streams, by the numbers that the operating system gives them. */
    enum Stream {
        IN(0),
        OUT(1),
        ERR(2);

        private final int number;

        Stream(int number) {
            this.number = number;
        }
    }

    private static final int WIDEST = 10_000;

    private Terminals() {}

    /** Says whether {@code stream} is a terminal. */
    static boolean isTerminal(Stream stream) {
        Path open = Path.of("/proc/self/fd");
        if (!Files.isDirectory(open)) {
            return askSystem(stream);
        }
        try {
            String target = Files.readSymbolicLink(open.resolve(Integer.toString(stream.number)))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // A closed stream has no entry.
            return false;
        }
    }

    /**
     * Returns the width in columns: {@code COLUMNS} if it is set, else what the terminal says.
     *
     * <p>Asks {@code stty}, which takes about 20 ms; empty if there is no terminal.
     */
    static OptionalInt width(Map<String, String> environment) {
        OptionalInt set = number(environment.getOrDefault("COLUMNS", ""));
        return set.isPresent() ? set : ask();
    }

    /**
     * Says whether to print colours: not if {@code NO_COLOR} is set, always if {@code CLICOLOR_FORCE} is set and not 0, else
     * on a terminal that is not {@code dumb}, unless {@code CLICOLOR} is 0.
     */
    static boolean colours(Map<String, String> environment, boolean terminal) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "0");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return terminal
                && !environment.getOrDefault("TERM", "").equals("dumb")
                && !environment.getOrDefault("CLICOLOR", "1").equals("0");
    }

    /** Asks {@code test -t}, for {@code System.console()} has said yes to everything since JDK 22. */
    private static boolean askSystem(Stream stream) {
        try {
            Process test = new ProcessBuilder("test", "-t", Integer.toString(stream.number))
                    .inheritIO()
                    .start();
            return test.waitFor(1, TimeUnit.SECONDS) && test.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static OptionalInt ask() {
        Process stty;
        try {
            stty = new ProcessBuilder("stty", "size")
                    .redirectInput(Redirect.from(new File("/dev/tty")))
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No controlling terminal, or no stty.
            return OptionalInt.empty();
        }
        try (InputStream answer = stty.getInputStream()) {
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                return OptionalInt.empty();
            }
            String[] rowsAndColumns = new String(answer.readAllBytes(), StandardCharsets.US_ASCII)
                    .strip()
                    .split(" ", -1);
            return rowsAndColumns.length == 2 ? number(rowsAndColumns[1]) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        } finally {
            stty.destroyForcibly();
        }
    }

    private static OptionalInt number(String text) {
        try {
            int number = Integer.parseInt(text);
            // A terminal of width 0 does not know its width.
            return number > 0 && number <= WIDEST ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }
}
