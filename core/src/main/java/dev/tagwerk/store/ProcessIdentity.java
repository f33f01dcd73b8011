package dev.tagwerk.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The identity of one process, exact enough that another process can tell whether it still lives. Immutable.
 *
 * <p>A pid alone names a slot that is used again. Together with the raw start ticks (field 22 of
 * {@code /proc/PID/stat}) it names one process of one boot, whatever the wall clock does. The pid means something in
 * its own pid namespace only, and start ticks are counted in a time namespace, so the names of both belong to it.
 *
 * @param host the name of the machine or container, for people
 * @param bootId the kernel's random id of this boot; empty where there is none
 * @param pidNamespace the pid namespace (and time namespace) in which {@code pid} and {@code start} count; empty where
 *     unknown
 * @param pid the process number
 * @param start the start: ticks since boot on Linux, milliseconds since 1970 elsewhere
 */
public record ProcessIdentity(String host, String bootId, String pidNamespace, long pid, long start) {
    private static final Path PROC = Path.of("/proc");

    /** The process that runs this code. */
    public static ProcessIdentity self() {
        return Self.VALUE;
    }

    /**
     * The living process with this pid, seen from here; empty when there is none, or only a zombie.
     *
     * @throws UncheckedIOException when there is one, and this process may not look at it
     */
    public static Optional<ProcessIdentity> ofLiving(long pid) {
        ProcessIdentity self = self();
        return start(pid, !self.bootId.isEmpty())
                .map(start -> new ProcessIdentity(self.host, self.bootId, self.pidNamespace, pid, start));
    }

    /** One line of text without blanks; {@link #parse} reads it back. */
    public String encode() {
        return Stream.of(host, bootId, pidNamespace, Long.toString(pid), Long.toString(start))
                .map(ProcessIdentity::escape)
                .collect(Collectors.joining("|"));
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException when the text is something else
     */
    public static ProcessIdentity parse(String text) {
        List<String> parts = List.of(text.split("\\|", -1));
        if (parts.size() == 5) {
            try {
                return new ProcessIdentity(
                        unescape(parts.get(0)),
                        unescape(parts.get(1)),
                        unescape(parts.get(2)),
                        Long.parseLong(parts.get(3)),
                        Long.parseLong(parts.get(4)));
            } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
                // Told below, with the whole text.
            }
        }
        throw new IllegalArgumentException(
                "Process identity: \"" + text + "\" cannot be read. Expected: host|boot id|pid namespace|pid|start.");
    }

    /**
     * The start ticks in the content of a {@code /proc/PID/stat}; empty for a zombie. The command name in field 2 may
     * hold blanks, brackets and line ends, so the fields are counted from the last closing bracket.
     */
    static Optional<Long> startTicks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split("\\s+", -1);
        String state = fields[0];
        // A leader that has ended while its other threads run is shown as a zombie too: the process lives.
        boolean gone = (state.equals("Z") && Long.parseLong(fields[17]) <= 1) || state.equalsIgnoreCase("X");
        return gone ? Optional.empty() : Optional.of(Long.parseLong(fields[19]));
    }

    private static Optional<Long> start(long pid, boolean linux) {
        if (!linux) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(ProcessIdentity::startMillis);
        }
        Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
        try {
            // Latin-1 maps every byte: a command name need not be valid UTF-8.
            return startTicks(Files.readString(stat, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (!Files.exists(stat)) {
                return Optional.empty(); // it ended between open and read
            }
            throw new UncheckedIOException("Process " + pid + ": its start cannot be read from " + stat, e);
        }
    }

    private static long startMillis(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String escape(String part) {
        StringBuilder text = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%' || c == '|' || c <= ' ' || c > '~') {
                text.append('%').append(String.format(Locale.ROOT, "%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static String unescape(String part) {
        StringBuilder text = new StringBuilder(part.length());
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c == '%') {
                text.append((char) Integer.parseInt(part.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Read once: none of it changes while the process lives. */
    private static final class Self {
        static final ProcessIdentity VALUE = read();

        private static ProcessIdentity read() {
            ProcessHandle me = ProcessHandle.current();
            String bootId = line(PROC.resolve("sys/kernel/random/boot_id"));
            boolean linux = !bootId.isEmpty();
            // A /proc mounted for another namespace shows other processes under our numbers: then nothing is sure.
            boolean ownProc = link(PROC.resolve("self")).equals(Long.toString(me.pid()));
            String namespaces = ownProc ? link(PROC.resolve("self/ns/pid")) + link(PROC.resolve("self/ns/time")) : "";
            long start =
                    linux && ownProc ? ProcessIdentity.start(me.pid(), true).orElse(0L) : startMillis(me);
            return new ProcessIdentity(host(), bootId, namespaces, me.pid(), start);
        }

        private static String host() {
            return Stream.of(
                            line(PROC.resolve("sys/kernel/hostname")),
                            System.getenv().getOrDefault("COMPUTERNAME", ""),
                            System.getenv().getOrDefault("HOSTNAME", ""))
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElseGet(Self::hostByNetwork);
        }

        private static String hostByNetwork() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "localhost";
            }
        }

        private static String line(Path file) {
            try {
                return Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            } catch (IOException e) {
                return ""; // not Linux, or hidden: the caller knows what an empty answer means
            }
        }

        private static String link(Path link) {
            try {
                return Files.readSymbolicLink(link).toString();
            } catch (IOException | UnsupportedOperationException e) {
                return "";
            }
        }
    }
}
