package dev.tagwerk.benchmarks.micro;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Stores;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The desk: empty tasks handed over by it to one thread, or to several that meet there. Per task. For one thread at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeskBenchmark {
    private static final int TASKS = 20_000;

    /** How many threads meet at it. */
    @Param({"1", "2", "8"})
    public int threads;

    /** A loop in memory, from its opening to its end. */
    @Benchmark
    @OperationsPerInvocation(TASKS)
    public int handOver() {
        AtomicInteger done = new AtomicInteger();
        SharedLoop.over(IntStream.range(0, TASKS).boxed().toList())
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(Stores.MEMORY)
                .threads(threads)
                .progress(false)
                .forEach(item -> done.incrementAndGet());
        if (done.get() != TASKS) {
            throw new IllegalStateException(done + " of " + TASKS + " tasks were done");
        }
        return done.get();
    }
}
