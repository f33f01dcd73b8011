package dev.tagwerk.jdbc;

import dev.tagwerk.store.Brief;
import dev.tagwerk.store.Gate;
import dev.tagwerk.store.Slots;
import dev.tagwerk.store.Standing;
import dev.tagwerk.store.Success;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Terms;
import dev.tagwerk.store.Tries;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns of the table of tasks, between a row and a {@link TaskRow}. For one thread at a time.
 *
 * <p>A call through the driver for one column costs more than SQLite needs to find it. So the column {@code flags} says
 * which groups of columns hold anything, and only those are read; and a change writes only the groups that differ.
 */
final class TaskTable {
    /** What to select for a task in short, from a table named t. */
    static final String BRIEF =
            "t.id, t.lane, t.manner, t.digest, t.state, t.flags, t.priority, t.fingerprint, t.guard";

    /** What to select for a whole task, from a table named t. */
    static final String COLUMNS = BRIEF + ", t.seq, t.running, t.attempts, t.nanos, t.pending, t.broken, t.newest,"
            + " t.failed, t.killed, t.retry_at, t.done_fingerprint, t.done_claimed, t.done_changed, t.done_output";

    static final int DONE = 1;
    static final int SUSPECT = 2;
    static final int VALID = 4;
    static final int WITH_GATE = 8;
    static final int WITH_TROUBLE = 16;
    static final int WITH_EVIDENCE = 32;
    static final int WITH_SUCCESS = 64;
    static final int WITH_PRIORITY = 128;

    private static final int GATE = 1;
    private static final int TROUBLE = 2;
    private static final int TERMS = 4;
    private static final int EVIDENCE = 8;
    private static final int SUCCESS = 16;
    private static final int ALL = GATE | TROUBLE | TERMS | EVIDENCE | SUCCESS;

    private static final List<String> ALWAYS = List.of("state", "flags", "running", "attempts", "nanos", "rank");
    /** The columns of each group, in the order of its bit. */
    private static final List<List<String>> GROUPS = List.of(
            List.of("pending", "broken", "newest"),
            List.of("failed", "killed", "retry_at"),
            List.of("lane", "manner", "digest"),
            List.of("priority", "fingerprint", "guard"),
            List.of("done_fingerprint", "done_claimed", "done_changed", "done_output"));

    private static final List<String> TEXTS = List.of("fingerprint", "done_fingerprint", "done_output");

    private static final String[] INSERTS = new String[ALL + 1];
    private static final String[] UPDATES = new String[ALL + 1];

    static {
        for (int groups = 0; groups <= ALL; groups++) {
            List<String> given = new ArrayList<>(ALWAYS);
            List<String> empty = new ArrayList<>();
            for (int group = 0; group < GROUPS.size(); group++) {
                ((groups & 1 << group) == 0 ? empty : given).addAll(GROUPS.get(group));
            }
            UPDATES[groups] = "UPDATE task SET " + String.join(" = ?, ", given) + " = ? WHERE seq = ?";
            empty.removeAll(TEXTS);
            // As if nothing had been given: the numbers are 0, which takes no room, and the texts are missing.
            INSERTS[groups] = "INSERT INTO task(graph, id, " + String.join(", ", given) + ", seq"
                    + empty.stream().map(column -> ", " + column).collect(Collectors.joining()) + ") VALUES (?, ?"
                    + ", ?".repeat(given.size() + 1) + ", 0".repeat(empty.size()) + ")";
        }
    }

    private final Statements statements;
    private final Manners manners;

    TaskTable(Statements statements, Manners manners) {
        this.statements = statements;
        this.manners = manners;
    }

    /** The task in this row of {@link #BRIEF}. */
    Brief brief(Row row) {
        int flags = row.small(6);
        return new Brief(row.text(1), Codes.state(row.small(5)), (flags & VALID) != 0, terms(row, flags));
    }

    /** The task in this row of {@link #COLUMNS}. */
    TaskRow read(Row row) {
        int flags = row.small(6);
        Gate gate = (flags & WITH_GATE) == 0 ? Gate.OPEN : new Gate(row.small(14), row.small(15), row.number(16));
        int running = row.small(11);
        boolean done = (flags & DONE) != 0;
        Slots slots = running == 0 && !done ? Slots.FREE : new Slots(running, done);
        boolean trouble = (flags & WITH_TROUBLE) != 0;
        Tries tries = new Tries(
                row.small(12),
                trouble ? row.small(17) : 0,
                trouble ? row.small(18) : 0,
                (flags & SUSPECT) != 0,
                row.number(13));
        Standing standing = new Standing(Codes.state(row.small(5)), gate, slots, tries, trouble ? row.number(19) : 0);
        Success success = (flags & WITH_SUCCESS) == 0
                ? null
                : new Success(row.text(20), row.number(21), row.number(22), row.text(23), (flags & VALID) != 0);
        return new TaskRow(row.number(10), row.text(1), terms(row, flags), standing, success);
    }

    private Terms terms(Row row, int flags) {
        Manner manner = manners.get(row.small(3));
        Policy policy =
                (flags & WITH_PRIORITY) == 0 ? manner.policy() : manner.policy().withPriority(row.small(7));
        Evidence evidence = (flags & WITH_EVIDENCE) == 0 ? Evidence.NONE : new Evidence(row.text(8), row.number(9));
        return new Terms(row.small(2), policy, manner.budget(), evidence, row.number(4));
    }

    /** Adds these tasks. */
    void add(long graph, List<TaskRow> rows) {
        Batches batches = new Batches(INSERTS);
        for (TaskRow row : rows) {
            int groups = held(flags(row));
            put(batches.of(groups).put(graph).put(row.id()), row, groups);
        }
        batches.run();
    }

    /** Writes these tasks; {@code before} has them as the store has them now, as far as that is known. */
    void save(List<TaskRow> rows, LongFunction<@Nullable TaskRow> before) {
        Batches batches = new Batches(UPDATES);
        for (TaskRow row : rows) {
            int groups = changed(before.apply(row.seq()), row);
            put(batches.of(groups), row, groups);
        }
        batches.run();
    }

    /** Rows in a batch for each set of groups that one of them has. */
    private final class Batches {
        private final String[] sql;
        private final @Nullable Batch[] batches = new Batch[ALL + 1];

        Batches(String[] sql) {
            this.sql = sql;
        }

        Batch of(int groups) {
            Batch batch = batches[groups];
            if (batch == null) {
                batch = statements.batch(sql[groups]);
                batches[groups] = batch;
            }
            return batch;
        }

        void run() {
            for (Batch batch : batches) {
                if (batch != null) {
                    batch.run();
                }
            }
        }
    }

    /** The groups that a row with these flags has. */
    private static int held(int flags) {
        return TERMS
                | ((flags & WITH_GATE) == 0 ? 0 : GATE)
                | ((flags & WITH_TROUBLE) == 0 ? 0 : TROUBLE)
                | ((flags & (WITH_EVIDENCE | WITH_PRIORITY)) == 0 ? 0 : EVIDENCE)
                | ((flags & WITH_SUCCESS) == 0 ? 0 : SUCCESS);
    }

    private static int changed(@Nullable TaskRow before, TaskRow after) {
        if (before == null) {
            return ALL;
        }
        Standing old = before.standing();
        Standing now = after.standing();
        boolean sameTrouble = old.retryAt() == now.retryAt()
                && old.tries().failed() == now.tries().failed()
                && old.tries().killed() == now.tries().killed();
        boolean sameSuccess = before.success() == null
                ? after.success() == null
                : before.success().equals(after.success());
        return (old.gate().equals(now.gate()) ? 0 : GATE)
                | (sameTrouble ? 0 : TROUBLE)
                | (before.terms().equals(after.terms()) ? 0 : TERMS | EVIDENCE)
                | (sameSuccess ? 0 : SUCCESS);
    }

    private void put(Batch batch, TaskRow row, int groups) {
        Standing standing = row.standing();
        Tries tries = standing.tries();
        batch.put(Codes.of(standing.state()))
                .put(flags(row))
                .put(standing.slots().running());
        batch.put(tries.attempts()).put(tries.nanos()).putOrNull(rank(row));
        if ((groups & GATE) != 0) {
            Gate gate = standing.gate();
            batch.put(gate.pending()).put(gate.broken()).put(gate.newest());
        }
        if ((groups & TROUBLE) != 0) {
            batch.put(tries.failed()).put(tries.killed()).put(standing.retryAt());
        }
        if ((groups & TERMS) != 0) {
            Terms terms = row.terms();
            batch.put(terms.lane()).put(manners.numberOf(Manner.of(terms))).put(terms.digest());
        }
        if ((groups & EVIDENCE) != 0) {
            Terms terms = row.terms();
            batch.put(terms.policy().priority());
            batch.put(orNull(terms.evidence().fingerprint()))
                    .put(terms.evidence().guard());
        }
        if ((groups & SUCCESS) != 0) {
            Success success = row.success();
            if (success == null) {
                batch.put((String) null).put(0).put(0).put((String) null);
            } else {
                batch.put(orNull(success.fingerprint())).put(success.claimedAt());
                batch.put(success.changedAt()).put(orNull(success.output()));
            }
        }
        batch.put(row.seq()).add();
    }

    private static int flags(TaskRow row) {
        Standing standing = row.standing();
        Tries tries = standing.tries();
        boolean trouble = tries.failed() != 0 || tries.killed() != 0 || standing.retryAt() != 0;
        return (standing.slots().done() ? DONE : 0)
                | (tries.suspect() ? SUSPECT : 0)
                | (row.hasValidSuccess() ? VALID : 0)
                | (standing.gate().equals(Gate.OPEN) ? 0 : WITH_GATE)
                | (trouble ? WITH_TROUBLE : 0)
                | (row.terms().evidence().equals(Evidence.NONE) ? 0 : WITH_EVIDENCE)
                | (row.success() == null ? 0 : WITH_SUCCESS)
                | (row.terms().policy().priority() == 0 ? 0 : WITH_PRIORITY);
    }

    private static @Nullable Long rank(TaskRow row) {
        return row.isClaimable() ? -(long) row.terms().policy().priority() : null;
    }

    /** Most texts are empty, and nothing takes less room than an empty text. */
    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
