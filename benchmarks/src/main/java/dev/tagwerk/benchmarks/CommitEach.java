package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.StoreOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** One exchange per task: a single loop that commits before it goes on. */
final class CommitEach implements Workload {
    private final String name;
    private final StoreOptions.Durability durability;

    CommitEach(String name, StoreOptions.Durability durability) {
        this.name = name;
        this.durability = durability;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double aim() {
        return durability == StoreOptions.Durability.NORMAL ? 2 : 0;
    }

    @Override
    public int tasks(Scale scale) {
        return scale.of(durability == StoreOptions.Durability.NORMAL ? 100_000 : 10_000);
    }

    @Override
    public long ours(Scale scale) throws Exception {
        List<Integer> items = IntStream.range(0, tasks(scale)).boxed().toList();
        Path folder = Files.createTempDirectory("tagwerk-bench");
        try {
            long begin = System.nanoTime();
            int done = 0;
            try (SharedLoop<Integer> loop = SharedLoop.over(items)
                    .keyedBy(item -> "t" + item)
                    .named("bench")
                    .store(folder.resolve("work.db").toString())
                    .durability(durability)
                    .commitEach()
                    .progress(false)
                    .open()) {
                for (Integer item : loop) {
                    done += item >= 0 ? 1 : 0;
                }
            }
            long nanos = System.nanoTime() - begin;
            Workload.check(done == items.size(), done + " of " + items.size() + " were done");
            return nanos;
        } finally {
            Folders.delete(folder);
        }
    }

    @Override
    public long floor(Scale scale) throws Exception {
        return durability == StoreOptions.Durability.NORMAL ? RawSqlite.batches(tasks(scale), 1) : 0;
    }
}
