package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Measures the other programs, in a virtual environment of Python that it makes itself. What cannot do the full size in a minute is
 * measured with the largest size that it can, to a factor of two. For one thread at a time.
 */
final class Peers {
    private static final int INSTALL_SECONDS = 300;
    private static final int SECONDS = 60;
    /** What a workload has to prepare before the time counts, such as a million tasks that are done, is not held against anybody. */
    private static final int PATIENCE_SECONDS = 5 * SECONDS;

    private static final int SMALLEST = 100;
    /** So many times as many tasks are tried next. */
    private static final List<Integer> FACTORS = List.of(10, 5, 2);

    private static final int LATE = -1;

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
            outcomes.add(
                    missing.isEmpty()
                            ? search(peer, quick, tasks -> seconds(peer, tasks))
                            : new Peer.Outcome(peer, 0, 0, missing));
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

    /** A run of a peer with so many tasks. */
    interface Trial {
        /** How long it took; more than the minute that it has when it did not end in time. */
        double seconds(int tasks) throws IOException, InterruptedException, FailedException;
    }

    /** What it does with about the most tasks that it can do in a minute; with the smallest size when it has to be quick. */
    static Peer.Outcome search(Peer peer, boolean quick, Trial trial) throws IOException, InterruptedException {
        Peer.Outcome best = new Peer.Outcome(peer, 0, 0, "not even " + SMALLEST + " tasks in " + SECONDS + " s");
        int tasks = Math.min(peer.most(), SMALLEST);
        int factor = FACTORS.get(0);
        while (factor > 1) {
            double seconds;
            try {
                seconds = trial.seconds(tasks);
            } catch (FailedException failed) {
                return new Peer.Outcome(peer, best.tasks(), best.nanos(), String.valueOf(failed.getMessage()));
            }
            int most = factor;
            if (seconds <= SECONDS) {
                boolean whole = tasks == peer.most();
                String remark = String.format(Locale.ROOT, "%,d tasks in %.1f s", tasks, seconds)
                        + (whole || quick ? "" : ", about the most in a minute");
                best = new Peer.Outcome(peer, tasks, seconds * 1e9, remark);
                factor = whole || quick ? 1 : most(f -> f <= most && f * seconds <= SECONDS);
            } else {
                // It takes more than its share for more tasks: a smaller step.
                factor = best.tasks() == 0 ? 1 : most(f -> f < most);
            }
            tasks = (int) Math.min(peer.most(), (long) best.tasks() * factor);
        }
        return best;
    }

    private static int most(IntPredicate fits) {
        return FACTORS.stream().filter(fits::test).findFirst().orElse(1);
    }

    private double seconds(Peer peer, int tasks) throws IOException, InterruptedException, FailedException {
        progress.say(peer.workload() + ": " + peer.program() + ", " + tasks + " tasks");
        Path folder = Files.createTempDirectory(environment, "run-");
        Path output = environment.resolve(peer.workload() + "-" + peer.program() + ".log");
        Files.deleteIfExists(output);
        try {
            int exit = run(
                    peer.prepares() ? PATIENCE_SECONDS : SECONDS + 10,
                    output,
                    python(),
                    sources.resolve("peer.py").toString(),
                    peer.program(),
                    peer.workload(),
                    Integer.toString(tasks),
                    folder.toString());
            if (exit == LATE) {
                return Double.POSITIVE_INFINITY;
            }
            OptionalDouble seconds = Files.readAllLines(output).stream()
                    .filter(line -> line.startsWith("seconds="))
                    .mapToDouble(line -> Double.parseDouble(line.substring("seconds=".length())))
                    .findFirst();
            if (exit != 0 || seconds.isEmpty()) {
                throw new FailedException(String.format(
                        Locale.ROOT,
                        "it failed with %,d tasks; see benchmarks/target/peers/%s",
                        tasks,
                        output.getFileName()));
            }
            return seconds.getAsDouble();
        } finally {
            Folders.delete(folder);
        }
    }

    /** A peer ended without a right result. */
    static final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }
    }

    /** Runs a command, its output going into a file; gives its exit status, {@link #LATE} when it took too long. */
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
        return LATE;
    }
}
