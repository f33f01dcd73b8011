package dev.tagwerk.benchmarks;

import dev.tagwerk.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs workloads and prints one table. */
public final class Main {
    private static final int RUNS = 5;

    private Main() {}

    /** Runs the workloads named, or all; {@code --quick}, {@code --scale}, {@code --json FILE}. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("--process")) {
            Processes.participate(List.of(arguments).subList(1, arguments.length));
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("--wake-up")) {
            WakeUp.participate(List.of(arguments).subList(1, arguments.length));
            return;
        }
        List<String> words = new ArrayList<>(List.of(arguments));
        boolean quick = words.remove("--quick");
        boolean scale = words.remove("--scale");
        int json = words.indexOf("--json");
        Path file = null;
        if (json >= 0) {
            file = Path.of(words.get(json + 1));
            words.subList(json, json + 2).clear();
        }
        Map<String, Workload> all = new LinkedHashMap<>();
        workloads().forEach(workload -> all.put(workload.name(), workload));
        for (String word : words) {
            if (!all.containsKey(word)) {
                System.err.println("benchmarks: there is no workload " + word + "; there are " + all.keySet());
                System.exit(2);
            }
        }
        all.keySet().retainAll(words.isEmpty() ? all.keySet() : words);
        if (scale) {
            scales(all);
            return;
        }
        List<String> lines = new ArrayList<>();
        System.out.println(row("workload", "ours", "floor", "ratio", "aim", "min to max", "remark"));
        for (Workload workload : all.values()) {
            Measured measured = measure(workload, new Workload.Scale(quick, 1), quick ? 1 : RUNS);
            System.out.println(measured.row());
            lines.add(measured.json());
        }
        if (file != null) {
            write(file, lines);
        }
    }

    static List<Workload> workloads() {
        List<Workload> all = new ArrayList<>(List.of(
                new GraphWorkload("flat-memory", 3, false, scale -> TaskGraph.flat(scale.of(1_000_000))),
                new GraphWorkload("layers-memory", 3, false, Main::layers),
                new GraphWorkload("chain-memory", 5, false, scale -> TaskGraph.chain(scale.of(100_000))),
                new MemoryPerTask(),
                new GraphWorkload("flat-sqlite", 2, true, scale -> TaskGraph.flat(scale.of(1_000_000))),
                new GraphWorkload("layers-sqlite", 2, true, Main::layers),
                new CommitEach("each-commit", StoreOptions.Durability.NORMAL),
                new CommitEach("each-commit-full", StoreOptions.Durability.FULL),
                new Resume(),
                new FirstTask(),
                new WakeUp(),
                new MonitorBeside()));
        for (int count : new int[] {1, 2, 4, 16}) {
            all.add(new Processes(count, 400_000, 0));
        }
        for (int count : new int[] {1, 4, 8, 16}) {
            all.add(new Processes(count, 400, TimeUnit.MILLISECONDS.toNanos(100)));
        }
        return all;
    }

    private static TaskGraph layers(Workload.Scale scale) {
        int size = scale.of(1_000_000);
        int width = Math.min(1_000, Math.max(1, size / 20));
        return TaskGraph.layers(size / width, width);
    }

    /** What came of several runs. */
    private record Measured(Workload workload, Workload.Scale scale, List<Long> ours, long floor) {
        String row() {
            int tasks = workload.tasks(scale);
            long median = ours.get(ours.size() / 2);
            return Main.row(
                    workload.name(),
                    text(median, tasks),
                    floor == 0 ? "-" : text(floor, tasks),
                    floor == 0 ? "-" : String.format(Locale.ROOT, "%.1f", (double) median / floor),
                    workload.aim() == 0 ? "-" : String.format(Locale.ROOT, "%.1f", workload.aim()),
                    text(ours.get(0), tasks) + " to " + text(ours.get(ours.size() - 1), tasks),
                    workload.remark());
        }

        private String text(long nanos, int tasks) {
            if (workload instanceof MemoryPerTask) {
                return Long.toString(nanos);
            }
            return tasks == 1
                    ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                    : String.format(Locale.ROOT, "%.2f s, %.2f us", nanos / 1e9, nanos / 1e3 / tasks);
        }

        String json() {
            return "{\"workload\":\"" + workload.name() + "\",\"tasks\":" + workload.tasks(scale) + ",\"oursNanos\":"
                    + ours + ",\"floorNanos\":" + floor + ",\"remark\":\"" + workload.remark()
                    + "\"}";
        }
    }

    private static Measured measure(Workload workload, Workload.Scale scale, int runs) throws Exception {
        if (!scale.quick()) {
            workload.ours(new Workload.Scale(true, 1)); // warm-up
        }
        long[] ours = new long[runs];
        long[] floors = new long[runs];
        for (int i = 0; i < runs; i++) {
            ours[i] = workload.ours(scale);
            floors[i] = workload.floor(scale);
        }
        Arrays.sort(ours);
        Arrays.sort(floors);
        return new Measured(workload, scale, Arrays.stream(ours).boxed().toList(), floors[runs / 2]);
    }

    private static void scales(Map<String, Workload> all) throws Exception {
        for (Workload workload : all.values()) {
            StringBuilder line = new StringBuilder(workload.name()).append(':');
            for (double factor : new double[] {0.001, 0.01, 0.1, 1}) {
                Workload.Scale scale = new Workload.Scale(false, factor);
                long nanos = workload.ours(scale);
                line.append(String.format(
                        Locale.ROOT,
                        " %,d tasks %.2f us each;",
                        workload.tasks(scale),
                        nanos / 1e3 / workload.tasks(scale)));
            }
            System.out.println(line);
        }
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.write(file, lines);
        System.out.println("written to " + file);
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-16s  %-20s  %-20s  %6s  %4s  %-42s  %s", (Object[]) cells);
    }
}
