package dev.tagwerk.jdbc;

import dev.tagwerk.store.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.sqlite.SQLiteConfig;

/** What another process does in the tests of this package. */
final class ChildMain {

    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final SqliteFile file;

    private ChildMain(SqliteFile file) {
        this.file = file;
    }

    public static void main(String[] arguments) throws Exception {
        ChildMain child = new ChildMain(SqliteFile.at(arguments[1]));
        switch (arguments[0]) {
            case "contest" -> child.contest(arguments[2].equals("turn"), Long.parseLong(arguments[3]));
            case "hold" -> child.hold();
            case "count" -> child.count(Path.of(arguments[2]));
            case "commit" -> child.commit();
            case "numbers" -> child.numbers(Integer.parseInt(arguments[2]));
            case "inside" -> child.inside();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    static Connection connect(SqliteFile file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(30_000);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        return config.createConnection(file.jdbcUrl());
    }

    /** Small transactions as fast as they come, for so many milliseconds; says how many and how long each took. */
    private void contest(boolean fair, long millis) throws Exception {
        long[] took = new long[4_000_000];
        int done = 0;
        int busy = 0;
        try (Turn turn = Turn.of(file.path());
                Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            System.out.println("ready");
            in.readLine();
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long start = System.nanoTime(); start < end; ) {
                if (fair) {
                    turn.acquire();
                }
                try {
                    statement.executeUpdate("BEGIN IMMEDIATE");
                    statement.executeUpdate("UPDATE counter SET n = n + 1 WHERE id = 1");
                    statement.executeUpdate("COMMIT");
                } catch (SQLException e) {
                    busy++;
                    System.err.println(e);
                } finally {
                    if (fair) {
                        turn.release();
                    }
                }
                long now = System.nanoTime();
                took[done++] = now - start;
                start = now;
            }
        }
        Arrays.sort(took, 0, done);
        System.out.println("done " + done + " " + busy + " " + took[(int) (done * 0.99)] + " " + took[done - 1]);
    }

    /** Takes the turn and keeps it until told. */
    private void hold() throws IOException {
        try (Turn turn = Turn.of(file.path())) {
            turn.acquire();
            System.out.println("held");
            in.readLine();
            turn.release();
            System.out.println("released");
            in.readLine();
        }
    }

    /** Adds to a number in a file without any protection but the turn, until told to stop. */
    private void count(Path number) throws Exception {
        int rounds = 0;
        try (Turn turn = Turn.of(file.path())) {
            System.out.println("ready");
            in.readLine();
            while (!in.ready()) {
                turn.acquire();
                try {
                    Increment.once(number);
                    rounds++;
                } finally {
                    turn.release();
                }
            }
        }
        System.out.println("done " + rounds);
    }

    /** Commits once for each line it is told and says when, on the clock that all processes of a host share. */
    private void commit() throws Exception {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            System.out.println("ready");
            while (in.readLine() != null) {
                statement.executeUpdate("UPDATE counter SET n = n + 1 WHERE id = 1");
                System.out.println("at " + System.nanoTime());
            }
        }
    }

    /** Opens the store when told, takes numbers one by one and adds them up. */
    private void numbers(int rounds) throws IOException {
        System.out.println("ready");
        in.readLine();
        long sum = 0;
        try (SqliteStore store = SqliteStore.open(file.location(), StoreOptions.DEFAULT)) {
            for (int i = 0; i < rounds; i++) {
                sum += store.<Long>write(tx -> tx.next(1));
            }
        }
        System.out.println("sum " + sum);
    }

    /** Stays inside a transaction that has changed much. */
    private void inside() throws IOException {
        in.readLine();
        try (SqliteStore store = SqliteStore.open(file.location(), StoreOptions.DEFAULT)) {
            store.write(tx -> {
                tx.next(50);
                tx.addGraph("theirs");
                System.out.println("inside");
                try {
                    return in.readLine();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }
}
