package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Empty tasks with dependencies, or without, through one store. */
final class GraphWorkload implements Workload {
    private static final int THREADS = 2;

    private final String name;
    private final double aim;
    private final Function<Scale, TaskGraph> graph;
    private final boolean durable;
    private String remark = "";

    GraphWorkload(String name, double aim, boolean durable, Function<Scale, TaskGraph> graph) {
        this.name = name;
        this.aim = aim;
        this.durable = durable;
        this.graph = graph;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double aim() {
        return aim;
    }

    @Override
    public int tasks(Scale scale) {
        return graph.apply(scale).size();
    }

    @Override
    public String remark() {
        return remark;
    }

    @Override
    public long ours(Scale scale) throws Exception {
        TaskGraph tasks = graph.apply(scale);
        List<Task<Integer>> list = tasks.tasks();
        TaskGraph.Check check = tasks.new Check(scale.quick());
        Path folder = Files.createTempDirectory("tagwerk-bench");
        try {
            long nanos = run(durable ? folder.resolve("work.db").toString() : Stores.MEMORY, list, check);
            check.all();
            if (durable) {
                remark = Files.size(folder.resolve("work.db")) / Math.max(1, tasks.size()) + " bytes/task on disk";
            }
            return nanos;
        } finally {
            Folders.delete(folder);
        }
    }

    private static long run(String address, List<Task<Integer>> tasks, TaskGraph.Check check) {
        long begin = System.nanoTime();
        try (Store store = Stores.open(address, StoreOptions.DEFAULT);
                SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(tasks)
                        .named("bench")
                        .store(store)
                        .threads(THREADS)
                        .progress(false)
                        .open()) {
            loop.run(task -> check.run(task.data()));
        }
        return System.nanoTime() - begin;
    }

    @Override
    public long floor(Scale scale) throws Exception {
        TaskGraph tasks = graph.apply(scale);
        if (durable) {
            return RawSqlite.batches(tasks.size(), 256);
        }
        TaskGraph.Check check = tasks.new Check(scale.quick());
        long nanos = tasks.countDown(THREADS, check);
        check.all();
        return nanos;
    }
}
