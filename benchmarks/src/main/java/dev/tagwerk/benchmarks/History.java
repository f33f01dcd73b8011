package dev.tagwerk.benchmarks;

import dev.tagwerk.Monitor;
import dev.tagwerk.SharedLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A loop over a source without end, on SQLite: what grows with its history, and what it takes to look at that. */
final class History implements Workload {
    private static final int PARTS = 10;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public String what() {
        return "1,000,000 tasks (10,000,000 with --tasks 10000000) of an endless source on SQLite: heap over time";
    }

    @Override
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>(List.of(Line.total(Aim.NONE)));
        for (int part = 1; part <= PARTS; part++) {
            lines.add(new Line("heap after " + 10 * part + " %", heap(part), Line.Unit.BYTES, Aim.NONE));
        }
        lines.add(new Line("heap, end of 10 %", "growth", Line.Unit.NUMBER, Aim.most(1.2)));
        lines.add(new Line("file per task", "file", Line.Unit.BYTES, Aim.NONE));
        lines.add(new Line("open and look", "open", Line.Unit.TIME, Aim.NONE));
        lines.add(new Line("tagwerk status", "status", Line.Unit.TIME, Aim.most(500e6)));
        return lines;
    }

    private static String heap(int part) {
        return "heap-" + part;
    }

    @Override
    public int tasks(Size size) {
        return size.of(1_000_000);
    }

    @Override
    public boolean hasFloor() {
        return false;
    }

    @Override
    public int runs() {
        return 1;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        return run.inFolder(folder -> {
            Path file = folder.resolve("work.db");
            Reading reading = walk(file, tasks(run.size()));
            reading.and("file", (double) Files.size(file) / tasks(run.size()));
            long begin = System.nanoTime();
            try (Monitor monitor = Monitor.open(file.toString())) {
                long tasks = monitor.loops().get(0).counts().tally().satisfied();
                Workload.check(tasks == tasks(run.size()), tasks + " tasks are in the store");
            }
            reading.and("open", System.nanoTime() - begin);
            return Launcher.missing().isEmpty() ? reading.and("status", status(run, file)) : reading;
        });
    }

    /** The second of two looks: the first one brings the file into the memory of the system. */
    private static long status(Run run, Path file) throws IOException, InterruptedException {
        Launcher launcher = Launcher.install(run);
        launcher.run("status", "--store", file.toString());
        return launcher.run("status", "--store", file.toString());
    }

    private static Reading walk(Path file, int tasks) {
        Reading reading = new Reading();
        int done = 0;
        long begin = System.nanoTime();
        long looking = 0;
        try (SharedLoop<Integer> loop = SharedLoop.over(() -> Stream.iterate(0, item -> item + 1))
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(file.toString())
                .progress(false)
                .open()) {
            for (Integer item : loop) {
                Workload.check(item == done, "item " + item + " came at place " + done);
                int count = ++done;
                if (count % Math.max(1, tasks / PARTS) == 0) {
                    long before = System.nanoTime();
                    long used = Memory.used();
                    looking += System.nanoTime() - before;
                    reading.and(heap(count / Math.max(1, tasks / PARTS)), used);
                    System.err.printf(Locale.ROOT, "history: %,11d tasks, heap %6.1f MB%n", count, used / 1e6);
                }
                if (count == tasks) {
                    loop.finish();
                }
            }
        }
        Workload.check(done == tasks, done + " of " + tasks + " were done");
        return reading.and("total", System.nanoTime() - begin - looking)
                .and("growth", reading.get(heap(PARTS)) / reading.get(heap(1)));
    }
}
