package dev.tagwerk.testkit;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.Gate;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Slots;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.Standing;
import dev.tagwerk.store.Success;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Terms;
import dev.tagwerk.store.Tries;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** Rows for tests of the primitives. */
final class Rows {
    private Rows() {}

    /** A task about which nothing has happened. */
    static TaskRow task(long seq, String id, int lane, TaskState state) {
        return prior(seq, id, lane, state, 0);
    }

    /** A task with this priority. */
    static TaskRow prior(long seq, String id, int lane, TaskState state, int priority) {
        Policy policy = Policy.DEFAULT.withPriority(priority);
        Terms terms = new Terms(lane, policy, Budget.DEFAULT, Evidence.NONE, 0);
        return new TaskRow(seq, id, terms, Standing.fresh(state, Gate.OPEN), null);
    }

    /** A task that waits for a retry. */
    static TaskRow retry(long seq, String id, int lane, long retryAt) {
        TaskRow row = task(seq, id, lane, TaskState.WAITING);
        return row.with(row.standing().retryingAt(retryAt));
    }

    /** A task in which nothing has its usual value. */
    static TaskRow unusual(long seq, String id, int lane) {
        Policy policy = new Policy(-7, 5, new Budget(2, 9), true, true);
        Terms terms =
                new Terms(lane, policy, new Budget(4, 6), new Evidence("print 'ü\n", Long.MIN_VALUE), Long.MAX_VALUE);
        Standing standing = new Standing(
                TaskState.RUNNING,
                new Gate(3, 2, 1L << 40),
                new Slots(2, true),
                new Tries(8, 1, 2, true, 1L << 50),
                99);
        return new TaskRow(seq, id, terms, standing, new Success("old", 11, 12, "out", false));
    }

    /** A worker that lives. */
    static WorkerRow worker(long session, long graph, String identity) {
        return worker(session, graph, identity, WorkerRow.State.LIVE);
    }

    /** A worker in this state. */
    static WorkerRow worker(long session, long graph, String identity, WorkerRow.State state) {
        return new WorkerRow(
                session,
                graph,
                new WorkerRow.Profile(
                        identity,
                        new ProcessIdentity("host name", "boot|id", "pid:[4026531836]", 4_194_304, 1L << 40),
                        new TreeSet<>(List.of("gpu", "b,ig")),
                        Duration.ofMillis(15_001),
                        Duration.ofMillis(5_002)),
                new WorkerRow.Life(state, 3, 1_000, 2_000, true),
                new WorkerRow.Done(4, 5, 6));
    }

    /** An attempt that failed, with everything that an attempt can have. */
    static Attempt attempt(long seq, long task, Outcome outcome) {
        return new Attempt(
                seq,
                task,
                new Attempt.By(21, 2, 77, new Span(1_234, 5_678_901)),
                outcome,
                new Attempt.Findings(
                        "print",
                        "out",
                        new Failure("Boom", "it's ünusual\nreally", "at here\nat there"),
                        List.of(3L, 1L)));
    }

    /** An event with nothing in it. */
    static Attempt event(long seq, long task, Outcome outcome) {
        return new Attempt(seq, task, new Attempt.By(0, 0, 0, new Span(0, 0)), outcome, Attempt.Findings.NONE);
    }
}
