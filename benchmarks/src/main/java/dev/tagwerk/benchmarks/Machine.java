package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/**
 * Where and how it was measured. Immutable.
 *
 * @param date the day
 * @param command what was typed
 * @param commit the version of the sources; empty when unknown
 * @param processor name of the processor; empty when unknown
 * @param memory bytes of memory
 */
record Machine(String date, String command, String commit, String processor, long memory) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    static Machine here(List<String> arguments) throws IOException {
        String processor = Files.isReadable(PROCESSORS)
                ? Files.readAllLines(PROCESSORS).stream()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("")
                : "";
        return new Machine(
                LocalDate.now(ZoneId.systemDefault()).toString(),
                ("benchmarks/run " + String.join(" ", arguments)).strip(),
                System.getProperty("benchmarks.commit", ""),
                processor,
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                        .getTotalMemorySize());
    }

    static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                + System.getProperty("os.arch");
    }

    static String jdk() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** In one line. */
    String text() {
        return String.format(
                Locale.ROOT,
                "%d cores%s, %.0f GB, %s, %s%s",
                cores(),
                processor.isEmpty() ? "" : " (" + processor + ")",
                memory / 1e9,
                system(),
                jdk(),
                commit.isEmpty() ? "" : ", commit " + commit);
    }
}
