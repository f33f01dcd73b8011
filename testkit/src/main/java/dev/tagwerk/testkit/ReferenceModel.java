package dev.tagwerk.testkit;

import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Request;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a store should do with one graph, written down as plainly as possible: maps, loops over everything, and every gate
 * and state worked out from scratch after each step. It is slow and knows nothing of lanes, news or pages. For one thread at
 * a time.
 */
final class ReferenceModel {
    /** A worker that has joined. */
    static final class Member {
        final String identity;
        final Set<String> labels;
        boolean live = true;
        boolean sourceEnded;
        long completed;
        long failed;

        Member(String identity, Set<String> labels) {
            this.identity = identity;
            this.labels = labels;
        }
    }

    /** A claim that the store must give out next. */
    record Expected(String id, int attempt, boolean ahead) {}

    final Map<String, ModelTask> tasks = new LinkedHashMap<>();
    final Map<Long, Member> members = new LinkedHashMap<>();
    final List<String> conflicts = new ArrayList<>();
    int run;
    private long time;

    // -- Members
    // ---------------------------------------------------------------------------------------------------------

    long live() {
        return members.values().stream().filter(member -> member.live).count();
    }

    long drawing() {
        return members.values().stream().filter(m -> m.live && !m.sourceEnded).count();
    }

    boolean isInUse(String identity) {
        return members.values().stream().anyMatch(m -> m.live && m.identity.equals(identity));
    }

    void join(long session, String identity, Set<String> labels) {
        run += live() == 0 ? 1 : 0;
        members.put(session, new Member(identity, labels));
    }

    private boolean isLive(long session) {
        Member member = members.get(session);
        return member != null && member.live;
    }

    /** A worker goes, in peace or not; gives how many results are refused. */
    int part(long session, List<Ended> ended, boolean dead) {
        if (!isLive(session)) {
            refuse(ended);
            return ended.size();
        }
        int refused = end(session, ended);
        for (ModelTask task : List.copyOf(tasks.values())) {
            for (ModelTask.Claim claim : List.copyOf(task.claims)) {
                if (claim.session() == session) {
                    end(task, claim, dead ? Outcome.KILLED : Outcome.HANDED_BACK, "", 0);
                }
            }
        }
        spread();
        member(session).live = false;
        return refused;
    }

    private Member member(long session) {
        return Objects.requireNonNull(members.get(session));
    }

    // -- The exchange, step by step
    // -----------------------------------------------------------------------------------------

    /** Whether a position stands for another item than before. */
    boolean isChanged(Collection<Declaration> declarations) {
        return declarations.stream().anyMatch(declaration -> {
            ModelTask known = tasks.get(declaration.id());
            long guard = declaration.evidence().guard();
            return known != null && guard != 0 && known.evidence.guard() != 0 && known.evidence.guard() != guard;
        });
    }

    /** All of an exchange but the claims; gives how many results are refused. */
    int exchange(Request request) {
        conflicts.clear();
        if (!isLive(request.session())) {
            refuse(request.ended());
            return request.ended().size();
        }
        List<ModelTask> due = due(request.now());
        int refused = end(request.session(), request.ended());
        due.forEach(task -> {
            task.retryAt = 0;
            task.settle();
        });
        spread();
        declare(request.offer());
        spread();
        member(request.session()).sourceEnded |= request.offer().sourceEnded();
        return refused;
    }

    /** Retries that are due; nobody looks unless the live run has one that waits. */
    private List<ModelTask> due(long now) {
        boolean looked = tasks.values().stream().anyMatch(task -> task.run == run && isRetry(task));
        return tasks.values().stream()
                .filter(task -> looked && isRetry(task) && task.retryAt <= now)
                .toList();
    }

    static boolean isRetry(ModelTask task) {
        return task.state == TaskState.WAITING && task.retryAt != 0;
    }

    private void refuse(List<Ended> ended) {
        for (Ended end : ended) {
            tasks.values().stream()
                    .filter(task -> task.number == end.claim().task() && end.outcome() != Outcome.HANDED_BACK)
                    .forEach(task -> task.history.add(Outcome.REFUSED));
        }
    }

    private int end(long session, List<Ended> ended) {
        List<Ended> refused = new ArrayList<>();
        for (Ended end : ended) {
            ModelTask task = null;
            ModelTask.Claim claim = null;
            for (ModelTask candidate : tasks.values()) {
                for (ModelTask.Claim held : candidate.claims) {
                    if (held.token() == end.token() && held.session() == session) {
                        task = candidate;
                        claim = held;
                    }
                }
            }
            if (task == null || claim == null) {
                refused.add(end);
            } else {
                end(
                        task,
                        claim,
                        end.outcome(),
                        end.result().output(),
                        end.result().retryAt());
            }
        }
        refuse(refused);
        return refused.size();
    }

    private void end(ModelTask task, ModelTask.Claim claim, Outcome outcome, String output, long retryAt) {
        task.claims.remove(claim);
        if (outcome != Outcome.HANDED_BACK) {
            task.attempts = Math.max(task.attempts, claim.attempt());
            task.history.add(outcome);
            member(claim.session()).completed += outcome.isSuccess() ? 1 : 0;
            member(claim.session()).failed += outcome.isFailure() ? 1 : 0;
        }
        boolean wasValid = task.isValid();
        if (outcome.isSuccess()) {
            task.forgive();
            task.done = true;
            ModelTask.Success last = task.success;
            boolean maySay = outcome != Outcome.COMPLETED || !output.isEmpty();
            boolean same = last != null && maySay && (output.isEmpty() || output.equals(last.output()));
            long now = ++time;
            task.success = new ModelTask.Success(
                    task.evidence.fingerprint(),
                    claim.at(),
                    same && last != null ? last.changedAt() : now,
                    same && last != null ? last.output() : output,
                    true);
        } else if (outcome.isFailure()) {
            task.failed++;
        } else if (outcome == Outcome.KILLED && claim.ahead()) {
            task.suspect = true;
        } else if (outcome == Outcome.KILLED) {
            task.killed++;
        }
        if (!task.claims.isEmpty()) {
            return;
        }
        if (task.done) {
            task.state = outcome == Outcome.SKIPPED ? TaskState.SKIPPED : TaskState.COMPLETED;
        } else if (outcome == Outcome.CANCELLED) {
            task.state = TaskState.CANCELLED;
        } else if (task.failed > task.budget.failed()) {
            task.state = outcome == Outcome.TIMED_OUT ? TaskState.TIMED_OUT : TaskState.FAILED;
        } else if (task.killed > task.budget.killed()) {
            task.state = TaskState.KILLED;
        } else {
            task.state = TaskState.WAITING;
            task.retryAt = retryAt;
        }
        task.done = false;
        int events = task.history.size();
        task.settle();
        if (!wasValid && task.history.size() > events) {
            task.history.remove(events); // it never counted for anybody
        }
    }

    private void declare(Request.Offer offer) {
        Map<String, Boolean> fresh = new HashMap<>();
        for (Declaration declaration : offer.declarations()) {
            ModelTask task = named(declaration.id());
            fresh.put(task.id, task.declared == null);
            boolean wires = task.declared == null
                    || (task.state != TaskState.RUNNING && task.declared.digest() != declaration.digest());
            if (wires) {
                task.needs = new HashMap<>();
                for (String id : declaration.dependencies()) {
                    named(id);
                    task.needs.put(id, 0L);
                }
            }
            if (task.declared == null) {
                task.state = TaskState.WAITING;
                task.run = run;
                task.evidence = declaration.evidence();
                task.budget = budget(offer, declaration);
                task.declared = declaration;
            }
        }
        gates();
        for (Declaration declaration : offer.declarations()) {
            ModelTask task = Objects.requireNonNull(tasks.get(declaration.id()));
            if (Boolean.TRUE.equals(fresh.get(task.id))) {
                task.settle();
            } else {
                declareAgain(task, declaration, budget(offer, declaration));
            }
        }
    }

    private ModelTask named(String id) {
        return tasks.computeIfAbsent(id, any -> {
            ModelTask task = new ModelTask(id);
            task.run = run;
            return task;
        });
    }

    private static Budget budget(Request.Offer offer, Declaration declaration) {
        Budget own = declaration.policy().budget();
        return own == null ? offer.budget() : own;
    }

    private void declareAgain(ModelTask task, Declaration declaration, Budget declared) {
        boolean inRun = task.run == run;
        Budget allowed = inRun ? task.budget.max(declared) : declared;
        String fingerprint = declaration.evidence().fingerprint();
        ModelTask.Success success = task.success;
        if (task.state == TaskState.RUNNING) {
            task.budget = allowed;
        } else if (task.state.isFinalFailure()) {
            boolean changed = !fingerprint.isEmpty() && !fingerprint.equals(task.evidence.fingerprint());
            boolean cancelled = task.state == TaskState.CANCELLED;
            boolean patient = task.failed <= allowed.failed() && task.killed <= allowed.killed();
            boolean opens = changed || (cancelled ? !inRun : patient);
            take(task, declaration, allowed, opens ? declaration.evidence() : task.evidence);
            if (opens) {
                if (changed || cancelled) {
                    task.forgive();
                }
                reopen(task);
            }
        } else if (success != null && success.valid()) {
            boolean changed = !fingerprint.isEmpty() && !fingerprint.equals(success.fingerprint());
            boolean disputed =
                    inRun && live() > 1 && !task.evidence.fingerprint().equals(fingerprint);
            if (changed && !disputed) {
                take(task, declaration, allowed, declaration.evidence());
                task.invalidate();
            } else {
                if (changed) {
                    conflicts.add(task.id);
                }
                boolean same = task.declaration().digest() == declaration.digest() && allowed.equals(task.budget);
                if (!same
                        || !task.state.isSatisfied()
                        || !declaration.dependencies().isEmpty()) {
                    take(task, declaration, allowed, task.evidence);
                }
            }
            task.settle();
        } else {
            take(task, declaration, allowed, declaration.evidence());
            task.settle();
        }
    }

    private void take(ModelTask task, Declaration declaration, Budget budget, Evidence evidence) {
        task.declared = declaration;
        task.budget = budget;
        task.evidence = evidence;
        task.run = run;
    }

    private static void reopen(ModelTask task) {
        task.state = TaskState.WAITING;
        task.retryAt = 0;
        task.settle();
        task.history.add(Outcome.REOPENED);
    }

    /** Opens these tasks on request; gives how many were opened. */
    int reopen(Collection<String> ids) {
        int opened = 0;
        for (String id : Set.copyOf(ids)) {
            ModelTask task = tasks.get(id);
            if (task != null && task.state.isFinalFailure()) {
                task.run = run;
                task.forgive();
                reopen(task);
                opened++;
            } else if (task != null && task.isValid() && task.state != TaskState.RUNNING) {
                task.run = run;
                task.invalidate();
                task.settle();
                opened++;
            }
        }
        spread();
        return opened;
    }

    // -- Claims
    // ------------------------------------------------------------------------------------------------------------

    /** The claims that a worker must get now. */
    List<Expected> claims(long session, Request.Want want) {
        if (!isLive(session) || want.now() == 0 || stops(want)) {
            return List.of();
        }
        Set<String> labels = member(session).labels;
        List<ModelTask> candidates = tasks.values().stream()
                .filter(task -> task.run == run && task.isClaimable())
                .filter(task ->
                        labels.containsAll(task.declaration().conditions().requirements()))
                .sorted(Comparator.comparingInt(
                                (ModelTask task) -> -task.declaration().policy().priority())
                        .thenComparingLong(task -> task.number))
                .toList();
        long ready = candidates.stream()
                .filter(task -> task.state == TaskState.READY)
                .count();
        long ahead = Math.max(0, Math.min(want.ahead(), (ready - want.now()) / (2 * live())));
        List<Expected> claims = new ArrayList<>();
        for (ModelTask task : candidates) {
            boolean forLater = claims.size() >= want.now();
            boolean shared = task.declaration().policy().slots() > 1;
            boolean mine = task.claims.stream().anyMatch(claim -> claim.session() == session);
            if (claims.size() < want.now() + ahead
                    && want.holds().test(task.id)
                    && !(forLater && (shared || task.suspect))
                    && !(shared && mine)) {
                int last = task.claims.stream()
                        .mapToInt(ModelTask.Claim::attempt)
                        .max()
                        .orElse(0);
                claims.add(new Expected(task.id, Math.max(task.attempts, last) + 1, forLater));
            }
        }
        return claims;
    }

    /** Names of the failures, if they are too many. */
    List<String> failures(Request.Want want) {
        return stops(want) ? failed().stream().map(task -> task.id).toList() : List.of();
    }

    private boolean stops(Request.Want want) {
        return want.maxFailures() > 0 && failed().size() >= want.maxFailures();
    }

    private List<ModelTask> failed() {
        return tasks.values().stream()
                .filter(task -> task.run == run && task.state.isFinalFailure())
                .sorted(Comparator.comparingLong(task -> task.number))
                .toList();
    }

    /** Notes that the store gave out this claim. */
    void claimed(String id, ModelTask.Claim claim) {
        ModelTask task = Objects.requireNonNull(tasks.get(id));
        task.claims.add(new ModelTask.Claim(claim.token(), claim.session(), claim.attempt(), claim.ahead(), ++time));
        task.state = TaskState.RUNNING;
    }

    // -- What follows
    // --------------------------------------------------------------------------------------------------------

    /** Works out every gate from the states of the dependencies. */
    private void gates() {
        for (ModelTask task : tasks.values()) {
            task.pending = 0;
            task.broken = 0;
            for (Map.Entry<String, Long> need : task.needs.entrySet()) {
                @Nullable ModelTask dependency = tasks.get(need.getKey());
                if (dependency == null || !dependency.state.isSatisfied()) {
                    task.pending++;
                    task.broken += dependency != null && dependency.state.isBroken() ? 1 : 0;
                }
                if (dependency != null && dependency.success != null) {
                    need.setValue(Math.max(need.getValue(), dependency.success.changedAt()));
                }
            }
        }
    }

    /** Lets everything settle, round by round, until nothing changes. */
    private void spread() {
        boolean changed = true;
        while (changed) {
            changed = false;
            gates();
            for (ModelTask task : tasks.values()) {
                TaskState before = task.state;
                task.settle();
                changed |= before != task.state;
            }
        }
    }
}
