package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.StoreOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The same tasks with both durabilities, each committed by itself and in groups. */
final class Commits implements Workload {
    @Override
    public String name() {
        return "commits";
    }

    @Override
    public String what() {
        return "20,000 tasks on SQLite: each committed, and grouped; durability NORMAL and FULL";
    }

    @Override
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (StoreOptions.Durability durability : StoreOptions.Durability.values()) {
            lines.add(new Line("each, " + durability, each(durability), Line.Unit.TIME_PER_TASK, Aim.NONE));
            lines.add(new Line("grouped, " + durability, grouped(durability), Line.Unit.TIME_PER_TASK, Aim.NONE));
        }
        return lines;
    }

    private static String each(StoreOptions.Durability durability) {
        return "each-" + durability.name().toLowerCase(Locale.ROOT);
    }

    private static String grouped(StoreOptions.Durability durability) {
        return "grouped-" + durability.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public int tasks(Size size) {
        return size.quick() ? 200 : size.of(20_000);
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        int tasks = tasks(run.size());
        return run.inFolder(folder -> {
            Reading reading = new Reading();
            for (StoreOptions.Durability durability : StoreOptions.Durability.values()) {
                reading.and(
                        each(durability), CommitEach.walk(folder.resolve(each(durability) + ".db"), durability, tasks));
                reading.and(grouped(durability), group(folder.resolve(grouped(durability) + ".db"), durability, tasks));
            }
            return reading;
        });
    }

    private static long group(Path store, StoreOptions.Durability durability, int tasks) {
        List<Integer> items = IntStream.range(0, tasks).boxed().toList();
        AtomicInteger done = new AtomicInteger();
        long begin = System.nanoTime();
        SharedLoop.over(items)
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(store.toString())
                .durability(durability)
                .threads(2)
                .progress(false)
                .forEach(item -> done.incrementAndGet());
        long nanos = System.nanoTime() - begin;
        Workload.check(done.get() == tasks, done + " of " + tasks + " were done");
        return nanos;
    }

    @Override
    public Reading floor(Run run) throws Exception {
        int tasks = tasks(run.size());
        TaskGraph graph = TaskGraph.flat(tasks);
        return run.inFolder(folder -> {
            Reading reading = new Reading();
            for (StoreOptions.Durability durability : StoreOptions.Durability.values()) {
                reading.and(
                        each(durability), RawSqlite.each(folder.resolve(each(durability) + ".db"), durability, tasks));
                TaskGraph.Check check = graph.new Check(true);
                Reading both = RawSqlite.run(folder.resolve(grouped(durability) + ".db"), durability, graph, check);
                check.all();
                reading.and(grouped(durability), both.get("registration") + both.get("running"));
            }
            return reading;
        });
    }
}
