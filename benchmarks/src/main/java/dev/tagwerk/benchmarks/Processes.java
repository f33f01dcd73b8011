package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Several processes on one file, with work of a given length. */
final class Processes implements Workload {
    private final int count;
    private final int full;
    private final long workNanos;
    private String remark = "";

    Processes(int count, int full, long workNanos) {
        this.count = count;
        this.full = full;
        this.workNanos = workNanos;
    }

    @Override
    public String name() {
        return (workNanos == 0 ? "processes-" : "sleepers-") + count;
    }

    @Override
    public double aim() {
        return 0;
    }

    @Override
    public int tasks(Scale scale) {
        return workNanos == 0 ? scale.of(full) : scale.quick() ? 20 : full;
    }

    @Override
    public String remark() {
        return remark;
    }

    /** What each process does: walks the loop, says how many it did and how long that took. */
    static void participate(List<String> arguments) {
        List<Integer> items =
                IntStream.range(0, Integer.parseInt(arguments.get(1))).boxed().toList();
        long work = Long.parseLong(arguments.get(2));
        int done = 0;
        long begin = System.nanoTime();
        try (SharedLoop<Integer> loop = SharedLoop.over(items)
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(arguments.get(0))
                .progress(false)
                .open()) {
            for (Integer item : loop) {
                long end = System.nanoTime() + work;
                while (work > 0 && System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                done += item >= 0 ? 1 : 0;
            }
        }
        System.out.println(done + " " + (System.nanoTime() - begin));
    }

    @Override
    public long ours(Scale scale) throws Exception {
        Path folder = Files.createTempDirectory("tagwerk-bench");
        List<Part> parts = new ArrayList<>();
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < count; i++) {
                parts.add(Part.start(
                        folder,
                        scale,
                        "--process",
                        folder.resolve("work.db").toString(),
                        Integer.toString(tasks(scale)),
                        Long.toString(workNanos)));
            }
            List<Integer> shares = new ArrayList<>();
            for (Part part : parts) {
                shares.add(Integer.parseInt(part.said().split(" ", -1)[0]));
            }
            long nanos = System.nanoTime() - begin;
            int all = shares.stream().mapToInt(Integer::intValue).sum();
            Workload.check(all == tasks(scale), all + " of " + tasks(scale) + " were done");
            double mean = (double) all / count;
            remark = String.format(
                    Locale.ROOT,
                    "shares %.2f to %.2f of the mean",
                    shares.stream().mapToInt(Integer::intValue).min().orElse(0) / mean,
                    shares.stream().mapToInt(Integer::intValue).max().orElse(0) / mean);
            return nanos;
        } finally {
            parts.forEach(Part::close);
            Folders.delete(folder);
        }
    }

    @Override
    public long floor(Scale scale) {
        return workNanos == 0 ? 0 : workNanos * tasks(scale) / count;
    }
}
