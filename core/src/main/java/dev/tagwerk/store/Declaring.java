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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes in declared tasks. Edges and gates come first, while the states are still those that the gates are made from, and
 * only while no news is under way: such a gate would take in the same news twice. Whatever changes after that is news, and
 * reaches new edges as it reaches old ones, in this transaction or in a later one. For one thread at a time.
 */
final class Declaring {
    private final Workspace space;
    private final Budget budget;
    private final Request.Renewal renewal;
    private final List<String> conflicts = new ArrayList<>();
    /** Each task that is named here, as itself or as a dependency. */
    private final Map<String, Named> names;
    /** Declarations whose edges must be written anew, by the number of the task. */
    private final LongMap<Declaration> rewired = new LongMap<>();

    private @Nullable Terms neighbour;
    private boolean contrary;
    private boolean outside;

    /** A task that is named here, with its number; 0 while it has none. */
    private static final class Named {
        final String id;
        long number;

        Named(String id) {
            this.id = id;
        }
    }

    /** A declaration with the task that it is about, and those that it needs: each is looked up by its id once. */
    private record Resolved(Declaration declaration, Named task, List<Named> dependencies) {}

    Declaring(Workspace space, Request.Offer offer) {
        this.space = space;
        this.names = new HashMap<>(3 * offer.declarations().size());
        this.budget = offer.budget();
        this.renewal = offer.renewal();
    }

    /** Declares all of these, or (with an exception, or while news is under way) none; says whether they were taken. */
    boolean declare(List<Declaration> declarations) {
        if (declarations.isEmpty()) {
            return true;
        }
        if (space.graph.run().cascading() || space.hasNews()) {
            return false;
        }
        List<Resolved> all = resolve(declarations);
        all.forEach(this::check);
        boolean[] added = new boolean[all.size()];
        for (int i = 0; i < added.length; i++) {
            TaskRow known = known(all.get(i).task());
            added[i] = known == null || known.state() == TaskState.UNKNOWN;
            if (added[i]) {
                add(all.get(i), known);
            } else {
                rewire(declarations.get(i), Objects.requireNonNull(known));
            }
        }
        wire(all);
        for (int i = 0; i < added.length; i++) {
            TaskRow row = Objects.requireNonNull(known(all.get(i).task()));
            if (added[i]) {
                space.put(Decisions.settle(row.with(row.standing().in(TaskState.WAITING))));
            } else {
                declareAgain(declarations.get(i), row);
                outside |= !space.isInLiveRun(Objects.requireNonNull(space.row(row.seq())));
            }
        }
        return true;
    }

    /** How these tasks stand now. */
    List<TaskState> states(List<Declaration> declarations) {
        List<TaskState> states = new ArrayList<>(declarations.size());
        for (Declaration declaration : declarations) {
            Named named = names.get(declaration.id());
            TaskRow row = named == null ? null : known(named);
            states.add(row == null ? TaskState.UNKNOWN : row.state());
        }
        return states;
    }

    /**
     * Whether a task of the live run was declared otherwise than it had been: then nobody can tell any more from a page that was
     * gone through before how its tasks are declared now.
     */
    boolean isContrary() {
        return contrary;
    }

    /** Whether a declared task stays in the lane of an earlier run, as it is done. */
    boolean leavesOutside() {
        return outside;
    }

    /** Tasks whose new fingerprint was not taken. */
    List<String> conflicts() {
        return conflicts;
    }

    private List<Resolved> resolve(List<Declaration> declarations) {
        List<Resolved> all = new ArrayList<>(declarations.size());
        for (Declaration declaration : declarations) {
            List<Named> dependencies = List.of();
            if (!declaration.dependencies().isEmpty()) {
                dependencies = new ArrayList<>(declaration.dependencies().size());
                for (String dependency : declaration.dependencies()) {
                    dependencies.add(named(dependency));
                }
            }
            all.add(new Resolved(declaration, named(declaration.id()), dependencies));
        }
        for (TaskRow row : space.tx.find(space.graph.id(), names.keySet())) {
            space.remember(row);
            named(row.id()).number = row.seq();
        }
        return all;
    }

    private Named named(String id) {
        return names.computeIfAbsent(id, Named::new);
    }

    private @Nullable TaskRow known(Named task) {
        return task.number == 0 ? null : space.row(task.number);
    }

    /** A position must still stand for the same item. */
    private void check(Resolved resolved) {
        Declaration declaration = resolved.declaration();
        long guard = declaration.evidence().guard();
        TaskRow known = guard == 0 ? null : known(resolved.task());
        long before = known == null ? 0 : known.terms().evidence().guard();
        if (guard != 0 && before != 0 && guard != before) {
            throw new ChangedInputException(
                    space.graph.name(),
                    "the item at position " + declaration.id() + " is another one than when it was first seen");
        }
    }

    private void declareAgain(Declaration declaration, TaskRow row) {
        TaskState state = row.state();
        contrary |= space.isInLiveRun(row) && !row.terms().isOf(declaration);
        Budget allowed = allowed(declaration, row);
        if (state == TaskState.RUNNING) {
            replace(row, row.terms().with(allowed));
        } else if (state.isFinalFailure()) {
            declareFailed(declaration, row, allowed);
        } else if (row.hasValidSuccess()) {
            declareSatisfied(declaration, row, allowed);
        } else {
            Terms terms = renewed(declaration, row, allowed);
            replace(isRenewed(row) ? forgiven(row) : row, terms);
        }
    }

    /** Whether what the task failed in an earlier run does not count any more. */
    private boolean isRenewed(TaskRow row) {
        return renewal.failures() && !space.isInLiveRun(row);
    }

    private static TaskRow forgiven(TaskRow row) {
        Standing standing = row.standing();
        return row.with(standing.with(standing.tries().forgiven()).retryingAt(0));
    }

    /** Puts the task with these terms; it settles if they differ, or if its gate was made anew. */
    private void replace(TaskRow row, Terms terms) {
        if (!terms.equals(row.terms()) || rewired.get(row.seq()) != null) {
            space.put(Decisions.settle(row.with(terms)));
        }
    }

    /** Within one run the most patient worker's budget counts; a new run brings its own. */
    private Budget allowed(Declaration declaration, TaskRow row) {
        Budget own = declaration.policy().budget();
        Budget declared = own == null ? budget : own;
        return space.isInLiveRun(row) ? row.terms().budget().max(declared) : declared;
    }

    /** A task with a valid success: satisfied, or in doubt, or blocked by a dependency that is being redone. */
    private void declareSatisfied(Declaration declaration, TaskRow row, Budget allowed) {
        Success success = row.success();
        String fingerprint = declaration.evidence().fingerprint();
        boolean changed = success != null && !fingerprint.isEmpty() && !fingerprint.equals(success.fingerprint());
        boolean redone = !space.isInLiveRun(row) && renewal.redone().test(row.id());
        boolean othersSay = space.isInLiveRun(row)
                && space.graph.run().live() > 1
                && !row.terms().evidence().fingerprint().equals(fingerprint);
        if (redone || (changed && !othersSay)) {
            space.put(Decisions.invalidated(row.with(renewed(declaration, row, allowed))));
            return;
        }
        if (changed) {
            conflicts.add(row.id());
        }
        // A satisfied task of an earlier run stays where it is unless it is declared differently: nothing need be
        // written. Not so one with dependencies, which may turn out to have changed: the lane tells that somebody has
        // it.
        Terms old = row.terms();
        boolean same = declaration.digest() == old.digest() && allowed.equals(old.budget());
        boolean stays =
                same && row.state().isSatisfied() && declaration.dependencies().isEmpty();
        replace(row, stays ? old : kept(declaration, row, allowed));
    }

    private void declareFailed(Declaration declaration, TaskRow row, Budget allowed) {
        String fingerprint = declaration.evidence().fingerprint();
        boolean changed = !fingerprint.isEmpty()
                && !fingerprint.equals(row.terms().evidence().fingerprint());
        Tries tries = row.standing().tries();
        boolean patient = tries.isWithin(allowed);
        boolean cancelled = row.state() == TaskState.CANCELLED;
        boolean renewed = isRenewed(row);
        boolean again = cancelled ? !space.isInLiveRun(row) : patient || renewed;
        if (!changed && !again) {
            replace(row, kept(declaration, row, allowed));
            return;
        }
        TaskRow next = row.with(renewed(declaration, row, allowed));
        TaskRow reopened = space.put(Decisions.reopened(changed || cancelled || renewed ? forgiven(next) : next));
        space.record(reopened, Outcome.REOPENED);
    }

    /** What is declared now. */
    private Terms renewed(Declaration declaration, TaskRow row, Budget allowed) {
        return kept(declaration, row, allowed).with(declaration.evidence());
    }

    /** What is declared now, but the evidence as it was. */
    private Terms kept(Declaration declaration, TaskRow row, Budget allowed) {
        return new Terms(
                space.laneFor(declaration.conditions()),
                declaration.policy(),
                allowed,
                row.terms().evidence(),
                declaration.digest());
    }

    /** Notes that the dependencies may differ. A running task keeps those that it was claimed with. */
    private void rewire(Declaration declaration, TaskRow row) {
        if (declaration.digest() != row.terms().digest() && row.state() != TaskState.RUNNING) {
            rewired.put(row.seq(), declaration);
        }
    }

    /** What is declared of a new task, sharing with its neighbour what is alike: there may be millions of them. */
    private Terms terms(Declaration declaration, Budget allowed) {
        Terms terms = new Terms(
                space.laneFor(declaration.conditions()),
                declaration.policy(),
                allowed,
                declaration.evidence(),
                declaration.digest());
        neighbour = neighbour == null ? terms : terms.sharing(neighbour);
        return neighbour;
    }

    private void add(Resolved resolved, @Nullable TaskRow known) {
        Declaration declaration = resolved.declaration();
        Budget own = declaration.policy().budget();
        Terms terms = terms(declaration, own == null ? budget : own);
        if (known != null) {
            // Named by somebody before: its dependents count it as open, which it remains until it is wired.
            space.put(known.with(terms).with(known.standing().in(TaskState.UNWANTED)));
            rewired.put(known.seq(), declaration);
            return;
        }
        long number = space.tx.next(1);
        space.add(new TaskRow(number, declaration.id(), terms, Standing.fresh(TaskState.UNWANTED, Gate.OPEN), null));
        resolved.task().number = number;
        if (!declaration.dependencies().isEmpty()) {
            rewired.put(number, declaration);
        }
    }

    /** Notes the edges of new and changed tasks and sets their gates; nothing changes its state. */
    private void wire(List<Resolved> declared) {
        Numbers tasks = new Numbers(declared.size());
        List<Edge> edges = new ArrayList<>();
        List<TaskRow> gated = new ArrayList<>();
        for (Resolved resolved : declared) {
            TaskRow row = Objects.requireNonNull(known(resolved.task()));
            if (rewired.get(row.seq()) == null) {
                continue;
            }
            List<TaskRow> dependencies = new ArrayList<>(resolved.dependencies().size());
            for (Named named : resolved.dependencies()) {
                TaskRow dependency = dependency(named);
                dependencies.add(dependency);
                edges.add(new Edge(dependency.seq(), row.seq()));
            }
            tasks.append(row.seq());
            gated.add(row.with(row.standing().with(Decisions.gate(dependencies))));
        }
        space.wire(tasks, edges);
        gated.forEach(space::put);
    }

    private TaskRow dependency(Named named) {
        TaskRow known = known(named);
        if (known != null) {
            return known;
        }
        Terms terms = new Terms(space.laneFor(Conditions.NONE), Policy.DEFAULT, Budget.DEFAULT, Evidence.NONE, 0);
        long number = space.tx.next(1);
        TaskRow unknown = new TaskRow(number, named.id, terms, Standing.fresh(TaskState.UNKNOWN, Gate.OPEN), null);
        space.add(unknown);
        named.number = number;
        return unknown;
    }
}
