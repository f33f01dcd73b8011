package dev.tagwerk.cli;

import dev.tagwerk.task.FileNames;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder with what the tasks of one name printed: {@code STORE/logs/NAME/TASK.log}. Immutable.
 *
 * <p>{@code TASK.log} is always the last attempt. An earlier one is renamed to {@code TASK~1.log}, {@code TASK~2.log}, in
 * order, before the next starts. Renaming leaves open files alone, so a command of an attempt that was taken for dead goes on
 * writing to its own file, and no two attempts ever mix.
 *
 * <p>A task's id may be any text, a file name may not: see {@link FileNames}.
 */
final class LogFiles {
    private static final Pattern ANSI =
            Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)?|[ -/]*[0-~])");
    /** A changed name ends in ~ and 16 hex digits, so a shorter number behind ~ is that of an attempt. */
    private static final Pattern EARLIER = Pattern.compile("(.+)~([0-9]{1,9})[.]log");

    private static final int BLOCK = 8192;
    private static final int TAIL_LIMIT = 1 << 20;

    private final Path folder;
    private final boolean caseMatters;

    /** Names the folder of {@code name} beside the store; nothing is created yet. */
    LogFiles(Path storeFolder, String name) {
        this(storeFolder, name, FileNames.CASE_MATTERS);
    }

    LogFiles(Path storeFolder, String name, boolean caseMatters) {
        this.caseMatters = caseMatters;
        this.folder = storeFolder.resolve("logs").resolve(safe(name));
    }

    /** Returns the file for the next attempt of {@code task}, which does not exist yet; the last one's is put aside. */
    Path next(String task) throws IOException {
        Files.createDirectories(folder);
        Path log = latest(task);
        if (Files.exists(log)) {
            int number = 1;
            while (Files.exists(earlier(task, number))) {
                number++;
            }
            Files.move(log, earlier(task, number), StandardCopyOption.ATOMIC_MOVE);
        }
        return log;
    }

    /** Returns the file of the last attempt of {@code task}, whether it exists or not. */
    Path latest(String task) {
        return folder.resolve(safe(task) + ".log");
    }

    /** Returns the files of all attempts that there are on this machine, oldest first. */
    List<Path> all(String task) {
        List<Path> files = new ArrayList<>();
        for (int number = 1; Files.exists(earlier(task, number)); number++) {
            files.add(earlier(task, number));
        }
        if (Files.exists(latest(task))) {
            files.add(latest(task));
        }
        return files;
    }

    /**
     * Removes files of older attempts.
     *
     * @param keep how many files of each task stay, the last one included, at least 1
     * @return how many were removed
     */
    long prune(int keep) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        Map<String, NavigableMap<Integer, Path>> older = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = EARLIER.matcher(file.getFileName().toString());
                if (name.matches()) {
                    older.computeIfAbsent(name.group(1), task -> new TreeMap<>())
                            .put(Integer.parseInt(name.group(2)), file);
                }
            });
        }
        long removed = 0;
        for (NavigableMap<Integer, Path> files : older.values()) {
            removed += prune(files, keep - 1);
        }
        return removed;
    }

    /** Removes all but the last, and numbers those from 1 on again: files are looked for from 1 up to the first gap. */
    private static long prune(NavigableMap<Integer, Path> files, int keep) throws IOException {
        long removed = 0;
        int number = 0;
        int surplus = files.size() - keep;
        for (Path file : files.values()) {
            if (removed < surplus) {
                Files.deleteIfExists(file);
                removed++;
            } else {
                number++;
                String name = file.getFileName().toString();
                Path again = file.resolveSibling(name.replaceFirst("~[0-9]+[.]log$", "~" + number + ".log"));
                if (!again.equals(file)) {
                    Files.move(file, again, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return removed;
    }

    /** Whether escape sequences of terminals stay in what is shown. */
    enum Escapes {
        KEPT,
        STRIPPED
    }

    /**
     * Returns the last {@code count} lines of {@code log}, as a terminal would show them: of a line that was overwritten by
     * carriage returns only the last state.
     *
     * <p>Reads from the end, at most 1 MiB; a longer line loses its beginning. A file that is not there has no lines.
     */
    static List<String> lastLines(Path log, int count, Escapes escapes) throws IOException {
        if (count <= 0 || !Files.exists(log)) {
            return List.of();
        }
        byte[] tail = tail(log, count);
        String[] lines = new String(tail, StandardCharsets.UTF_8).split("\n", -1);
        // A line feed ends a line, so what stands after the last one is only a line if there is something.
        int end = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        List<String> shown = new ArrayList<>();
        for (int i = Math.max(0, end - count); i < end; i++) {
            String line = lines[i].replaceFirst("\r+$", "");
            line = line.substring(line.lastIndexOf('\r') + 1);
            shown.add(escapes == Escapes.STRIPPED ? stripped(line) : line);
        }
        return shown;
    }

    /** Returns {@code text} without escape sequences of terminals. */
    static String stripped(String text) {
        return ANSI.matcher(text).replaceAll("");
    }

    /** Returns a file name for any text. */
    String safe(String text) {
        return FileNames.safe(text, caseMatters);
    }

    private Path earlier(String task, int number) {
        return folder.resolve(safe(task) + "~" + number + ".log");
    }

    private static byte[] tail(Path log, int count) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long length = file.length();
            long start = length;
            int lineFeeds = 0;
            byte[] block = new byte[BLOCK];
            // One more than asked for: the last line usually ends in one.
            while (start > 0 && lineFeeds <= count && length - start < TAIL_LIMIT) {
                int size = (int) Math.min(BLOCK, start);
                start -= size;
                file.seek(start);
                file.readFully(block, 0, size);
                for (int i = 0; i < size; i++) {
                    lineFeeds += block[i] == '\n' ? 1 : 0;
                }
            }
            byte[] tail = new byte[(int) (length - start)];
            file.seek(start);
            file.readFully(tail);
            return tail;
        }
    }
}
