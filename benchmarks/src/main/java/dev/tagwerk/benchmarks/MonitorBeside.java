package dev.tagwerk.benchmarks;

import dev.tagwerk.Monitor;
import dev.tagwerk.SharedLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** How long an exchange takes with a monitor polling beside it, and (as the floor) without. */
final class MonitorBeside implements Workload {
    private static final long POLL_NANOS = 100_000_000;

    @Override
    public String name() {
        return "monitor";
    }

    @Override
    public String what() {
        return "30,000 exchanges on SQLite with a monitor polling beside them; the floor is without one";
    }

    @Override
    public List<Line> lines() {
        return List.of(
                new Line("99th percentile", "p99", Line.Unit.TIME, Aim.timesFloor(1.2)),
                new Line("median", "p50", Line.Unit.TIME, Aim.NONE));
    }

    @Override
    public int tasks(Size size) {
        return size.quick() ? 200 : 30_000;
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        return run.inFolder(folder -> exchanges(folder, tasks(run.size()), true));
    }

    @Override
    public Reading floor(Run run) throws Exception {
        return run.inFolder(folder -> exchanges(folder, tasks(run.size()), false));
    }

    private static Reading exchanges(Path folder, int tasks, boolean watched) throws InterruptedException {
        List<Integer> items = IntStream.range(0, tasks).boxed().toList();
        String store = folder.resolve("work.db").toString();
        List<Double> times = new ArrayList<>();
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
                Workload.check(item == done, "item " + item + " came at place " + done);
                times.add((double) (now - last));
                done++;
                last = System.nanoTime();
            }
            monitor.interrupt();
            monitor.join();
        }
        Workload.check(done == items.size(), "not all were done");
        Sample sample = new Sample(times);
        return Reading.of("p99", sample.percentile(0.99)).and("p50", sample.median());
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
