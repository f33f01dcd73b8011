package dev.tagwerk.benchmarks;

import dev.tagwerk.Claim;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A task here opens one that only another process may run: how long until that one's body starts. */
final class WakeUp implements Workload {
    /** The argument that makes a process the other one. */
    static final String ARGUMENT = "--wake-up";

    private static final long PAUSE_NANOS = 50_000_000;
    /** The first ones wait for the other process to start, and are no measure of waking up. */
    private static final int UNCOUNTED = 5;

    @Override
    public String name() {
        return "wake-up";
    }

    @Override
    public String what() {
        return "a task here opens one in another process, 200 times: delay until that one's body starts";
    }

    @Override
    public List<Line> lines() {
        return List.of(
                new Line("median", "p50", Line.Unit.TIME, Aim.most(10e6)),
                new Line("99th percentile", "p99", Line.Unit.TIME, Aim.most(50e6)),
                new Line("longest", "longest", Line.Unit.TIME, Aim.NONE));
    }

    @Override
    public int tasks(Size size) {
        return size.pick(5, 200);
    }

    @Override
    public boolean hasFloor() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return false;
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
        try (SharedLoop<Task<Integer>> loop = loop(arguments.get(0), count, "there")) {
            Claim<Task<Integer>> claim = loop.claim();
            while (claim != null) {
                System.out.println(claim.item().data() + " " + Participant.micros());
                claim.complete();
                claim = loop.claim();
            }
        }
    }

    private static SharedLoop<Task<Integer>> loop(String store, int count, String label) {
        return SharedLoop.overTasks(tasks(count))
                .named("bench")
                .store(store)
                .labels(label)
                .progress(false)
                .open();
    }

    @Override
    public Reading ours(Run run) throws Exception {
        int count = UNCOUNTED + tasks(run.size());
        return run.inFolder(folder -> {
            String store = folder.resolve("work.db").toString();
            Map<Integer, Long> ended = new HashMap<>();
            try (Part other = Part.start(folder, run.size(), List.of(), ARGUMENT, store, Integer.toString(count))) {
                other.interruptOnFailure(Thread.currentThread());
                try {
                    walk(loop(store, count, "here"), run.size(), ended);
                } catch (InterruptedException e) {
                    throw other.failed();
                }
                return told(other.said(), ended, count);
            }
        });
    }

    private static void walk(SharedLoop<Task<Integer>> open, Size size, Map<Integer, Long> ended)
            throws InterruptedException {
        try (SharedLoop<Task<Integer>> loop = open) {
            Claim<Task<Integer>> claim = loop.claim();
            while (claim != null) {
                Waiting.pause(size.quick() ? 0 : PAUSE_NANOS);
                ended.put(claim.item().data(), Participant.micros());
                claim.complete();
                claim = loop.claim();
            }
        }
    }

    private static Reading told(String said, Map<Integer, Long> ended, int count) {
        Map<Integer, Long> delays = new HashMap<>();
        for (String line : said.lines().toList()) {
            int space = line.indexOf(' ');
            int number = Integer.parseInt(line.substring(0, space));
            delays.put(number, Long.parseLong(line.substring(space + 1)) - ended.getOrDefault(number, 0L));
        }
        Workload.check(delays.size() == count, delays.size() + " of " + count + " were woken");
        Sample nanos = new Sample(delays.entrySet().stream()
                .filter(delay -> delay.getKey() >= UNCOUNTED)
                .map(delay -> delay.getValue() * 1e3)
                .toList());
        return Reading.of("p50", nanos.median())
                .and("p99", nanos.percentile(0.99))
                .and("longest", nanos.max());
    }
}
