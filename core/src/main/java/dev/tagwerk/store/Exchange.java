package dev.tagwerk.store;

import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The one operation on which everything stands: a worker hands in what it finished and declared, and takes what it may do
 * next, in one transaction.
 *
 * <p>The order within is part of the contract: ends first, so that what they open can be claimed at once; then retries that
 * are due; then declarations, which need that no news is under way; claims last, when everything is written.
 *
 * <p>Safe for use by several threads.
 */
public final class Exchange {
    private static final Set<TaskState> FAILURES =
            EnumSet.of(TaskState.FAILED, TaskState.TIMED_OUT, TaskState.KILLED, TaskState.CANCELLED);
    private static final int NAMED_FAILURES = 20;
    private static final int FAILURES_PAGE = 200;
    private static final int DUE_RETRIES = 500;

    private Exchange() {}

    /**
     * Performs the exchange in this transaction.
     *
     * @throws ChangedInputException when a position stands for another item than before
     */
    public static Answer perform(Transaction tx, Request request) {
        WorkerRow worker = tx.worker(request.session());
        GraphRow graph = worker == null ? null : tx.graph(worker.graph());
        if (worker == null || graph == null || !worker.isLive()) {
            return refuseAll(tx, request);
        }
        int expected = request.ended().size() + request.offer().declarations().size();
        Workspace space = new Workspace(tx, graph, request.now(), expected);
        Settling settling = new Settling(space);
        settling.settle(worker.session(), request.ended());
        Refusals.record(tx, settling.refusals());
        wakeRetries(space);
        new Cascade(space).spread();

        Declaring declaring = new Declaring(space, request.offer());
        boolean taken = declaring.declare(request.offer().declarations());
        if (space.hasNews()) {
            // What is declared is to hear it, too.
            space.flush();
            new Cascade(space).spread();
        }
        if (declaring.isContrary()) {
            tx.closePages(graph.id());
        } else if (taken && !declaring.leavesOutside()) {
            tx.addPages(graph.id(), request.offer().pages());
        }
        List<TaskState> declared = taken ? declaring.states(request.offer().declarations()) : List.of();
        boolean sourceEnded =
                worker.life().sourceEnded() || (taken && request.offer().sourceEnded());
        if (sourceEnded && !worker.life().sourceEnded()) {
            space.graph = space.graph.with(space.graph.run().withSourceEnded());
        }
        space.flush();

        List<String> failures = failures(space, request.want().maxFailures());
        List<Answer.Claimed> claims = failures.isEmpty() && request.want().now() > 0
                ? new Claiming(space, worker, request.want()).claim()
                : List.of();
        space.close();
        tx.save(new WorkerRow(
                worker.session(),
                worker.graph(),
                worker.profile(),
                new WorkerRow.Life(
                        worker.life().state(),
                        worker.life().beats() + 1,
                        worker.life().started(),
                        request.now(),
                        sourceEnded),
                settling.done(worker.done(), claims.size())));
        return new Answer(
                claims,
                declared,
                outlook(space, worker, failures),
                new Answer.Notices(settling.refusals(), declaring.conflicts(), false));
    }

    private static Answer.Outlook outlook(Workspace space, WorkerRow worker, List<String> failures) {
        Tally all = space.total();
        Tally mine =
                space.tally(lane -> lane.conditions().admit(worker.profile().labels()));
        long wakeAt = all.retrying() > 0 ? space.tx.nextRetry(space.graph.id()) : 0;
        return new Answer.Outlook(all, mine, space.graph.run(), wakeAt, failures);
    }

    /** A worker that was taken for dead: nothing of what it brings counts. */
    private static Answer refuseAll(Transaction tx, Request request) {
        List<Answer.Refusal> refusals = request.ended().stream()
                .map(ended -> new Answer.Refusal(
                        ended, "this worker had been taken for dead, and its claims had been given to others"))
                .toList();
        Refusals.record(tx, refusals);
        return new Answer(List.of(), List.of(), Answer.Outlook.NONE, new Answer.Notices(refusals, List.of(), true));
    }

    private static void wakeRetries(Workspace space) {
        if (space.tally(lane -> true).retrying() == 0) {
            return;
        }
        for (TaskRow due : space.tx.dueRetries(space.graph.id(), space.now, DUE_RETRIES)) {
            TaskRow row = space.remember(due);
            space.put(Decisions.settle(row.with(row.standing().retryingAt(0))));
        }
    }

    /** Names of failed tasks once there are {@code max} of them in this run; empty below that, or without a limit. */
    private static List<String> failures(Workspace space, int max) {
        if (max <= 0 || space.tally(lane -> true).finalFailures() < max) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        List<TaskRow> page = space.tx.list(space.graph.id(), FAILURES, 0, FAILURES_PAGE);
        // Earlier runs may have left any number of failures that do not count.
        while (!page.isEmpty() && names.size() < NAMED_FAILURES) {
            page.stream()
                    .filter(space::isInLiveRun)
                    .limit(NAMED_FAILURES - names.size())
                    .forEach(row -> names.add(row.id()));
            long last = page.get(page.size() - 1).seq();
            page = page.size() < FAILURES_PAGE
                    ? List.of()
                    : space.tx.list(space.graph.id(), FAILURES, last, FAILURES_PAGE);
        }
        return names;
    }
}
