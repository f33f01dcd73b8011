package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Brief;
import dev.tagwerk.store.Diagnosis;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StuckException;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a desk knows of the run: whether to draw more from the source, whether a change in the store concerns it, and whether
 * all is over. Safe for use by several threads.
 */
final class Outlooks {
    private static final int PAGE = 256;
    private static final int MANY_HELD = 4_096;
    private static final Set<TaskState> UNFINISHED = EnumSet.copyOf(
            Arrays.stream(TaskState.values()).filter(TaskState::isUnfinished).toList());

    private final Worker worker;
    private final Feed feed;
    private final Pace pace;
    private final Budget budget;
    private volatile Answer.Outlook last = Answer.Outlook.NONE;
    private volatile boolean cameShort = true;
    /** A held task that was unfinished when last looked at: as long as it is, it is not over. */
    private volatile @Nullable String witness;

    private volatile int tidyAt = MANY_HELD;
    /** Whether there are satisfied tasks of earlier runs or of others; null until that was looked up. */
    private volatile @Nullable Boolean inheritance;

    /** How many workers there were before the first answer; 0 until that was looked up. */
    private volatile int liveAtFirst;

    Outlooks(Worker worker, Feed feed, Pace pace, Budget budget) {
        this.worker = worker;
        this.feed = feed;
        this.pace = pace;
        this.budget = budget;
    }

    /** Takes in the newest answer; {@code nowShort} says that fewer claims came than were wanted. */
    void update(Answer.Outlook outlook, boolean nowShort) {
        last = outlook;
        cameShort = nowShort;
    }

    /** Forgets what was seen, so that drawing begins anew. */
    void forget() {
        last = Answer.Outlook.NONE;
        cameShort = true;
        witness = null;
    }

    /**
     * Whether more should be drawn from the source, for a worker that claims {@code stock} tasks at a time. As each takes its
     * share of what is ready, there should be enough for all of them to take that much.
     */
    boolean isShort(int stock) {
        long ready = last.mayRun().count(TaskState.READY);
        long shares = Math.max(4, 2L * last.run().live());
        return cameShort || ready < (pace.commitEach() ? 1 : shares * stock);
    }

    /** How many workers were in the run when last looked. */
    int live() {
        int seen = last.run().live();
        return seen > 0 ? seen : liveAtFirst;
    }

    /** Whether something was claimable when last looked. */
    boolean isAnyReady() {
        return last.mayRun().count(TaskState.READY) > 0;
    }

    /**
     * What of this must be declared: not tasks that are done, have nothing that could undo that, and are declared as before; nor
     * those that others have declared in the same way in this run. They are looked up without holding up any writer, so many
     * workers on one input declare it once, and one that starts late comes quickly to what is left. A page of the input that
     * another worker has gone through is looked up as a whole.
     */
    Drawn undeclared(List<Declaration> drawn, boolean page) {
        if (drawn.isEmpty() || !someMayBeKnown()) {
            return Drawn.of(drawn);
        }
        try {
            return page && live() > 1 ? ofPage(drawn) : lookUp(drawn, "");
        } catch (StoreException e) {
            if (e.problem() != StoreException.Problem.BUSY) {
                throw e;
            }
            return Drawn.of(drawn); // what cannot be looked up now is declared: it was drawn, and must not be lost
        }
    }

    private Drawn ofPage(List<Declaration> page) {
        String digest = PageDigest.of(page, budget, feed.renewal());
        long graph = worker.row().graph();
        return worker.store().<Boolean>read(snapshot -> snapshot.isDeclared(graph, digest))
                ? Drawn.NOTHING
                : lookUp(page, digest);
    }

    /** What of this must be declared, with the page if every task of it is then declared in this run; no page if that is empty. */
    private Drawn lookUp(List<Declaration> drawn, String page) {
        long session = worker.row().session();
        long graph = worker.row().graph();
        Map<String, Brief> known = new HashMap<>();
        Set<Integer> live = new HashSet<>();
        worker.store().read(snapshot -> {
            snapshot.brief(graph, drawn.stream().map(Declaration::id).toList())
                    .forEach(task -> known.put(task.id(), task));
            GraphRow now = snapshot.graph(graph);
            long run = now == null ? 0 : now.run().number();
            snapshot.lanes(graph).stream().filter(lane -> lane.run() == run).forEach(lane -> live.add(lane.id()));
            return known;
        });
        List<String> done = new ArrayList<>();
        List<Declaration> left = new ArrayList<>();
        boolean whole = !page.isEmpty();
        for (Declaration declaration : drawn) {
            Brief task = known.get(declaration.id());
            boolean asHere = task != null
                    && task.isDeclaredAs(
                            declaration, budget, live.contains(task.terms().lane()));
            if (task != null
                    && task.isDoneFor(declaration)
                    && !feed.renewal().redone().test(declaration.id())) {
                done.add(declaration.id());
                whole &= asHere;
            } else if (task == null || !asHere || !task.state().isUnfinished()) {
                // What is not held any more was done here, perhaps in an earlier run.
                boolean gone = !page.isEmpty() && !feed.holds(declaration.id());
                whole &= asHere || !gone;
                if (!gone) {
                    left.add(declaration);
                }
            }
        }
        feed.release(done);
        return new Drawn(left, whole ? List.of(new Drawn.Page(session, page)) : List.of());
    }

    /** Whether there may be tasks that this worker has not declared itself and need not: done in earlier runs, or those of others. */
    private boolean someMayBeKnown() {
        if (live() > 1) {
            inheritance = true;
        }
        Boolean known = inheritance;
        if (known == null) {
            known = worker.store().<Boolean>read(snapshot -> {
                GraphRow graph = snapshot.graph(worker.row().graph());
                liveAtFirst = graph == null ? 0 : graph.run().live();
                return liveAtFirst > 1
                        || snapshot.lanes(worker.row().graph()).stream()
                                .anyMatch(lane -> lane.tally().satisfied() > 0);
            });
            inheritance = known;
        }
        return known;
    }

    /** Lets go of declared tasks that turned out to be settled. */
    void settled(List<Declaration> declarations, List<TaskState> states) {
        if (states.size() < declarations.size()) {
            return;
        }
        List<String> settled = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i).isSatisfied() || states.get(i).isFinalFailure()) {
                settled.add(declarations.get(i).id());
            }
        }
        if (!settled.isEmpty()) {
            feed.release(settled);
        }
    }

    /** A look that changes nothing: whether an exchange now could bring anything for this worker. */
    boolean concernsMe() {
        return worker.store().<Boolean>read(this::concernsMe);
    }

    private boolean concernsMe(Snapshot snapshot) {
        WorkerRow me = snapshot.worker(worker.row().session());
        GraphRow graph = snapshot.graph(worker.row().graph());
        if (me == null || graph == null || !me.isLive() || graph.run().cascading()) {
            return true;
        }
        Tally all = Tally.ZERO;
        Tally mine = Tally.ZERO;
        List<Lane> open = new ArrayList<>();
        for (Lane lane : snapshot.lanes(graph.id())) {
            all = all.plus(lane.tallyIn(graph.run().number()));
            if (lane.run() == graph.run().number()
                    && lane.conditions().admit(me.profile().labels())) {
                mine = mine.plus(lane.tally());
                if (mayClaim(lane)) {
                    open.add(lane);
                }
            }
        }
        Answer.Outlook before = last;
        last = new Answer.Outlook(all, mine, graph.run(), before.wakeAt(), before.failures());
        boolean failuresGrew = pace.maxFailures() > 0 && all.finalFailures() >= pace.maxFailures();
        boolean retriesChanged = all.retrying() > 0 && before.wakeAt() == 0;
        return failuresGrew || retriesChanged || holdsOneOf(snapshot, open);
    }

    private static boolean mayClaim(Lane lane) {
        return lane.tally().count(TaskState.READY) > 0 || lane.tally().count(TaskState.RUNNING) > 0;
    }

    /** Whether one of the claimable tasks of these lanes is held: looks through what is shorter, a lane or what is held. */
    private boolean holdsOneOf(Snapshot snapshot, List<Lane> open) {
        if (open.isEmpty()) {
            return false;
        }
        long ready = open.stream()
                .mapToLong(lane -> lane.tally().count(TaskState.READY))
                .sum();
        List<String> held = ready > PAGE ? feed.held() : List.of();
        if (ready <= Math.max(PAGE, held.size())) {
            return open.stream().anyMatch(lane -> holdsOneOf(snapshot, lane.id()));
        }
        Set<Integer> lanes = open.stream().map(Lane::id).collect(Collectors.toSet());
        for (int from = 0; from < held.size(); from += MANY_HELD) {
            List<String> page = held.subList(from, Math.min(held.size(), from + MANY_HELD));
            for (TaskRow row : snapshot.claimable(worker.row().graph(), page)) {
                if (lanes.contains(row.lane()) && !isMineAlready(snapshot, row)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean holdsOneOf(Snapshot snapshot, int lane) {
        TaskRow after = null;
        while (true) {
            List<TaskRow> page = snapshot.claimable(lane, after, PAGE);
            for (TaskRow row : page) {
                if (feed.holds(row.id()) && !isMineAlready(snapshot, row)) {
                    return true;
                }
            }
            if (page.size() < PAGE) {
                return false;
            }
            after = page.get(PAGE - 1);
        }
    }

    /** A worker runs a task at most once at a time, however much room the task has for others. */
    private boolean isMineAlready(Snapshot snapshot, TaskRow row) {
        return row.state() == TaskState.RUNNING
                && snapshot.claimsOn(List.of(row.seq())).stream()
                        .anyMatch(claim -> claim.session() == worker.row().session());
    }

    /**
     * Whether nothing can come any more for this worker, its own source having ended and nothing being claimable.
     *
     * @throws StuckException when what is left waits for something that can never come
     */
    boolean isOver() {
        Answer.Outlook now = last;
        if (now.run().cascading()) {
            return false;
        }
        if (now.run().drawing() > 0) {
            // Others may still declare, but this worker can only run what it holds.
            return !holdsUnfinished();
        }
        Tally all = now.tally();
        if ((feed.holdsAll() ? all : now.mayRun()).unfinished() == 0) {
            return true;
        }
        boolean nothingMoves =
                all.count(TaskState.READY) == 0 && all.count(TaskState.RUNNING) == 0 && all.retrying() == 0;
        if (nothingMoves) {
            Diagnosis diagnosis = worker.store()
                    .read(snapshot -> Diagnosis.of(snapshot, worker.row().graph()));
            throw new StuckException(name(), all.unfinished(), diagnosis);
        }
        return !holdsUnfinished() || (feed.holdsAll() && !anybodyCanGoOn());
    }

    /**
     * Whether one of the live workers can run something, now or after a pause. Who holds everything waits for what others run,
     * whatever labels it needs, but not for workers that may never come.
     */
    private boolean anybodyCanGoOn() {
        return worker.store().<Boolean>read(snapshot -> {
            GraphRow graph = snapshot.graph(worker.row().graph());
            if (graph == null) {
                return false;
            }
            List<WorkerRow> live = snapshot.liveWorkers(graph.id());
            return graph.run().cascading()
                    || snapshot.lanes(graph.id()).stream()
                            .filter(lane -> lane.run() == graph.run().number())
                            .anyMatch(lane -> lane.tally().count(TaskState.RUNNING) > 0
                                    || lane.tally().retrying() > 0
                                    || (lane.tally().count(TaskState.READY) > 0 && somebodyMayRun(lane, live)));
        });
    }

    private static boolean somebodyMayRun(Lane lane, List<WorkerRow> workers) {
        return workers.stream()
                .anyMatch(other -> lane.conditions().admit(other.profile().labels()));
    }

    private String name() {
        GraphRow graph = worker.store()
                .<@Nullable GraphRow>read(
                        snapshot -> snapshot.graph(worker.row().graph()));
        return graph == null ? "?" : graph.name();
    }

    /** Whether one of the held tasks is unfinished. */
    private boolean holdsUnfinished() {
        String known = witness;
        if (known != null && unfinishedAmong(List.of(known)) != null) {
            return true;
        }
        witness = null;
        List<String> held = feed.holdsAll() ? List.of() : feed.held();
        if (feed.holdsAll() || last.tally().unfinished() < held.size()) {
            witness = unfinishedOfAll();
            return witness != null;
        }
        for (int from = 0; from < held.size(); from += PAGE) {
            String found = unfinishedAmong(held.subList(from, Math.min(from + PAGE, held.size())));
            if (found != null) {
                witness = found;
                return true;
            }
        }
        return false;
    }

    /** Looks through what is unfinished in the store, not through what is held: that is less, near the end. */
    private @Nullable String unfinishedOfAll() {
        long graph = worker.row().graph();
        long after = 0;
        while (true) {
            long from = after;
            List<TaskRow> page = worker.store().read(snapshot -> snapshot.list(graph, UNFINISHED, from, PAGE));
            String found = unfinishedAmong(
                    page.stream().map(TaskRow::id).filter(feed::holds).toList());
            if (found != null || page.size() < PAGE) {
                return found;
            }
            after = page.get(page.size() - 1).seq();
        }
    }

    /** Lets go of held tasks that others have settled, once so many are held that it matters. For the one who draws. */
    void tidy() {
        if (feed.heldCount() < tidyAt) {
            return;
        }
        List<String> held = feed.held();
        for (int from = 0; from < held.size(); from += PAGE) {
            List<String> page = held.subList(from, Math.min(from + PAGE, held.size()));
            List<Brief> known =
                    worker.store().read(snapshot -> snapshot.brief(worker.row().graph(), page));
            feed.release(known.stream().filter(Brief::isSettled).map(Brief::id).toList());
        }
        tidyAt = Math.max(MANY_HELD, 2 * feed.heldCount());
    }

    private @Nullable String unfinishedAmong(List<String> ids) {
        long graph = worker.row().graph();
        return worker.store().<@Nullable String>read(snapshot -> {
            Set<String> open = new HashSet<>(ids);
            if (ids.size() > 1) {
                // Most of what is held is done, and to see that takes less than to read it.
                snapshot.brief(graph, ids).stream().filter(Brief::isSettled).forEach(done -> open.remove(done.id()));
            }
            if (open.isEmpty()) {
                return null;
            }
            Map<Integer, Lane> lanes = new HashMap<>();
            snapshot.lanes(graph).forEach(lane -> lanes.put(lane.id(), lane));
            for (TaskRow row : snapshot.find(graph, open)) {
                Lane lane = lanes.get(row.lane());
                boolean mine = feed.holdsAll()
                        || (lane != null
                                && lane.conditions()
                                        .admit(worker.row().profile().labels()));
                if (mine && row.state().isUnfinished()) {
                    return row.id();
                }
            }
            return null;
        });
    }
}
