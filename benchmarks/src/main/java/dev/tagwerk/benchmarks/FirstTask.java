package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Time from the start of a long streaming source to the first body. */
final class FirstTask implements Workload {
    @Override
    public String name() {
        return "first-task";
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
        return "aim 100 ms";
    }

    @Override
    public long ours(Scale scale) throws Exception {
        Path folder = Files.createTempDirectory("tagwerk-bench");
        try {
            long begin = System.nanoTime();
            try (SharedLoop<Integer> loop = SharedLoop.over(
                            () -> IntStream.range(0, 1_000_000).boxed())
                    .keyedBy(item -> "t" + item)
                    .named("bench")
                    .store(folder.resolve("work.db").toString())
                    .progress(false)
                    .open()) {
                for (Integer item : loop) {
                    long nanos = System.nanoTime() - begin;
                    Workload.check(item >= 0, "no item");
                    loop.finish();
                    return nanos;
                }
            }
            throw new IllegalStateException("wrong result: nothing was to do");
        } finally {
            Folders.delete(folder);
        }
    }
}
