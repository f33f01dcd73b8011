package dev.tagwerk.benchmarks.micro;

import dev.tagwerk.Flow;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.task.Task;
import java.util.ArrayList;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Building graphs: tasks for a loop, and a flow that is checked for cycles and missing tasks. For one thread at a time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GraphBenchmark {
    /** How many tasks; each needs the three before it. */
    @Param({"1000", "10000"})
    public int tasks;

    /** Tasks for a loop. */
    @Benchmark
    public List<Task<Integer>> loop() {
        List<Task<Integer>> all = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            all.add(Task.of("t" + i, i).after(before(i)));
        }
        return all;
    }

    private static List<String> before(int task) {
        List<String> before = new ArrayList<>();
        for (int i = Math.max(0, task - 3); i < task; i++) {
            before.add("t" + i);
        }
        return before;
    }

    /** A flow, declared and checked. */
    @Benchmark
    public FlowPlan flow() {
        Flow flow = Flow.named("bench");
        for (int i = 0; i < tasks; i++) {
            flow.action("t" + i, context -> {}).after(before(i).toArray(new String[0]));
        }
        return flow.planned();
    }
}
