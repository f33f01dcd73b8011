package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.StoreOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** One exchange per task: a single loop that commits before it goes on. */
final class CommitEach implements Workload {
    @Override
    public String name() {
        return "each-commit";
    }

    @Override
    public String what() {
        return "100,000 tasks on SQLite, each committed before the loop goes on";
    }

    @Override
    public List<Line> lines() {
        return List.of(Line.total(Aim.timesFloor(2)));
    }

    @Override
    public int tasks(Size size) {
        return size.quick() ? 500 : size.of(100_000);
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public boolean scales() {
        return true;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        return run.inFolder(folder -> Reading.of(
                "total", walk(folder.resolve("work.db"), StoreOptions.Durability.NORMAL, tasks(run.size()))));
    }

    /** Walks a new loop over so many items; gives nanoseconds. */
    static long walk(Path store, StoreOptions.Durability durability, int tasks) {
        List<Integer> items = IntStream.range(0, tasks).boxed().toList();
        long begin = System.nanoTime();
        int done = 0;
        try (SharedLoop<Integer> loop = SharedLoop.over(items)
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(store.toString())
                .durability(durability)
                .commitEach()
                .progress(false)
                .open()) {
            for (Integer item : loop) {
                Workload.check(item == done, "item " + item + " came at place " + done);
                done++;
            }
        }
        long nanos = System.nanoTime() - begin;
        Workload.check(done == tasks, done + " of " + tasks + " were done");
        return nanos;
    }

    @Override
    public Reading floor(Run run) throws Exception {
        return run.inFolder(folder -> Reading.of(
                "total",
                RawSqlite.each(folder.resolve("floor.db"), StoreOptions.Durability.NORMAL, tasks(run.size()))));
    }
}
