package dev.tagwerk.engine;

import dev.tagwerk.store.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The platform of real clocks and real processes. Safe for use by several threads. */
final class SystemPlatform implements Platform {
    static final SystemPlatform INSTANCE = new SystemPlatform();

    // Without i, l, o, u: read aloud and typed without mistakes.
    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern HIDES_OTHERS = Pattern.compile("\\S+ /proc proc \\S*hidepid=(?!0|off)\\S*.*");

    private SystemPlatform() {}

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public ProcessIdentity self() {
        return ProcessIdentity.self();
    }

    @Override
    public Liveness liveness(ProcessIdentity process) {
        if (!countsHere(process, self())) {
            return Liveness.UNKNOWN;
        }
        Optional<ProcessIdentity> living;
        try {
            living = ProcessIdentity.ofLiving(process.pid());
        } catch (UncheckedIOException e) {
            return Liveness.UNKNOWN;
        }
        if (living.isPresent()) {
            return living.get().start() == process.start() ? Liveness.ALIVE : Liveness.GONE;
        }
        return othersAreHidden() ? Liveness.UNKNOWN : Liveness.GONE;
    }

    @Override
    public String randomText() {
        StringBuilder text = new StringBuilder();
        long bits = Chance.RANDOM.nextLong();
        for (int i = 0; i < 12; i++) {
            text.append(LETTERS.charAt((int) (bits & 31)));
            bits >>>= 5;
        }
        return text.toString();
    }

    @Override
    public long randomLong() {
        return Chance.RANDOM.nextLong();
    }

    /** Whether a pid of {@code process} means a process that {@code self} can look up. */
    static boolean countsHere(ProcessIdentity process, ProcessIdentity self) {
        if (!process.bootId().equals(self.bootId()) || !process.pidNamespace().equals(self.pidNamespace())) {
            return false;
        }
        if (!self.bootId().isEmpty()) {
            return !self.pidNamespace().isEmpty();
        }
        String host = self.host();
        return process.host().equals(host) && process.start() != 0 && !host.isEmpty() && !host.startsWith("localhost");
    }

    /** Whether these lines of {@code /proc/mounts} hide other users' processes, so that "not there" proves nothing. */
    static boolean hidesOthers(Stream<String> mounts) {
        return mounts.anyMatch(line -> HIDES_OTHERS.matcher(line).matches());
    }

    private static boolean othersAreHidden() {
        try (Stream<String> mounts = Files.lines(Path.of("/proc/mounts"), StandardCharsets.ISO_8859_1)) {
            return hidesOthers(mounts);
        } catch (IOException | UncheckedIOException e) {
            return false; // no /proc: the system's own process list answered
        }
    }

    /** Made when the first random number is asked for: it loads the JVM's security providers, and who only looks needs none. */
    private static final class Chance {
        static final SecureRandom RANDOM = new SecureRandom();

        private Chance() {}
    }
}
