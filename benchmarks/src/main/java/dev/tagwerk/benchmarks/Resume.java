package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Opens a store in which all is done, finds nothing to do, ends. */
final class Resume implements Workload {
    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String what() {
        return "a store with 1,000,000 satisfied tasks: open it, find nothing to do, end; with 512 MB of heap";
    }

    @Override
    public List<Line> lines() {
        return List.of(
                new Line("", "total", Line.Unit.TIME, Aim.most(3e9)),
                new Line("per task", "total", Line.Unit.TIME_PER_TASK, Aim.NONE));
    }

    @Override
    public int tasks(Size size) {
        return size.of(1_000_000);
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public String heap() {
        return "512m";
    }

    private static Path store(Run run) {
        return run.folder().resolve("resume.db");
    }

    @Override
    public void prepare(Run run) {
        if (!Files.exists(store(run))) {
            Workload.check(walk(run) == tasks(run.size()), "not all were done");
        }
    }

    private int walk(Run run) {
        List<Integer> items = IntStream.range(0, tasks(run.size())).boxed().toList();
        AtomicInteger done = new AtomicInteger();
        SharedLoop.over(items)
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(store(run).toString())
                .progress(false)
                .forEach(item -> done.incrementAndGet());
        return done.get();
    }

    @Override
    public Reading ours(Run run) {
        long begin = System.nanoTime();
        Workload.check(walk(run) == 0, "something was done again");
        return Reading.of("total", System.nanoTime() - begin);
    }

    @Override
    public Reading floor(Run run) throws Exception {
        long begin = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store(run));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, state FROM task")) {
            int count = 0;
            while (rows.next()) {
                count += rows.getString(1).isEmpty() ? 0 : rows.getInt(2) > 0 ? 1 : 0;
            }
            Workload.check(count == tasks(run.size()), "rows are missing");
        }
        return Reading.of("total", System.nanoTime() - begin);
    }
}
