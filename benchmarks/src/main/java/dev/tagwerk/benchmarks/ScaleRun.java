package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The cost per task with ever more tasks: it must not grow. The floor is measured by turns, so that what grows with the misses of the
 * processor's caches, or with what else the machine does, can be told apart. For one thread at a time.
 */
final class ScaleRun {
    private static final int[] SIZES = {1_000, 10_000, 100_000, 1_000_000};
    private static final double AIM = 1.5;

    private final Path folder;
    private final Progress progress;
    private final int runs;

    /** Measures in this folder, each size so often; 0 for as often as its size asks for. */
    ScaleRun(Path folder, Progress progress, int runs) {
        this.folder = folder;
        this.progress = progress;
        this.runs = runs;
    }

    /** Prints lines for each workload that has a size; says whether all could be measured. */
    boolean print(List<Workload> workloads, Workload.Size size, PrintStream out)
            throws IOException, InterruptedException {
        out.printf(Locale.ROOT, "%-16s", "time per task");
        for (int tasks : SIZES) {
            out.printf(Locale.ROOT, " %,10d", tasks);
        }
        out.println("   last / second");
        boolean all = true;
        for (Workload workload : workloads) {
            if (workload.scales()) {
                all &= print(workload, size, out);
            }
        }
        out.println("Medians; the cost of ours with the most tasks is to be at most " + AIM
                + " x that with 10,000 (! = it is not).");
        return all;
    }

    private boolean print(Workload workload, Workload.Size size, PrintStream out) throws InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> floor = new ArrayList<>();
        int most = size.asked() > 0 ? size.asked() : size.quick() ? SIZES[1] : SIZES[3];
        try {
            for (int tasks : SIZES) {
                if (tasks <= most) {
                    measure(workload, tasks, ours, floor);
                }
            }
        } catch (IOException failed) {
            System.err.println("benchmarks: " + workload.name() + ": " + failed.getMessage());
            return false;
        } finally {
            progress.clear();
        }
        line(workload.name(), ours, AIM, out);
        if (!floor.isEmpty()) {
            line("  floor", floor, Double.POSITIVE_INFINITY, out);
        }
        return true;
    }

    private static void line(String name, List<Double> each, double aim, PrintStream out) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-16s", name));
        for (int i = 0; i < SIZES.length; i++) {
            line.append(String.format(Locale.ROOT, " %10s", i < each.size() ? Text.time(each.get(i)) : "-"));
        }
        if (each.size() > 2) {
            double growth = each.get(each.size() - 1) / each.get(1);
            line.append(String.format(Locale.ROOT, "   %.2f%s", growth, growth <= aim ? "" : " !"));
        }
        out.println(line);
    }

    /** In JVMs that have been warmed up; adds the medians of more runs where they are short. */
    private void measure(Workload workload, int tasks, List<Double> ours, List<Double> floor)
            throws IOException, InterruptedException {
        Path own = Folders.make(folder);
        int times = runs > 0 ? runs : tasks <= SIZES[1] ? 15 : 3;
        int warmUps = Math.max(1, 2 * SIZES[2] / tasks / 5);
        Workload.Run run = new Workload.Run(new Workload.Size(false, tasks), own);
        try (SideProcess mine = SideProcess.start(workload, Side.OURS, run);
                SideProcess other = workload.hasFloor() ? SideProcess.start(workload, Side.FLOOR, run) : null) {
            List<Double> mines = new ArrayList<>();
            List<Double> others = new ArrayList<>();
            mine.awaitReady();
            if (other != null) {
                other.awaitReady();
            }
            for (int i = 1 - warmUps; i <= times; i++) {
                progress.say(String.format(
                        Locale.ROOT,
                        "%s: %,d tasks, %s",
                        workload.name(),
                        tasks,
                        i > 0 ? "run " + i + " of " + times : "warm-up"));
                double nanos = each(mine, tasks);
                double beside = each(other, tasks);
                if (i > 0) {
                    mines.add(nanos);
                    others.add(beside);
                }
            }
            ours.add(new Sample(mines).median());
            if (other != null) {
                floor.add(new Sample(others).median());
            }
        } finally {
            Folders.delete(own);
        }
    }

    private static double each(@Nullable SideProcess side, int tasks) throws IOException, InterruptedException {
        return side == null ? 0 : side.run().get("total") / tasks;
    }
}
