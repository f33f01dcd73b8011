package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The cost per task with ever more tasks: it must not grow. For one thread at a time. */
final class ScaleRun {
    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};
    private static final double AIM = 1.5;

    private final Path folder;
    private final Progress progress;

    ScaleRun(Path folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** Prints a line for each workload that has a size; says whether all could be measured. */
    boolean print(List<Workload> workloads, Workload.Size size, PrintStream out)
            throws IOException, InterruptedException {
        out.printf(
                Locale.ROOT,
                "%-16s %10s %10s %10s %10s   %s%n",
                "time per task",
                "1,000",
                "10,000",
                "100,000",
                "1,000,000",
                "last / second (aim " + AIM + ")");
        boolean all = true;
        for (Workload workload : workloads) {
            if (workload.scales()) {
                all &= print(workload, size, out);
            }
        }
        return all;
    }

    private boolean print(Workload workload, Workload.Size size, PrintStream out) throws InterruptedException {
        List<Double> each = new ArrayList<>();
        int most = size.asked() > 0 ? size.asked() : size.quick() ? SIZES[1] : SIZES[3];
        try {
            for (int tasks : SIZES) {
                if (tasks <= most) {
                    progress.say(workload.name() + ": " + tasks + " tasks");
                    each.add(measure(workload, tasks));
                }
            }
        } catch (IOException failed) {
            System.err.println("benchmarks: " + workload.name() + ": " + failed.getMessage());
            return false;
        } finally {
            progress.clear();
        }
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", workload.name()));
        for (int i = 0; i < SIZES.length; i++) {
            line.append(String.format(Locale.ROOT, " %10s", i < each.size() ? Text.time(each.get(i)) : "-"));
        }
        if (each.size() == SIZES.length) {
            double growth = each.get(SIZES.length - 1) / each.get(1);
            line.append(String.format(Locale.ROOT, "   %.2f%s", growth, growth <= AIM ? "" : " !"));
        }
        out.println(line);
        return true;
    }

    /** In a JVM that has been warmed up; the median of more runs where they are short. */
    private double measure(Workload workload, int tasks) throws IOException, InterruptedException {
        Path own = Folders.make(folder);
        int runs = tasks <= SIZES[1] ? 15 : 3;
        try (SideProcess side =
                SideProcess.start(workload, Side.OURS, new Workload.Run(new Workload.Size(false, tasks), own))) {
            side.awaitReady();
            int warmUps = Math.max(1, 2 * SIZES[2] / tasks / 5);
            for (int i = 0; i < warmUps; i++) {
                side.run();
            }
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                values.add(side.run().get("total") / tasks);
            }
            return new Sample(values).median();
        } finally {
            Folders.delete(own);
        }
    }
}
