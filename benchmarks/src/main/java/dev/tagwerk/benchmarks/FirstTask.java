package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import java.util.List;
import java.util.stream.IntStream;

/** Time from the start of a long streaming source to the first body. */
final class FirstTask implements Workload {
    @Override
    public String name() {
        return "first-task";
    }

    @Override
    public String what() {
        return "a streaming source of 1,000,000 tasks on SQLite: time until the first body starts";
    }

    @Override
    public List<Line> lines() {
        return List.of(new Line("", "total", Line.Unit.TIME, Aim.most(100e6)));
    }

    @Override
    public int tasks(Size size) {
        return 1;
    }

    @Override
    public boolean hasFloor() {
        return false;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        return run.inFolder(folder -> {
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
                    Workload.check(item == 0, "the first item was " + item);
                    loop.finish();
                    return Reading.of("total", nanos);
                }
            }
            throw new IllegalStateException("wrong result: nothing was to do");
        });
    }
}
