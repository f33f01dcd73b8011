package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the tasks that a worker may run next, over all lanes that are open to it, by priority and then by number. For one
 * thread at a time.
 */
final class Claiming {
    private final Workspace space;
    private final WorkerRow worker;
    private final Request.Want want;
    /** Candidates that were passed over because this worker does not hold them. */
    private int passedOver;

    private @Nullable Collection<String> held;

    Claiming(Workspace space, WorkerRow worker, Request.Want want) {
        this.space = space;
        this.worker = worker;
        this.want = want;
    }

    /** Claims tasks; all rows must have been flushed before. */
    List<Answer.Claimed> claim() {
        Set<String> labels = worker.profile().labels();
        Tally open = space.tally(lane -> lane.conditions().admit(labels));
        long ready = open.count(TaskState.READY);
        int ahead = Decisions.fairAhead(
                want.ahead(), ready - want.now(), space.graph.run().live());
        List<Answer.Claimed> claimed = new ArrayList<>();
        if (want.now() + ahead == 0) {
            return claimed;
        }
        int page = Math.min(1_000, want.now() + ahead + 8);
        PriorityQueue<Queue> queues = new PriorityQueue<>((a, b) -> TaskRow.CLAIM_ORDER.compare(a.head(), b.head()));
        for (Lane lane : space.liveLanes()) {
            boolean mayHave =
                    lane.tally().count(TaskState.READY) > 0 || lane.tally().count(TaskState.RUNNING) > 0;
            if (mayHave && lane.conditions().admit(labels)) {
                Queue queue = new Queue(lane.id(), page);
                if (queue.fill()) {
                    queues.add(queue);
                }
            }
        }
        Queue first = queues.poll();
        while (first != null && claimed.size() < want.now() + ahead) {
            TaskRow candidate = first.next();
            boolean forLater = claimed.size() >= want.now();
            if (want.holds().test(candidate.id())) {
                List<ClaimRow> others = claimsOn(candidate);
                if (mayClaim(candidate, others, forLater)) {
                    claimed.add(claim(candidate, others, forLater));
                }
            } else {
                passedOver++;
            }
            if (first.isEndless() && isHeldShorter(page)) {
                queues.clear();
                first = new Queue(held(claimed));
            }
            if (!first.fill()) {
                first = queues.poll();
            } else if (!queues.isEmpty()
                    && TaskRow.CLAIM_ORDER.compare(queues.element().head(), first.head()) < 0) {
                queues.add(first);
                first = queues.remove();
            }
        }
        List<ClaimRow> claims = new ArrayList<>(claimed.size());
        claimed.forEach(one -> claims.add(one.claim()));
        space.tx.addClaims(claims);
        return claimed;
    }

    private boolean mayClaim(TaskRow candidate, List<ClaimRow> others, boolean forLater) {
        boolean shared = candidate.terms().policy().slots() > 1;
        if (forLater && (shared || candidate.standing().tries().suspect())) {
            return false;
        }
        for (ClaimRow other : others) {
            if (other.session() == worker.session()) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it is shorter to look up what this worker holds than to go on through what is ready. That is so once as many tasks
     * of others were passed over as it holds; so a claim costs at most twice what the worker holds, however much is ready.
     */
    private boolean isHeldShorter(int page) {
        if (passedOver < page) {
            return false;
        }
        if (held == null) {
            Collection<String> ids = want.holds().ids();
            held = ids;
            if (ids == null) {
                passedOver = Integer.MIN_VALUE;
            }
        }
        return held != null && held.size() <= passedOver;
    }

    /** What this worker holds and may claim, in order, without what it has claimed just now. */
    private List<TaskRow> held(List<Answer.Claimed> claimed) {
        Set<Long> taken = new HashSet<>();
        claimed.forEach(claim -> taken.add(claim.task().seq()));
        Set<Integer> open = new HashSet<>();
        space.liveLanes().stream()
                .filter(lane -> lane.conditions().admit(worker.profile().labels()))
                .forEach(lane -> open.add(lane.id()));
        List<TaskRow> rows = space.tx.claimable(space.graph.id(), held == null ? List.of() : held).stream()
                .filter(row -> open.contains(row.lane()) && !taken.contains(row.seq()))
                .sorted(TaskRow.CLAIM_ORDER)
                .toList();
        return space.graph.run().cascading() ? stillOpen(rows) : rows;
    }

    /** The claims that there are on a task for several workers. */
    private List<ClaimRow> claimsOn(TaskRow candidate) {
        return candidate.standing().slots().running() == 0 ? List.of() : space.tx.claimsOn(List.of(candidate.seq()));
    }

    private Answer.Claimed claim(TaskRow candidate, List<ClaimRow> others, boolean forLater) {
        TaskRow known = space.remember(candidate);
        int last = known.standing().tries().attempts();
        for (ClaimRow other : others) {
            last = Math.max(last, other.attempt());
        }
        ClaimRow claim = new ClaimRow(
                space.tx.next(1), known.seq(), worker.session(), new ClaimRow.Grant(last + 1, forLater, space.now));
        return new Answer.Claimed(claim, space.put(Decisions.claimed(known)));
    }

    /**
     * Those of these tasks whose dependencies let them run as they stand. Their gates may lag behind while news is queued; a
     * look at the dependencies themselves sees what has happened next to a task, though not what is on its way from further off:
     * a task that is claimed before that arrives runs once too often, and again when its dependency has a new output.
     */
    private List<TaskRow> stillOpen(List<TaskRow> candidates) {
        Map<Long, List<Long>> needs =
                space.tx.needs(candidates.stream().map(TaskRow::seq).toList());
        Set<Long> dependencies = new LinkedHashSet<>();
        needs.values().forEach(dependencies::addAll);
        space.load(dependencies);
        return candidates.stream()
                .filter(row -> gate(needs.getOrDefault(row.seq(), List.of()))
                        .isOpen(row.terms().policy().evenIfDependenciesFail()))
                .toList();
    }

    private Gate gate(List<Long> dependencies) {
        List<TaskRow> rows = new ArrayList<>(dependencies.size());
        for (long dependency : dependencies) {
            TaskRow row = space.row(dependency);
            if (row != null) {
                rows.add(row);
            }
        }
        return Decisions.gate(rows);
    }

    /** The claimable tasks of one lane, read page by page, or given ones. */
    private final class Queue {
        private final int lane;
        private final int page;
        private List<TaskRow> rows = List.of();
        private int at;
        private @Nullable TaskRow last;
        private boolean exhausted;

        Queue(int lane, int page) {
            this.lane = lane;
            this.page = page;
        }

        /** Of these tasks only. */
        Queue(List<TaskRow> rows) {
            this(0, 0);
            this.rows = rows;
            this.exhausted = true;
        }

        /** Whether there may be more tasks than were read. */
        boolean isEndless() {
            return !exhausted;
        }

        /** Makes sure that there is a head; says whether there is one. */
        boolean fill() {
            while (at >= rows.size()) {
                if (exhausted) {
                    return false;
                }
                List<TaskRow> read = space.tx.claimable(lane, last, page);
                at = 0;
                exhausted = read.size() < page;
                if (!read.isEmpty()) {
                    last = read.get(read.size() - 1);
                }
                rows = space.graph.run().cascading() ? stillOpen(read) : read;
            }
            return true;
        }

        TaskRow head() {
            return rows.get(at);
        }

        TaskRow next() {
            return rows.get(at++);
        }
    }
}
