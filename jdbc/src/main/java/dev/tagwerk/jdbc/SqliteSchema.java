package dev.tagwerk.jdbc;

import java.util.List;

/**
 * The tables of a store file. The number of their layout is the file's {@code user_version}; it rises with every change. Before
 * 1.0 an older file is not brought up to date but refused, so a new file is made as it shall be at once: steps that change tables
 * made a moment before took longer than all the rest.
 *
 * <p>States and outcomes are kept as the place of their name in {@code TaskState} and {@code Outcome}: those enums may
 * grow at the end only.
 */
final class SqliteSchema {
    private static final int VERSION = 5;

    /** What this version reads and writes. */
    static final SqliteFile.Schema CURRENT =
            new SqliteFile.Schema(VERSION, "tagwerk log --json --store FILE > tagwerk-tasks.jsonl");

    private SqliteSchema() {}

    /** Makes the tables in a file that has none, in one transaction, and marks it as ours. */
    static void bring(Statements statements) {
        statements.run("BEGIN IMMEDIATE");
        try {
            // Another process may have made them since this one looked.
            if (statements.number("PRAGMA user_version") == 0) {
                tables().forEach(statements::run);
            }
            statements.run("PRAGMA application_id = " + SqliteFile.APPLICATION_ID);
            statements.run("PRAGMA user_version = " + VERSION);
            statements.run("COMMIT");
        } catch (RuntimeException e) {
            statements.rollback();
            throw e;
        }
    }

    private static List<String> tables() {
        return List.of(
                // What nearly every transaction changes, in one place, so that it dirties one page: the commit counter
                // (0), the tallies of lanes (their ids) and the pulse of workers (minus their sessions), each as one
                // text of numbers, which is always read and written as a whole.
                "CREATE TABLE hot(id INTEGER PRIMARY KEY, numbers TEXT NOT NULL)",
                "INSERT INTO hot VALUES (0, '0')",
                "CREATE TABLE graph(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, run INTEGER NOT NULL,"
                        + " live INTEGER NOT NULL, drawing INTEGER NOT NULL, cascading INTEGER NOT NULL,"
                        + " total INTEGER NOT NULL, positional INTEGER NOT NULL)",
                "CREATE TABLE lane(id INTEGER PRIMARY KEY, graph INTEGER NOT NULL, run INTEGER NOT NULL,"
                        + " conditions TEXT NOT NULL)",
                "CREATE INDEX lane_graph ON lane(graph)",
                // Policies (without priority) and budgets, which many tasks have in common.
                "CREATE TABLE manner(id INTEGER PRIMARY KEY, slots INTEGER NOT NULL, flags INTEGER NOT NULL,"
                        + " own_failed INTEGER, own_killed INTEGER, failed INTEGER NOT NULL, killed INTEGER NOT NULL)",
                "CREATE TABLE task(seq INTEGER PRIMARY KEY, graph INTEGER NOT NULL, id TEXT NOT NULL,"
                        + " lane INTEGER NOT NULL, manner INTEGER NOT NULL, digest INTEGER NOT NULL,"
                        + " state INTEGER NOT NULL, flags INTEGER NOT NULL, running INTEGER NOT NULL,"
                        + " attempts INTEGER NOT NULL, nanos INTEGER NOT NULL, priority INTEGER NOT NULL,"
                        + " pending INTEGER NOT NULL, broken INTEGER NOT NULL, newest INTEGER NOT NULL,"
                        + " failed INTEGER NOT NULL, killed INTEGER NOT NULL,"
                        + " retry_at INTEGER NOT NULL, fingerprint TEXT, guard INTEGER NOT NULL,"
                        + " done_fingerprint TEXT, done_claimed INTEGER NOT NULL, done_changed INTEGER NOT NULL,"
                        + " done_output TEXT, rank INTEGER)",
                "CREATE UNIQUE INDEX task_id ON task(graph, id)",
                // Only states in which a task that goes its ordinary way does not stay, or in which few are at a time:
                // an index over all of them would be changed with every step of every task.
                "CREATE INDEX task_state ON task(graph, state) WHERE " + SqliteSnapshot.INDEXED_STATES,
                // The rank is there while the task is claimable, and then it is the priority, negative, so that the
                // order
                // of the index is the order of claiming.
                "CREATE INDEX task_rank ON task(lane, rank) WHERE rank IS NOT NULL",
                "CREATE INDEX task_retry ON task(graph, retry_at) WHERE retry_at <> 0",
                "CREATE TABLE edge(dependency INTEGER NOT NULL, task INTEGER NOT NULL,"
                        + " PRIMARY KEY (dependency, task)) WITHOUT ROWID",
                // The same from the other side: one row per task, in the order of registration.
                "CREATE TABLE need(task INTEGER PRIMARY KEY, dependencies TEXT NOT NULL)",
                // No index on the task or the session: claims are few at any time, and are rarely looked for by those.
                "CREATE TABLE claim(token INTEGER PRIMARY KEY, task INTEGER NOT NULL, session INTEGER NOT NULL,"
                        + " attempt INTEGER NOT NULL, ahead INTEGER NOT NULL, at INTEGER NOT NULL)",
                "CREATE TABLE attempt(seq INTEGER PRIMARY KEY, task INTEGER NOT NULL, session INTEGER NOT NULL,"
                        + " number INTEGER NOT NULL, token INTEGER NOT NULL, start INTEGER NOT NULL,"
                        + " nanos INTEGER NOT NULL, outcome INTEGER NOT NULL, fingerprint TEXT, output TEXT,"
                        + " consumed TEXT, type TEXT, message TEXT, stack TEXT)",
                "CREATE INDEX attempt_task ON attempt(task)",
                // What is not a plain success is rare and asked for often.
                "CREATE INDEX attempt_other ON attempt(seq) WHERE outcome <> 0",
                "CREATE TABLE worker(session INTEGER PRIMARY KEY, graph INTEGER NOT NULL, identity TEXT NOT NULL,"
                        + " process TEXT NOT NULL, labels TEXT NOT NULL, lease INTEGER NOT NULL,"
                        + " beat INTEGER NOT NULL, state INTEGER NOT NULL, started INTEGER NOT NULL)",
                "CREATE INDEX worker_graph ON worker(graph, state)",
                "CREATE TABLE shift(id INTEGER PRIMARY KEY AUTOINCREMENT, graph INTEGER NOT NULL,"
                        + " dependency INTEGER NOT NULL, pending INTEGER NOT NULL, broken INTEGER NOT NULL,"
                        + " newest INTEGER NOT NULL, reached INTEGER NOT NULL)",
                "CREATE INDEX shift_graph ON shift(graph)",
                // Pages of the input that are declared in the live run.
                "CREATE TABLE page(graph INTEGER NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (graph, digest)) WITHOUT ROWID",
                // Apart from the tasks: values may be large, and are read for dependents and reports only.
                "CREATE TABLE result(task INTEGER PRIMARY KEY, format TEXT NOT NULL, bytes BLOB NOT NULL)");
    }
}
