package dev.tagwerk.benchmarks;

import dev.tagwerk.Claim;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** A task here opens one that only another process may run: how long until that one's body starts. */
final class WakeUp implements Workload {
    private static final long PAUSE_NANOS = 50_000_000;

    private String remark = "";

    @Override
    public String name() {
        return "wake-up";
    }

    @Override
    public double aim() {
        return 0;
    }

    @Override
    public int tasks(Scale scale) {
        return 1;
    }

    @Override
    public String remark() {
        return remark;
    }

    private static List<Task<Integer>> tasks(int count) {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Task<Integer> here = Task.of("a" + i, i).requires("here");
            tasks.add(i == 0 ? here : here.after("b" + (i - 1)));
            tasks.add(Task.of("b" + i, i).requires("there").after("a" + i));
        }
        return tasks;
    }

    /** The other process: says when each body starts. */
    static void participate(List<String> arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments.get(1));
        long begin = cpuNanos();
        long from = System.nanoTime();
        try (SharedLoop<Task<Integer>> loop = loop(arguments.get(0), count, "there")) {
            Claim<Task<Integer>> claim = loop.claim();
            while (claim != null) {
                System.out.println(claim.item().data() + " " + micros());
                claim.complete();
                claim = loop.claim();
            }
        }
        System.out.println("cpu " + 100.0 * (cpuNanos() - begin) / (System.nanoTime() - from));
    }

    private static SharedLoop<Task<Integer>> loop(String store, int count, String label) {
        return SharedLoop.overTasks(tasks(count))
                .named("bench")
                .store(store)
                .labels(label)
                .progress(false)
                .open();
    }

    private static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static long cpuNanos() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    }

    @Override
    public long ours(Scale scale) throws Exception {
        int count = scale.quick() ? 5 : 100;
        Path folder = Files.createTempDirectory("tagwerk-bench");
        try {
            String store = folder.resolve("work.db").toString();
            Map<Integer, Long> ended = new HashMap<>();
            try (Part other = Part.start(folder, scale, "--wake-up", store, Integer.toString(count))) {
                other.interruptOnFailure(Thread.currentThread());
                try {
                    walk(loop(store, count, "here"), scale, ended);
                } catch (InterruptedException e) {
                    throw other.failed();
                }
                return told(other.said(), ended, count);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private static void walk(SharedLoop<Task<Integer>> open, Scale scale, Map<Integer, Long> ended)
            throws InterruptedException {
        try (SharedLoop<Task<Integer>> loop = open) {
            Claim<Task<Integer>> claim = loop.claim();
            while (claim != null) {
                long end = System.nanoTime() + (scale.quick() ? 0 : PAUSE_NANOS);
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                ended.put(claim.item().data(), micros());
                claim.complete();
                claim = loop.claim();
            }
        }
    }

    private long told(String said, Map<Integer, Long> ended, int count) {
        List<Long> delays = new ArrayList<>();
        String cpu = "?";
        for (String line : said.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("cpu")) {
                cpu = words[1];
            } else {
                long end = ended.getOrDefault(Integer.parseInt(words[0]), 0L);
                delays.add(Long.parseLong(words[1]) - end);
            }
        }
        Workload.check(delays.size() == count, delays.size() + " of " + count + " were woken");
        Collections.sort(delays);
        remark = String.format(
                Locale.ROOT,
                "p99 %.1f ms, longest %.1f ms (aims: p50 10, p99 50); the waiting process used %.1f %% of a core, JVM start"
                        + " included",
                delays.get((int) (delays.size() * 0.99) - (delays.size() < 100 ? 0 : 1)) / 1e3,
                delays.get(delays.size() - 1) / 1e3,
                Double.parseDouble(cpu));
        return delays.get(delays.size() / 2) * 1_000;
    }
}
