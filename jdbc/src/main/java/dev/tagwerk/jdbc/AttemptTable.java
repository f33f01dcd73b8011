package dev.tagwerk.jdbc;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.Span;
import dev.tagwerk.task.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of the table of attempts, between a row and an {@link Attempt}. */
final class AttemptTable {
    /** What to select, from a table named a. */
    static final String SELECT = "SELECT a.seq, a.task, a.session, a.number, a.token, a.start, a.nanos, a.outcome,"
            + " a.fingerprint, a.output, a.consumed, a.type, a.message, a.stack ";

    /** What every attempt has. */
    private static final String COMMON = "seq, task, session, number, token, start, nanos, outcome";

    private static final String INSERT_PLAIN = "INSERT INTO attempt(" + COMMON + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String INSERT = "INSERT INTO attempt(" + COMMON + ", fingerprint, output, consumed, type,"
            + " message, stack) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private AttemptTable() {}

    /** The attempt in this row. */
    static Attempt read(Row row) {
        String consumed = row.textOrNull(11);
        String type = row.textOrNull(12);
        return new Attempt(
                row.number(1),
                row.number(2),
                new Attempt.By(row.number(3), row.small(4), row.number(5), new Span(row.number(6), row.number(7))),
                Codes.outcome(row.small(8)),
                new Attempt.Findings(
                        row.text(9),
                        row.text(10),
                        type == null ? null : new Failure(type, row.text(13), row.text(14)),
                        consumed == null ? List.of() : List.copyOf(JsonArrays.readNumbers(consumed))));
    }

    /** Adds these attempts. */
    static void add(Statements statements, List<Attempt> attempts) {
        Batch plain = statements.batch(INSERT_PLAIN);
        Batch full = statements.batch(INSERT);
        for (Attempt attempt : attempts) {
            Attempt.By run = attempt.run();
            Attempt.Findings findings = attempt.findings();
            boolean isPlain = findings.equals(Attempt.Findings.NONE);
            Batch batch = isPlain ? plain : full;
            batch.put(attempt.seq()).put(attempt.task()).put(run.session()).put(run.number());
            batch.put(run.token()).put(run.span().start()).put(run.span().nanos());
            batch.put(Codes.of(attempt.outcome()));
            if (!isPlain) {
                put(batch, findings);
            }
            batch.add();
        }
        plain.run();
        full.run();
    }

    private static void put(Batch batch, Attempt.Findings findings) {
        @Nullable Failure failure = findings.failure();
        batch.put(TaskTable.orNull(findings.fingerprint())).put(TaskTable.orNull(findings.output()));
        batch.put(findings.consumed().isEmpty() ? null : JsonArrays.numbers(findings.consumed()));
        batch.put(failure == null ? null : failure.type());
        batch.put(failure == null ? null : TaskTable.orNull(failure.message()));
        batch.put(failure == null ? null : TaskTable.orNull(failure.stack()));
    }
}
