package dev.tagwerk.proof.flow;

import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.proof.flow.RandomGraph.Act;
import dev.tagwerk.proof.flow.RandomGraph.Need;
import dev.tagwerk.proof.flow.RandomGraph.Node;
import dev.tagwerk.proof.flow.RandomGraph.Take;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs of a graph must come to, worked out one task after the other. It shares nothing with the engine but the words of the
 * report. For one thread at a time.
 */
final class GraphModel {
    private final RandomGraph graph;
    /** Whether the store can tell that a value is as it was. */
    private final boolean cutsOff;

    private final Map<Integer, Success> successes = new HashMap<>();
    private final Map<Integer, Kept> values = new HashMap<>();
    private long clock;

    /** A success, still valid or not. */
    private record Success(boolean valid, String fingerprint, long began, long changed) {}

    /** A value that is kept, perhaps null. */
    private record Kept(@Nullable Integer value) {}

    /** Where a task stands, and how many attempts were made at it. */
    record Fate(Status status, int attempts) {}

    GraphModel(RandomGraph graph, boolean cutsOff) {
        this.graph = graph;
        this.cutsOff = cutsOff;
    }

    /** The value that is kept of a task, if one is. */
    boolean hasValue(int task) {
        return values.containsKey(task);
    }

    @Nullable
    Integer value(int task) {
        Kept kept = values.get(task);
        return kept == null ? null : kept.value();
    }

    /** Takes over what a run that was cut has left. */
    void adopt(RunReport report, int run) {
        for (Node node : graph.tasks()) {
            Status status = report.task(node.name()).status();
            if (status.isGood() && status != Status.UP_TO_DATE) {
                clock++;
                successes.put(node.number(), new Success(true, node.fingerprint(run), clock, clock));
                if (report.hasResult(node.name())) {
                    values.put(node.number(), new Kept((Integer) report.result(node.name())));
                }
            }
        }
    }

    /** A run of these tasks. */
    Map<String, Fate> run(int run, Set<Integer> chosen, boolean full) {
        Map<String, Fate> fates = new TreeMap<>();
        for (int number : chosen) {
            Node node = graph.tasks().get(number);
            fates.put(node.name(), fate(node, run, fates, full));
        }
        return fates;
    }

    private Fate fate(Node node, int run, Map<String, Fate> fates, boolean full) {
        Success last = successes.get(node.number());
        boolean redo = full || node.traits().always();
        boolean valid = last != null && last.valid() && last.fingerprint().equals(node.fingerprint(run)) && !redo;
        if (last != null && !valid) {
            successes.put(node.number(), new Success(false, last.fingerprint(), last.began(), last.changed()));
        }
        long newest = 0;
        boolean broken = false;
        for (Need need : node.needs()) {
            broken |= !good(need, fates);
            Success seen = successes.get(need.task());
            newest = Math.max(newest, seen == null ? 0 : seen.changed());
        }
        if (broken && !node.traits().evenIf()) {
            return new Fate(Status.BLOCKED, 0);
        }
        if (valid && last != null && newest <= last.began()) {
            return new Fate(Status.UP_TO_DATE, 0);
        }
        return execute(node, run, fates);
    }

    private boolean good(Need need, Map<String, Fate> fates) {
        return Objects.requireNonNull(fates.get(graph.tasks().get(need.task()).name()))
                .status()
                .isGood();
    }

    private Fate execute(Node node, int run, Map<String, Fate> fates) {
        long began = ++clock;
        Success last = successes.get(node.number());
        if (last != null) {
            successes.put(node.number(), new Success(false, last.fingerprint(), last.began(), last.changed()));
        }
        int sum = 0;
        for (Need need : node.needs()) {
            Kept kept = good(need, fates) ? values.get(need.task()) : null;
            if (need.take() == Take.VALUE && kept == null) {
                return new Fate(Status.BLOCKED, 1);
            }
            if (need.take() != Take.ORDER && kept != null && kept.value() != null) {
                sum += kept.value();
            }
        }
        for (int attempt = 1; ; attempt++) {
            Act act = node.act(run, attempt);
            if (act == Act.FAIL_FOR_GOOD || (act == Act.FAIL && attempt > node.retries())) {
                return new Fate(Status.FAILED, attempt);
            }
            if (act != Act.FAIL) {
                succeed(node, run, began, act == Act.SUCCEED ? new Kept(node.value(run, sum)) : null);
                return new Fate(
                        act == Act.SKIP ? Status.SKIPPED : act == Act.NO_CHANGE ? Status.NO_CHANGE : Status.COMPLETED,
                        attempt);
            }
        }
    }

    private void succeed(Node node, int run, long began, @Nullable Kept value) {
        Success last = successes.get(node.number());
        boolean like = value == null || (cutsOff && value.equals(values.get(node.number())));
        long changed = last != null && like ? last.changed() : ++clock;
        successes.put(node.number(), new Success(true, node.fingerprint(run), began, changed));
        if (value != null) {
            values.put(node.number(), value);
        }
    }
}
