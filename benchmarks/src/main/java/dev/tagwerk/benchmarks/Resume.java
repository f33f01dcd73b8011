package dev.tagwerk.benchmarks;

import dev.tagwerk.SharedLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Opens a store in which all is done, finds nothing to do. */
final class Resume implements Workload {
    private @Nullable Path folder;

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public double aim() {
        return 0;
    }

    @Override
    public int tasks(Scale scale) {
        return scale.of(1_000_000);
    }

    private Path filled(Scale scale) throws Exception {
        Path known = folder;
        if (known == null) {
            known = Files.createTempDirectory("tagwerk-bench");
            folder = known;
            walk(known, scale);
        }
        return known;
    }

    private int walk(Path where, Scale scale) {
        List<Integer> items = IntStream.range(0, tasks(scale)).boxed().toList();
        int[] done = {0};
        try (SharedLoop<Integer> loop = SharedLoop.over(items)
                .keyedBy(item -> "t" + item)
                .named("bench")
                .store(where.resolve("work.db").toString())
                .progress(false)
                .open()) {
            for (Integer item : loop) {
                done[0] += item >= 0 ? 1 : 0;
            }
        }
        return done[0];
    }

    @Override
    public long ours(Scale scale) throws Exception {
        Path where = filled(scale);
        long begin = System.nanoTime();
        Workload.check(walk(where, scale) == 0, "something was done again");
        return System.nanoTime() - begin;
    }

    @Override
    public long floor(Scale scale) throws Exception {
        Path where = filled(scale);
        long begin = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + where.resolve("work.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id, state FROM task")) {
            int count = 0;
            while (rows.next()) {
                count += rows.getString(1).isEmpty() ? 0 : rows.getInt(2) > 0 ? 1 : 0;
            }
            Workload.check(count == tasks(scale), "rows are missing");
        }
        return System.nanoTime() - begin;
    }
}
