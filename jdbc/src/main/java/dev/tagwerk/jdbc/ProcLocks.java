package dev.tagwerk.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/** The kernel's table of file locks, {@code /proc/locks}: tells on Linux which process holds a byte of a file. */
final class ProcLocks {

    private static final Path TABLE = Path.of("/proc/locks");

    private ProcLocks() {}

    /** Returns the process that holds this byte; empty if nobody does, or this system cannot tell. */
    static OptionalLong holderOf(Path file, long position) {
        if (!Files.isReadable(TABLE)) {
            return OptionalLong.empty();
        }
        try {
            long inode = number(Files.getAttribute(file, "unix:ino"));
            long device = number(Files.getAttribute(file, "unix:dev"));
            return holderOf(Files.readAllLines(TABLE), deviceName(device) + ":" + inode, position);
        } catch (IOException | RuntimeException e) {
            return OptionalLong.empty(); // this is said in a message only: an unknown holder is an answer
        }
    }

    /**
     * Reads lines like {@code 7: POSIX  ADVISORY  WRITE 4711 fe:00:123456 0 0}; waiters have an arrow before the kind.
     * Holders outside of this process's namespace show as 0, which nobody could act on.
     */
    static OptionalLong holderOf(List<String> table, String deviceAndInode, long position) {
        for (String line : table) {
            String[] word = line.trim().split("\\s+", -1);
            if (word.length == 8
                    && word[1].equals("POSIX")
                    && word[5].equals(deviceAndInode)
                    && Long.parseLong(word[6]) <= position
                    && (word[7].equals("EOF") || Long.parseLong(word[7]) >= position)
                    && Long.parseLong(word[4]) > 0) {
                return OptionalLong.of(Long.parseLong(word[4]));
            }
        }
        return OptionalLong.empty();
    }

    /** Writes a device number as the kernel does: major and minor in hexadecimal, at least two digits each. */
    static String deviceName(long device) {
        long major = ((device >>> 8) & 0xfff) | ((device >>> 32) & ~0xfffL);
        long minor = (device & 0xff) | ((device >>> 12) & ~0xffL);
        return String.format("%02x:%02x", major, minor);
    }

    private static long number(Object attribute) {
        return ((Number) Objects.requireNonNull(attribute)).longValue();
    }
}
