package dev.tagwerk.benchmarks;

import dev.tagwerk.Monitor;
import dev.tagwerk.SharedLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The 99th percentile of an exchange with a monitor polling beside it, and (as the floor) without. */
final class MonitorBeside implements Workload {
    private static final long POLL_NANOS = 100_000_000;

    private String remark = "";

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public double aim() {
        return 1.2;
    }

    @Override
    public int tasks(Scale scale) {
        return 1;
    }

    @Override
    public String remark() {
        return remark;
    }

    @Override
    public long ours(Scale scale) throws Exception {
        return percentile(scale, true);
    }

    @Override
    public long floor(Scale scale) throws Exception {
        return percentile(scale, false);
    }

    private long percentile(Scale scale, boolean watched) throws Exception {
        List<Integer> items =
                IntStream.range(0, scale.quick() ? 200 : 30_000).boxed().toList();
        Path folder = Files.createTempDirectory("tagwerk-bench");
        try {
            String store = folder.resolve("work.db").toString();
            long[] times = new long[items.size()];
            int done = 0;
            try (SharedLoop<Integer> loop = SharedLoop.over(items)
                    .keyedBy(item -> "t" + item)
                    .named("bench")
                    .store(store)
                    .commitEach()
                    .progress(false)
                    .open()) {
                Thread monitor = new Thread(() -> poll(store), "monitor");
                monitor.setDaemon(true);
                if (watched) {
                    monitor.start();
                }
                long last = System.nanoTime();
                for (Integer item : loop) {
                    long now = System.nanoTime();
                    times[done++] = item >= 0 ? now - last : 0;
                    last = System.nanoTime();
                }
                monitor.interrupt();
                if (watched) {
                    monitor.join();
                }
            }
            Workload.check(done == items.size(), "not all were done");
            Arrays.sort(times);
            if (watched) {
                remark = String.format(
                        Locale.ROOT, "99th percentile of an exchange; median %.0f us", times[times.length / 2] / 1e3);
            }
            return times[times.length * 99 / 100];
        } finally {
            Folders.delete(folder);
        }
    }

    private static void poll(String store) {
        try (Monitor monitor = Monitor.open(store)) {
            while (!Thread.currentThread().isInterrupted()) {
                monitor.loops();
                monitor.running("bench");
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }
}
