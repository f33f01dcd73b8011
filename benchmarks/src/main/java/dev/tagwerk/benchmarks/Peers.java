package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures the other programs, in a virtual environment of Python that it makes itself. What cannot do the full size in a minute is
 * measured with the largest size, of 10, 100, 1,000 and so on, that it can. For one thread at a time.
 */
final class Peers {
    private static final int INSTALL_SECONDS = 300;
    private static final int SECONDS = 60;
    private static final int SMALLEST = 100;

    private final Path sources;
    private final Path environment;
    private final Progress progress;
    private String missing = "";
    private boolean made;

    Peers(Path root, Progress progress) {
        this.sources = root.resolve("benchmarks/peers");
        this.environment = root.resolve("benchmarks/target/peers");
        this.progress = progress;
    }

    /** Measures all that can do this workload; with the smallest size only when it has to be quick. */
    List<Peer.Outcome> measure(Workload workload, boolean quick) throws IOException, InterruptedException {
        List<Peer.Outcome> outcomes = new ArrayList<>();
        for (Peer peer : Peer.of(workload)) {
            make();
            outcomes.add(missing.isEmpty() ? measure(peer, quick) : new Peer.Outcome(peer, 0, 0, missing));
        }
        progress.clear();
        return outcomes;
    }

    private void make() throws IOException, InterruptedException {
        if (made) {
            return;
        }
        made = true;
        Path wanted = sources.resolve("requirements.txt");
        Path installed = environment.resolve("installed.txt");
        if (Files.exists(installed) && Files.mismatch(wanted, installed) < 0) {
            return;
        }
        progress.say("peers: install them");
        Files.createDirectories(environment);
        Path log = environment.resolve("install.log");
        try {
            if (run(INSTALL_SECONDS, log, "python3", "-m", "venv", environment.toString()) != 0) {
                missing = "Python has no working venv; see benchmarks/target/peers/install.log";
            } else if (run(INSTALL_SECONDS, log, python(), "-m", "pip", "install", "-q", "-r", wanted.toString())
                    != 0) {
                missing = "the package registry did not give them; see benchmarks/target/peers/install.log";
            } else {
                Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            missing = "there is no python3 on the path";
        }
        if (!missing.isEmpty()) {
            progress.clear();
            System.err.println("benchmarks: no peers: " + missing);
        }
    }

    private String python() {
        return environment.resolve("bin/python").toString();
    }

    private Peer.Outcome measure(Peer peer, boolean quick) throws IOException, InterruptedException {
        Peer.Outcome best = new Peer.Outcome(peer, 0, 0, "nothing was done within " + SECONDS + " s");
        int tasks = Math.min(peer.most(), SMALLEST);
        while (true) {
            progress.say(peer.workload() + ": " + peer.program() + ", " + tasks + " tasks");
            double seconds = seconds(peer, tasks);
            if (Double.isNaN(seconds)) {
                return best;
            }
            boolean whole = tasks == peer.most();
            String remark = String.format(Locale.ROOT, "%,d tasks in %.1f s", tasks, seconds)
                    + (whole || quick ? "" : ", no more in a minute");
            best = new Peer.Outcome(peer, tasks, seconds * 1e9, remark);
            if (whole || quick || seconds > SECONDS / 10.0) {
                return best;
            }
            tasks = (int) Math.min(peer.most(), tasks * 10L);
        }
    }

    /** How long it took for so many tasks; not a number when it did not end in time or rightly. */
    private double seconds(Peer peer, int tasks) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(environment, "run-");
        Path output = environment.resolve(peer.workload() + "-" + peer.program() + ".log");
        Files.deleteIfExists(output);
        try {
            int exit = run(
                    SECONDS + 10,
                    output,
                    python(),
                    sources.resolve("peer.py").toString(),
                    peer.program(),
                    peer.workload(),
                    Integer.toString(tasks),
                    folder.toString());
            if (exit != 0) {
                return Double.NaN;
            }
            return Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith("seconds="))
                    .mapToDouble(line -> Double.parseDouble(line.substring("seconds=".length())))
                    .findFirst()
                    .orElse(Double.NaN);
        } finally {
            Folders.delete(folder);
        }
    }

    /** Runs a command, its output going into a file; gives its exit status, -1 when it took too long. */
    private int run(int seconds, Path output, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            return process.exitValue();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        return -1;
    }
}
