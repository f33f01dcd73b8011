package dev.tagwerk.store;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Policy;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes in declared tasks. Known ones are compared with what is stored, first; only when all news about that has spread are
 * new ones added, because an edge must not be added while news about its dependency is under way. For one thread at a time.
 */
final class Declaring {
    private final Workspace space;
    private final Budget budget;
    private final List<String> conflicts = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();
    /** Tasks whose edges must be written anew. */
    private final Map<Long, Declaration> rewired = new LinkedHashMap<>();

    Declaring(Workspace space, Budget budget) {
        this.space = space;
        this.budget = budget;
    }

    /** Declares all of these, or (with an exception, or while news is under way) none; gives their states. */
    List<TaskState> declare(List<Declaration> declarations) {
        if (declarations.isEmpty() || space.graph.run().cascading()) {
            return List.of();
        }
        readKnown(declarations);
        declarations.forEach(this::check);
        List<Declaration> fresh = new ArrayList<>();
        for (Declaration declaration : declarations) {
            TaskRow known = known(declaration.id());
            if (known == null || known.state() == TaskState.UNKNOWN) {
                fresh.add(declaration);
            } else {
                declareAgain(declaration, known);
            }
        }
        if (space.hasNews()) {
            new Cascade(space).spread();
            if (space.graph.run().cascading()) {
                return List.of();
            }
        }
        fresh.forEach(this::add);
        wire();
        return declarations.stream()
                .map(declaration -> stateOf(declaration.id()))
                .toList();
    }

    /** Tasks whose new fingerprint was not taken. */
    List<String> conflicts() {
        return conflicts;
    }

    private void readKnown(List<Declaration> declarations) {
        Set<String> ids = new LinkedHashSet<>();
        for (Declaration declaration : declarations) {
            ids.add(declaration.id());
            ids.addAll(declaration.dependencies());
        }
        for (TaskRow row : space.tx.find(space.graph.id(), ids)) {
            space.remember(row);
            numbers.put(row.id(), row.seq());
        }
    }

    private @Nullable TaskRow known(String id) {
        Long number = numbers.get(id);
        return number == null ? null : space.load(List.of(number)).get(0);
    }

    private TaskState stateOf(String id) {
        TaskRow row = known(id);
        return row == null ? TaskState.UNKNOWN : row.state();
    }

    /** A position must still stand for the same item. */
    private void check(Declaration declaration) {
        TaskRow known = known(declaration.id());
        long guard = declaration.evidence().guard();
        long before = known == null ? 0 : known.terms().evidence().guard();
        if (guard != 0 && before != 0 && guard != before) {
            throw new ChangedInputException(
                    space.graph.name(),
                    "the item at position " + declaration.id() + " is another one than when it was first seen");
        }
    }

    @SuppressWarnings("ReferenceEquality") // an unchanged row is the same object
    private void declareAgain(Declaration declaration, TaskRow row) {
        TaskState state = row.state();
        Budget allowed = allowed(declaration, row);
        if (state == TaskState.RUNNING) {
            space.put(row.with(row.terms().with(allowed)));
        } else if (row.hasValidSuccess() && (state.isSatisfied() || state == TaskState.IN_DOUBT)) {
            declareSatisfied(declaration, row, allowed);
        } else if (state.isFinalFailure()) {
            declareFailed(declaration, row, allowed);
        } else {
            TaskRow renewed = renewed(declaration, row, allowed);
            if (renewed != row) {
                space.put(Decisions.settle(renewed));
            }
        }
    }

    /** Within one run the most patient worker's budget counts; a new run brings its own. */
    private Budget allowed(Declaration declaration, TaskRow row) {
        Budget own = declaration.policy().budget();
        Budget declared = own == null ? budget : own;
        return space.isInLiveRun(row) ? row.terms().budget().max(declared) : declared;
    }

    private void declareSatisfied(Declaration declaration, TaskRow row, Budget allowed) {
        Success success = row.success();
        String fingerprint = declaration.evidence().fingerprint();
        if (success == null || fingerprint.isEmpty() || fingerprint.equals(success.fingerprint())) {
            if (row.state() == TaskState.IN_DOUBT) {
                space.put(Decisions.settle(space.inLiveRun(row)));
            }
            return;
        }
        boolean othersSay = space.isInLiveRun(row) && space.graph.run().live() > 1;
        if (othersSay && !row.terms().evidence().fingerprint().equals(fingerprint)) {
            conflicts.add(row.id());
            return;
        }
        space.put(Decisions.invalidated(renewed(declaration, row, allowed)));
    }

    private void declareFailed(Declaration declaration, TaskRow row, Budget allowed) {
        String fingerprint = declaration.evidence().fingerprint();
        boolean changed = !fingerprint.isEmpty()
                && !fingerprint.equals(row.terms().evidence().fingerprint());
        Tries tries = row.standing().tries();
        boolean patient = tries.failed() <= allowed.failed() && tries.killed() <= allowed.killed();
        boolean cancelled = row.state() == TaskState.CANCELLED && !space.isInLiveRun(row);
        if (!changed && !patient && !cancelled) {
            space.put(space.inLiveRun(row));
            return;
        }
        TaskRow renewed = renewed(declaration, row, allowed);
        if (changed || cancelled) {
            renewed = renewed.with(renewed.standing().with(tries.forgiven()));
        }
        TaskRow reopened = space.put(Decisions.reopened(renewed));
        space.record(reopened, Outcome.REOPENED);
    }

    /** The task with what is declared now; its edges are noted for rewiring if they differ. */
    private TaskRow renewed(Declaration declaration, TaskRow row, Budget allowed) {
        Terms terms = row.terms();
        long digest = declaration.digest();
        if (digest == terms.digest()
                && space.isInLiveRun(row)
                && allowed.equals(terms.budget())
                && declaration.evidence().equals(terms.evidence())) {
            return row;
        }
        if (digest != terms.digest()) {
            rewired.put(row.seq(), declaration);
        }
        return row.with(terms(declaration, allowed, digest));
    }

    private Terms terms(Declaration declaration, Budget allowed, long digest) {
        return new Terms(
                space.laneFor(declaration.conditions()), declaration.policy(), allowed, declaration.evidence(), digest);
    }

    private void add(Declaration declaration) {
        Budget own = declaration.policy().budget();
        Terms terms = terms(declaration, own == null ? budget : own, declaration.digest());
        TaskRow known = known(declaration.id());
        if (known != null) {
            // Named by somebody before: its dependents count it as open, which it remains until it is wired.
            space.put(known.with(terms).with(known.standing().in(TaskState.UNWANTED)));
            rewired.put(known.seq(), declaration);
            return;
        }
        long number = space.tx.next(1);
        space.add(new TaskRow(number, declaration.id(), terms, Standing.fresh(TaskState.UNWANTED, Gate.OPEN), null));
        numbers.put(declaration.id(), number);
        rewired.put(number, declaration);
    }

    /** Writes the edges of new and changed tasks, sets their gates, and lets them settle. */
    private void wire() {
        Set<Long> old = new LinkedHashSet<>();
        List<Edge> edges = new ArrayList<>();
        Map<Long, Gate> gates = new LinkedHashMap<>();
        for (Map.Entry<Long, Declaration> entry : rewired.entrySet()) {
            List<TaskRow> dependencies = new ArrayList<>();
            for (String id : entry.getValue().dependencies()) {
                TaskRow dependency = dependency(id);
                dependencies.add(dependency);
                edges.add(new Edge(dependency.seq(), entry.getKey()));
            }
            gates.put(entry.getKey(), Decisions.gate(dependencies));
            old.add(entry.getKey());
        }
        space.tx.removeEdgesTo(old);
        space.tx.addEdges(edges);
        gates.forEach((number, gate) -> {
            TaskRow row = space.load(List.of(number)).get(0);
            Standing standing = row.standing().with(gate);
            if (standing.state() == TaskState.UNWANTED) {
                standing = standing.in(TaskState.WAITING);
            }
            space.put(Decisions.settle(row.with(standing)));
        });
    }

    private TaskRow dependency(String id) {
        TaskRow known = known(id);
        if (known != null) {
            return known;
        }
        Terms terms = new Terms(space.laneFor(Conditions.NONE), Policy.DEFAULT, Budget.DEFAULT, Evidence.NONE, 0);
        long number = space.tx.next(1);
        TaskRow unknown = new TaskRow(number, id, terms, Standing.fresh(TaskState.UNKNOWN, Gate.OPEN), null);
        space.add(unknown);
        numbers.put(id, number);
        return unknown;
    }
}
