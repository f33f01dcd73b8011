package dev.tagwerk.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** Processes that write one file as fast as they can, and how they shared it. */
record Contest(List<Racer> racers, long millis) {

    /** One process: transactions, refused ones, and of the durations the 99th percentile and the longest. */
    record Racer(long transactions, long busy, long p99Nanos, long longestNanos) {}

    static Contest run(Path db, String mode, int processes, long millis) throws IOException, SQLException {
        SqliteFile file = SqliteFile.at(db.toString());
        try (Connection connection = ChildMain.connect(file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)");
            statement.executeUpdate("INSERT OR REPLACE INTO counter VALUES (1, 0)");
        }
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                children.add(ChildJvm.start("contest", db.toString(), mode, Long.toString(millis)));
            }
            for (ChildJvm child : children) {
                child.expect("ready");
            }
            children.forEach(child -> child.tell("go"));
            List<Racer> racers = new ArrayList<>();
            for (ChildJvm child : children) {
                String[] n = child.expect("done").split(" ", -1);
                racers.add(new Racer(
                        Long.parseLong(n[0]), Long.parseLong(n[1]), Long.parseLong(n[2]), Long.parseLong(n[3])));
            }
            return new Contest(List.copyOf(racers), millis);
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    private LongStream transactions() {
        return racers.stream().mapToLong(Racer::transactions);
    }

    long busy() {
        return racers.stream().mapToLong(Racer::busy).sum();
    }

    double smallestShare() {
        return transactions().min().orElseThrow() / transactions().average().orElseThrow();
    }

    double largestShare() {
        return transactions().max().orElseThrow() / transactions().average().orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%d processes: %.0f/s, shares %.2f to %.2f of the mean, p99 %.1f ms, longest %.1f ms, refused %d",
                racers.size(),
                transactions().sum() * 1000.0 / millis,
                smallestShare(),
                largestShare(),
                racers.stream().mapToLong(Racer::p99Nanos).max().orElseThrow() / 1e6,
                racers.stream().mapToLong(Racer::longestNanos).max().orElseThrow() / 1e6,
                busy());
    }

    /** For measuring by hand: a folder, then runs with 1, 2, 8 and 16 processes, with the turn and without. */
    public static void main(String[] arguments) throws Exception {
        for (String mode : List.of("turn", "plain")) {
            for (int processes : new int[] {1, 2, 8, 16}) {
                Path db = Path.of(arguments[0], mode + processes + ".db");
                System.out.println(mode + " " + run(db, mode, processes, Long.parseLong(arguments[1])));
            }
        }
        try (Turn turn = Turn.of(Path.of(arguments[0], "alone.db"))) {
            for (int round = 0; round < 5; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < 200_000; i++) {
                    turn.acquire();
                    turn.release();
                }
                System.out.println("alone " + (System.nanoTime() - start) / 200_000 + " ns per acquire and release");
            }
        }
    }
}
