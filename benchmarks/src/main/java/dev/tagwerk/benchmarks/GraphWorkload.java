package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Empty tasks with dependencies, or without, through one store: all in one through the loop, as a user does it; and once more
 * with registration and running apart, through the engine.
 */
final class GraphWorkload implements Workload {
    private static final int THREADS = 2;

    private final String name;
    private final String what;
    private final double aim;
    private final int full;
    private final IntFunction<TaskGraph> graph;

    /** Its name says where it runs: in memory, or on SQLite. */
    GraphWorkload(String name, String what, double aim, int full, IntFunction<TaskGraph> graph) {
        this.name = name;
        this.what = what;
        this.aim = aim;
        this.full = full;
        this.graph = graph;
    }

    private boolean isDurable() {
        return name.endsWith("-sqlite");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>(List.of(
                Line.total(Aim.timesFloor(aim)),
                new Line("registration", "registration", Line.Unit.TIME_PER_TASK, Aim.NONE),
                new Line("running", "running", Line.Unit.TIME_PER_TASK, Aim.timesFloor(aim))));
        if (isDurable()) {
            lines.add(new Line("file per task", "file", Line.Unit.BYTES, Aim.NONE));
        }
        return lines;
    }

    @Override
    public int tasks(Size size) {
        return size.of(full);
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
        TaskGraph tasks = graph.apply(tasks(run.size()));
        List<Task<Integer>> list = tasks.tasks();
        List<Declaration> declarations = list.stream().map(Task::declaration).toList();
        return run.inFolder(folder -> {
            Reading reading = apart(
                    address(folder, "apart"),
                    declarations,
                    tasks.new Check(run.size().quick()));
            Path file = folder.resolve("loop.db");
            TaskGraph.Check check = tasks.new Check(run.size().quick());
            long nanos = loop(address(folder, "loop"), list, check);
            check.all();
            if (isDurable()) {
                reading.and("file", (double) Files.size(file) / tasks.size());
            }
            return reading.and("total", nanos);
        });
    }

    private String address(Path folder, String file) {
        return isDurable() ? folder.resolve(file + ".db").toString() : Stores.MEMORY;
    }

    private static long loop(String address, List<Task<Integer>> tasks, TaskGraph.Check check) {
        long begin = System.nanoTime();
        try (SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(tasks)
                .named("bench")
                .store(address)
                .threads(THREADS)
                .progress(false)
                .open()) {
            loop.run(task -> check.run(task.data()));
        }
        return System.nanoTime() - begin;
    }

    private static Reading apart(String address, List<Declaration> declarations, TaskGraph.Check check)
            throws Exception {
        try (Store store = Stores.open(address, StoreOptions.DEFAULT)) {
            Reading reading = DeskRun.run(store, declarations, THREADS, check);
            check.all();
            return reading;
        }
    }

    @Override
    public Reading floor(Run run) throws Exception {
        TaskGraph tasks = graph.apply(tasks(run.size()));
        TaskGraph.Check check = tasks.new Check(run.size().quick());
        Reading reading;
        if (isDurable()) {
            reading = run.inFolder(folder -> RawSqlite.run(folder.resolve("floor.db"), tasks, check));
        } else {
            long registration = HashGraph.register(tasks.tasks(), tasks.edges());
            reading = Reading.of("registration", registration).and("running", CountDown.run(tasks, THREADS, check));
        }
        check.all();
        return reading.and("total", reading.get("registration") + reading.get("running"));
    }
}
