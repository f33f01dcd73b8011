package dev.tagwerk.testkit;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A task of the {@link ReferenceModel}: what happened to it, kept plainly. For one thread at a time. */
final class ModelTask {
    final String id;
    /** Null while it is only named. */
    @Nullable
    Declaration declared;

    Evidence evidence = Evidence.NONE;
    Budget budget = Budget.DEFAULT;
    long number;
    int run;
    TaskState state = TaskState.UNKNOWN;
    int attempts;
    int failed;
    int killed;
    boolean suspect;
    long retryAt;
    /** Whether one of those that run it together has succeeded. */
    boolean done;

    final List<Claim> claims = new ArrayList<>();
    final List<Outcome> history = new ArrayList<>();
    /** Its dependencies, each with the time of the newest output that was seen of it; 0 for none. */
    Map<String, Long> needs = new HashMap<>();

    int pending;
    int broken;

    @Nullable
    Success success;

    /** A claim on the task; {@code at} is the model's own time. */
    record Claim(long token, long session, int attempt, boolean ahead, long at) {}

    /** The last success; times are the model's own. */
    record Success(String fingerprint, long claimedAt, long changedAt, String output, boolean valid) {}

    ModelTask(String id) {
        this.id = id;
    }

    boolean isValid() {
        return success != null && success.valid();
    }

    Declaration declaration() {
        return declared == null ? Declaration.of(id) : declared;
    }

    boolean isWithinBudget() {
        return failed <= budget.failed() && killed <= budget.killed();
    }

    boolean isClaimable() {
        return state == TaskState.READY
                || (state == TaskState.RUNNING
                        && !done
                        && claims.size() < declaration().policy().slots()
                        && isWithinBudget());
    }

    void forgive() {
        failed = 0;
        killed = 0;
        suspect = false;
    }

    /** Takes the last success back, if it counted. */
    void invalidate() {
        if (success != null) {
            if (success.valid()) {
                history.add(Outcome.INVALIDATED);
            }
            success = new Success(
                    success.fingerprint(), success.claimedAt(), success.changedAt(), success.output(), false);
        }
        forgive();
    }

    /** The state that follows from what the dependencies say and from the last success. */
    void settle() {
        if (state == TaskState.RUNNING || state == TaskState.UNKNOWN || state.isFinalFailure()) {
            return;
        }
        boolean evenIfFailed = declaration().policy().evenIfDependenciesFail();
        boolean open = evenIfFailed ? pending == broken : pending == 0;
        long newest = needs.values().stream().mapToLong(seen -> seen).max().orElse(0);
        if (isValid() && declaration().policy().ownFingerprintOnly()) {
            state = state.isSatisfied() ? state : TaskState.UP_TO_DATE;
        } else if (broken > 0 && !evenIfFailed) {
            state = TaskState.BLOCKED;
        } else if (!open) {
            state = isValid() ? TaskState.IN_DOUBT : TaskState.WAITING;
        } else if (success != null && success.valid() && newest <= success.claimedAt()) {
            state = state.isSatisfied() ? state : TaskState.UP_TO_DATE;
        } else if (isValid()) {
            invalidate();
            state = TaskState.READY;
        } else if (isWithinBudget()) {
            state = retryAt == 0 ? TaskState.READY : TaskState.WAITING;
        } else {
            state = failed > budget.failed() ? TaskState.FAILED : TaskState.KILLED;
        }
    }
}
