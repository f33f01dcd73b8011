package dev.tagwerk.cli;

import dev.tagwerk.WaitingIterator;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The items of {@code tagwerk each}, read one by one and never held together. For one thread at a time.
 *
 * <p>An item is text, because it is the task's id: it stands in the store, in JSON and on terminals. A file name on Linux
 * is bytes, and almost always UTF-8. Bytes that are not UTF-8 are refused with their place; replacing them quietly would
 * name a file that does not exist. On the way to the command the text becomes the same bytes again, whatever the locale
 * (see {@link ChildProcess}).
 *
 * <p>By line, a carriage return before the line feed and a byte order mark at the start belong to the file, not to the
 * item. By NUL, every byte between two NULs is the item. Empty items are skipped and counted. Blanks are kept.
 */
final class Items implements WaitingIterator<String>, AutoCloseable {
    /** Longest item in bytes: Linux takes no argument and no environment entry over 128 KiB. */
    static final int LONGEST = 100_000;

    /** What stands between two items. */
    enum Separator {
        LINE('\n', "line"),
        NUL('\0', "item");

        private final int end;
        private final String unit;

        Separator(int end, String unit) {
            this.end = end;
            this.unit = unit;
        }
    }

    private final String source;
    private final InputStream input;
    private final Separator separator;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private @Nullable String next;
    private boolean ended;
    private long number;
    private long skipped;

    private Items(String source, InputStream input, Separator separator) {
        this.source = source;
        this.input = input;
        this.separator = separator;
    }

    /**
     * Returns the items that stand after {@code :::}, the last words of the command line.
     *
     * <p>In a locale that is not UTF-8 the JVM has already lost what it could not decode; the words are then read again
     * from {@code /proc}.
     */
    static Items arguments(List<String> words) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] word : NativeText.lastArguments(words)) {
            all.writeBytes(word);
            all.write(0);
        }
        return new Items("arguments", new ByteArrayInputStream(all.toByteArray()), Separator.NUL);
    }

    /** Returns the items on {@code input}, the standard input; it is not closed with them. */
    static Items standardInput(InputStream input, Separator separator) {
        return new Items("standard input", new BufferedInputStream(new Unclosed(input), 1 << 16), separator);
    }

    /**
     * Returns the items in {@code file}.
     *
     * @throws UsageException if the file cannot be opened
     */
    static Items file(Path file, Separator separator) {
        try {
            if (Files.isDirectory(file)) {
                throw new UsageException("--from " + file + ": is a directory; give a file with one item per line");
            }
            return new Items(file.toString(), new BufferedInputStream(Files.newInputStream(file), 1 << 16), separator);
        } catch (NoSuchFileException e) {
            throw new UsageException("--from " + file + ": no such file, seen from "
                    + Path.of("").toAbsolutePath() + "; for the standard input leave --from out");
        } catch (IOException e) {
            throw new UsageException("--from " + file + ": cannot be read: " + e.getMessage());
        }
    }

    /** Returns the line for the error stream while items are awaited from a terminal. */
    static String terminalHint(Separator separator) {
        return separator == Separator.LINE
                ? "tagwerk each: reading items from the terminal, one per line; Ctrl-D ends them"
                        + " (or give them after ::: or with --from FILE)"
                : "tagwerk each: reading items from the terminal, separated by NUL (-0); Ctrl-D ends them";
    }

    /** Returns how many empty items were skipped so far. */
    long skipped() {
        return skipped;
    }

    /**
     * Looks for another item, which may wait for input.
     *
     * @throws ItemException if the input cannot be read, or what stands there cannot be an item
     */
    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            next = read();
        }
        return next != null;
    }

    @Override
    public boolean isReady() {
        try {
            return next != null || ended || input.available() > 0;
        } catch (IOException e) {
            // Reading will say what is wrong.
            return true;
        }
    }

    @Override
    public String next() {
        String item = hasNext() ? next : null;
        if (item == null) {
            throw new NoSuchElementException(source + " has no more items");
        }
        next = null;
        return item;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }

    /** Returns the next item, or null for an empty one and at the end. */
    private @Nullable String read() {
        bytes.reset();
        number++;
        try {
            int b = input.read();
            while (b != separator.end && b >= 0) {
                bytes.write(b);
                if (bytes.size() > LONGEST) {
                    throw problem("is longer than " + LONGEST + " bytes, more than a command can be given"
                            + (separator == Separator.NUL ? "; are the items separated by NUL?" : ""));
                }
                b = input.read();
            }
            ended = b < 0;
        } catch (IOException e) {
            throw problem("cannot be read: " + e.getMessage());
        }
        String item = text(bytes.toByteArray());
        if (item.isEmpty()) {
            // The end of the input after the last separator is no item at all.
            skipped += ended && bytes.size() == 0 ? 0 : 1;
            return null;
        }
        return item;
    }

    private String text(byte[] raw) {
        int from = 0;
        int to = raw.length;
        if (separator == Separator.LINE) {
            boolean mark = number == 1 && to >= 3 && raw[0] == (byte) 0xEF && raw[1] == (byte) 0xBB;
            from = mark && raw[2] == (byte) 0xBF ? 3 : 0;
            to -= to > from && raw[to - 1] == '\r' ? 1 : 0;
        }
        String item;
        try {
            item = decoder.decode(ByteBuffer.wrap(raw, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            throw problem("is not UTF-8: " + excerpt(raw, from, to)
                    + "; an item has to be text, so convert the list with iconv,"
                    + " or rename such files first (convmv does)");
        }
        if (item.indexOf('\0') >= 0) {
            throw problem("contains a NUL byte: " + excerpt(raw, from, to) + "; for items separated by NUL say -0");
        }
        return item;
    }

    /** Returns the readable part of {@code raw}, other bytes as {@code \xNN}, at most 40 of them. */
    private static String excerpt(byte[] raw, int from, int to) {
        StringBuilder shown = new StringBuilder("\"");
        int end = Math.min(to, from + 40);
        for (int i = from; i < end; i++) {
            boolean plain = raw[i] >= ' ' && raw[i] < 127;
            shown.append(
                    plain
                            ? String.valueOf((char) raw[i])
                            : "\\x" + HexFormat.of().toHexDigits(raw[i]));
        }
        return shown.append(end < to ? "…\"" : "\"").toString();
    }

    private ItemException problem(String what) {
        ended = true;
        return new ItemException(source, separator.unit, number, what);
    }

    /** Something in the input that cannot be an item; the message names the source and the place. */
    static final class ItemException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String source;
        private final long number;

        ItemException(String source, String unit, long number, String what) {
            super(source + ", " + unit + " " + number + ": " + what);
            this.source = source;
            this.number = number;
        }

        /** Returns the file, or {@code standard input}, or {@code arguments}. */
        String source() {
            return source;
        }

        /** Returns the number of the line or item, counted from 1. */
        long number() {
            return number;
        }
    }

    /** A stream that leaves the one beneath open: the process's standard input is not ours to close. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, length);
        }

        @Override
        public void close() {}
    }
}
