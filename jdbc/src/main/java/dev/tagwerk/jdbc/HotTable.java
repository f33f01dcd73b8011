package dev.tagwerk.jdbc;

import dev.tagwerk.store.Tally;
import dev.tagwerk.store.WorkerRow;
import java.util.Map;

/**
 * The rows of the table {@code hot}: what nearly every transaction changes. All of it usually lies on one page, and a page
 * is what a commit costs.
 *
 * <p>A row is a text of numbers with blanks between, as it is always read and written as a whole. Numbers that a later
 * version adds at the end are 0 in older rows.
 */
final class HotTable {
    /** The row of the commit counter. */
    static final long COUNTER = 0;

    private static final int PULSE = 6;

    private HotTable() {}

    /** The row of a lane's tally. */
    static long ofLane(int lane) {
        return lane;
    }

    /** The row of a worker's pulse. */
    static long ofWorker(long session) {
        return -session;
    }

    /** The session of the worker whose pulse this row is; negative where it is another row. */
    static long sessionOf(long row) {
        return row == COUNTER ? -1 : -row;
    }

    /** Writes these rows, whether they are there or not. */
    static void write(Statements statements, Map<Long, String> rows) {
        Batch batch = statements.batch("INSERT OR REPLACE INTO hot(id, numbers) VALUES (?, ?)");
        rows.forEach((id, numbers) -> batch.put(id).put(numbers).add());
        batch.run();
    }

    static String text(Tally tally) {
        long[] counts = new long[Tally.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = tally.at(i);
        }
        return text(counts);
    }

    static Tally tally(String text) {
        return Tally.of(numbers(text, Tally.size()));
    }

    /** What changes in a worker while it lives. */
    static String pulse(WorkerRow worker) {
        WorkerRow.Life life = worker.life();
        WorkerRow.Done done = worker.done();
        return text(
                life.beats(), life.seen(), life.sourceEnded() ? 1 : 0, done.completed(), done.failed(), done.holding());
    }

    /** A worker with this pulse. */
    static WorkerRow worker(
            long session, long graph, WorkerRow.Profile profile, WorkerRow.State state, long started, String pulse) {
        long[] now = numbers(pulse, PULSE);
        return new WorkerRow(
                session,
                graph,
                profile,
                new WorkerRow.Life(state, now[0], started, now[1], now[2] != 0),
                new WorkerRow.Done(now[3], now[4], now[5]));
    }

    private static String text(long... numbers) {
        StringBuilder text = new StringBuilder();
        for (long number : numbers) {
            text.append(text.length() == 0 ? "" : " ").append(number);
        }
        return text.toString();
    }

    private static long[] numbers(String text, int count) {
        long[] numbers = new long[count];
        int from = 0;
        for (int i = 0; i < count && from < text.length(); i++) {
            int blank = text.indexOf(' ', from);
            int to = blank < 0 ? text.length() : blank;
            numbers[i] = Long.parseLong(text, from, to, 10);
            from = to + 1;
        }
        return numbers;
    }
}
