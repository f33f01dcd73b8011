package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Every decision about the fate of a task, as pure functions over records. Whatever the store, these decide.
 */
final class Decisions {
    private Decisions() {}

    /** The three classes of states; a dependent sees nothing finer. */
    enum Kind {
        OPEN,
        SATISFIED,
        BROKEN;

        static Kind of(TaskState state) {
            return state.isSatisfied() ? SATISFIED : state.isBroken() ? BROKEN : OPEN;
        }
    }

    /**
     * The task in the state that follows from its gate and from its last success. Running tasks stay as they are: what
     * changed meanwhile is looked at when they end. So do final failures: only an explicit decision opens them again.
     *
     * <p>This is the one rule for "must it run?": a satisfied task stays satisfied exactly while its success is valid and
     * none of its dependencies has a newer output than the one it saw.
     */
    static TaskRow settle(TaskRow row) {
        TaskState state = row.state();
        if (state == TaskState.RUNNING
                || state == TaskState.UNKNOWN
                || state == TaskState.UNWANTED
                || state.isFinalFailure()) {
            return row;
        }
        Gate gate = row.standing().gate();
        boolean valid = row.hasValidSuccess();
        if (valid && row.terms().policy().ownFingerprintOnly()) {
            return in(row, state.isSatisfied() ? state : TaskState.UP_TO_DATE);
        }
        boolean evenIfFailed = row.terms().policy().evenIfDependenciesFail();
        if (gate.broken() > 0 && !evenIfFailed) {
            return in(row, TaskState.BLOCKED);
        }
        if (!gate.isOpen(evenIfFailed)) {
            return in(row, valid ? TaskState.IN_DOUBT : TaskState.WAITING);
        }
        Success success = row.success();
        if (valid && success != null) {
            if (gate.newest() <= success.claimedAt()) {
                return in(row, state.isSatisfied() ? state : TaskState.UP_TO_DATE);
            }
            Standing standing = row.standing();
            return in(
                    row.with(success.invalidated())
                            .with(standing.with(standing.tries().forgiven())),
                    TaskState.READY);
        }
        // A new run may have brought a smaller budget than that within which the task was left open.
        TaskState verdict = verdict(row.standing().tries(), row.terms().budget(), Outcome.FAILED);
        boolean open = verdict == TaskState.WAITING && row.standing().retryAt() == 0;
        return in(row, open ? TaskState.READY : verdict);
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged row is the same object
    private static TaskRow in(TaskRow row, TaskState state) {
        Standing standing = row.standing().in(state);
        return standing == row.standing() ? row : row.with(standing);
    }

    /** The task with one more worker on it. */
    static TaskRow claimed(TaskRow row) {
        return row.with(
                row.standing().in(TaskState.RUNNING, row.standing().slots().joined()));
    }

    /**
     * The task after one of its workers has ended. A task with several workers settles when the last of them ends; one
     * success among them is enough.
     *
     * @param number the commit number of this end
     */
    static TaskRow ended(TaskRow row, ClaimRow claim, Ended ended, long number) {
        boolean success = ended.outcome().isSuccess();
        Slots slots = row.standing().slots().left(success);
        Tries tries = counted(row.standing().tries(), row.terms().budget(), claim, ended);
        TaskRow counted = new TaskRow(
                row.seq(),
                row.id(),
                row.terms(),
                row.standing().with(slots, tries),
                success ? succeeded(row, claim, ended, number) : row.success());
        return slots.running() > 0 ? counted : afterLast(counted, ended);
    }

    private static Tries counted(Tries tries, Budget budget, ClaimRow claim, Ended ended) {
        Outcome outcome = ended.outcome();
        if (outcome == Outcome.HANDED_BACK) {
            return tries;
        }
        // Of several that began together an earlier one may have been handed back: its number is not given out again.
        int attempts = Math.max(tries.attempts(), claim.attempt());
        long nanos = ended.span().nanos();
        if (outcome.isSuccess()) {
            return new Tries(attempts, 0, 0, false, nanos);
        }
        // A worker that held several claims may have been killed by any of them: those burn nothing, but come back
        // suspect.
        boolean burnsKill = outcome == Outcome.KILLED && !claim.ahead();
        int failed = tries.failed() + (outcome.isFailure() ? 1 : 0);
        // A failure that no further attempt can mend uses up the budget at once.
        boolean never = outcome.isFailure() && ended.result().retryAt() == Ended.Result.NEVER;
        return new Tries(
                attempts,
                never ? Math.max(failed, budget.failed() + 1) : failed,
                tries.killed() + (burnsKill ? 1 : 0),
                tries.suspect() || (outcome == Outcome.KILLED && claim.ahead()),
                nanos);
    }

    private static Success succeeded(TaskRow row, ClaimRow claim, Ended ended, long number) {
        Success last = row.success();
        String output = ended.result().output();
        String fingerprint = row.terms().evidence().fingerprint();
        boolean saysSame = ended.outcome() != Outcome.COMPLETED || !output.isEmpty();
        if (last != null && saysSame && (output.isEmpty() || output.equals(last.output()))) {
            return new Success(fingerprint, claim.token(), last.changedAt(), last.output(), true);
        }
        return new Success(fingerprint, claim.token(), number, output, true);
    }

    private static TaskRow afterLast(TaskRow row, Ended ended) {
        Outcome last = ended.outcome();
        if (row.standing().slots().done()) {
            TaskState state = last == Outcome.SKIPPED ? TaskState.SKIPPED : TaskState.COMPLETED;
            return settle(row.with(row.standing().in(state, Slots.FREE)));
        }
        Standing standing = row.standing().with(Slots.FREE);
        TaskState verdict = verdict(standing.tries(), row.terms().budget(), last);
        if (verdict != TaskState.WAITING) {
            return row.with(standing.in(verdict));
        }
        return settle(row.with(standing.in(TaskState.WAITING)
                .retryingAt(Math.max(0, ended.result().retryAt()))));
    }

    /** Whether what was tried is within the budget: WAITING when it may be tried again, else the final failure. */
    static TaskState verdict(Tries tries, Budget budget, Outcome last) {
        if (last == Outcome.CANCELLED) {
            return TaskState.CANCELLED;
        }
        if (tries.failed() > budget.failed()) {
            return last == Outcome.TIMED_OUT ? TaskState.TIMED_OUT : TaskState.FAILED;
        }
        return tries.killed() > budget.killed() ? TaskState.KILLED : TaskState.WAITING;
    }

    /** The task opened again after a final failure. */
    static TaskRow reopened(TaskRow row) {
        return settle(row.with(row.standing().in(TaskState.WAITING).retryingAt(0)));
    }

    /** The task, no longer satisfied by its last success, with a full budget. */
    static TaskRow invalidated(TaskRow row) {
        Success success = row.success();
        Standing standing = row.standing();
        return settle(row.with(success == null ? null : success.invalidated())
                .with(standing.with(standing.tries().forgiven())));
    }

    /** How many claims may be made ahead of need: never more than a fair part of what is ready. */
    static int fairAhead(int wanted, long ready, int liveWorkers) {
        return (int) Math.max(0, Math.min(wanted, ready / (2L * Math.max(1, liveWorkers))));
    }

    /** What the dependents of a task must be told when it goes from one state to another; null when nothing. */
    static @Nullable Shift shift(TaskRow before, TaskRow after) {
        Kind from = Kind.of(before.state());
        Kind to = Kind.of(after.state());
        if (from == to) {
            return null;
        }
        int pending = (to == Kind.SATISFIED ? 0 : 1) - (from == Kind.SATISFIED ? 0 : 1);
        int broken = (to == Kind.BROKEN ? 1 : 0) - (from == Kind.BROKEN ? 1 : 0);
        Success success = after.success();
        return new Shift(after.seq(), pending, broken, success == null ? 0 : success.changedAt());
    }

    /** The gate of a task with these dependencies. */
    static Gate gate(Iterable<TaskRow> dependencies) {
        int pending = 0;
        int broken = 0;
        long newest = 0;
        for (TaskRow dependency : dependencies) {
            Kind kind = Kind.of(dependency.state());
            pending += kind == Kind.SATISFIED ? 0 : 1;
            broken += kind == Kind.BROKEN ? 1 : 0;
            Success success = dependency.success();
            newest = Math.max(newest, success == null ? 0 : success.changedAt());
        }
        return new Gate(pending, broken, newest);
    }
}
