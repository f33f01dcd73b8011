package dev.tagwerk.jdbc;

import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Conditions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What one connection has read and need not read again, because it never changes: manners, conditions of lanes, profiles
 * of workers. Equal ones become one object. For one thread at a time.
 */
final class SharedRows {
    /** More profiles than any run has workers; a store may remember many more. */
    private static final int MOST_PROFILES = 10_000;

    private final Statements statements;
    private final Manners manners;
    private final TaskTable tasks;
    private final Map<String, Conditions> conditions = new HashMap<>();
    private final Map<Long, WorkerRow.Profile> profiles = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    SharedRows(Statements statements) {
        this.statements = statements;
        this.manners = new Manners(statements);
        this.tasks = new TaskTable(statements, manners);
    }

    Statements statements() {
        return statements;
    }

    TaskTable tasks() {
        return tasks;
    }

    /** Forgets all that may have been taken back by a rollback. */
    void forget() {
        manners.forget();
        profiles.clear();
    }

    GraphRow graph(Row row) {
        return new GraphRow(
                row.number(1),
                names.computeIfAbsent(row.text(2), name -> name),
                new GraphRow.Run(row.small(3), row.small(4), row.small(5), row.flag(6)),
                new GraphRow.Input(row.number(7), row.flag(8)));
    }

    Lane lane(Row row) {
        Conditions known =
                conditions.computeIfAbsent(row.text(3), json -> Conditions.requiring(JsonArrays.readTexts(json)));
        return new Lane(row.small(1), row.small(2), known, HotTable.tally(row.text(4)));
    }

    WorkerRow worker(Row row) {
        long session = row.number(1);
        WorkerRow.Profile profile = profiles.get(session);
        if (profile == null) {
            profile = new WorkerRow.Profile(
                    row.text(3),
                    ProcessIdentity.parse(row.text(4)),
                    new TreeSet<>(JsonArrays.readTexts(row.text(5))),
                    Duration.ofNanos(row.number(6)),
                    Duration.ofNanos(row.number(7)));
            if (profiles.size() >= MOST_PROFILES) {
                profiles.clear();
            }
            profiles.put(session, profile);
        }
        return HotTable.worker(
                session, row.number(2), profile, Codes.workerState(row.small(8)), row.number(9), row.text(10));
    }
}
