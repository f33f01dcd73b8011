package dev.tagwerk.benchmarks.micro;

import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The digest of a declaration, by which the store sees whether a task has changed. For one thread at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DigestBenchmark {
    /** How many tasks it depends on. */
    @Param({"0", "3"})
    public int dependencies;

    private Declaration declaration = Declaration.of("task");

    /** Makes the task. */
    @Setup
    public void make() {
        List<String> after = List.of("layer-41-task-7", "layer-41-task-8", "layer-41-task-9");
        declaration =
                Task.of("layer-42-task-7").after(after.subList(0, dependencies)).declaration();
    }

    /** One digest. */
    @Benchmark
    public long digest() {
        return declaration.digest();
    }
}
