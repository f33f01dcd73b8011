package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the tasks that a worker may run next, over all lanes that are open to it, by priority and then by number. For one
 * thread at a time.
 */
final class Claiming {
    private static final Comparator<TaskRow> ORDER = Comparator.comparingInt(
                    (TaskRow row) -> -row.terms().policy().priority())
            .thenComparingLong(TaskRow::seq);

    private final Workspace space;
    private final WorkerRow worker;
    private final Request.Want want;

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
        PriorityQueue<Queue> queues = new PriorityQueue<>((a, b) -> ORDER.compare(a.head(), b.head()));
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
        while (!queues.isEmpty() && claimed.size() < want.now() + ahead) {
            Queue first = queues.remove();
            TaskRow candidate = first.next();
            boolean forLater = claimed.size() >= want.now();
            if (mayClaim(candidate, forLater)) {
                claimed.add(claim(candidate, forLater));
            }
            if (first.fill()) {
                queues.add(first);
            }
        }
        space.tx.addClaims(claimed.stream().map(Answer.Claimed::claim).toList());
        return claimed;
    }

    private boolean mayClaim(TaskRow candidate, boolean forLater) {
        boolean shared = candidate.terms().policy().slots() > 1;
        if (forLater && (shared || candidate.standing().tries().suspect())) {
            return false;
        }
        return want.holds().test(candidate.id()) && !(shared && alreadyMine(candidate));
    }

    private boolean alreadyMine(TaskRow candidate) {
        return space.tx.claimsOn(List.of(candidate.seq())).stream()
                .anyMatch(claim -> claim.session() == worker.session());
    }

    private Answer.Claimed claim(TaskRow candidate, boolean forLater) {
        TaskRow known = space.remember(candidate);
        Standing standing = known.standing();
        int attempt = standing.tries().attempts() + standing.slots().running() + 1;
        ClaimRow claim = new ClaimRow(space.tx.next(1), known.seq(), worker.session(), attempt, forLater);
        return new Answer.Claimed(claim, space.put(Decisions.claimed(known)));
    }

    /** The claimable tasks of one lane, read page by page. */
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

        /** Makes sure that there is a head; says whether there is one. */
        boolean fill() {
            while (at >= rows.size()) {
                if (exhausted) {
                    return false;
                }
                rows = space.tx.claimable(lane, last, page);
                at = 0;
                exhausted = rows.size() < page;
                if (!rows.isEmpty()) {
                    last = rows.get(rows.size() - 1);
                }
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
