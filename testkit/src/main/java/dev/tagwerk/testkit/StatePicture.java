package dev.tagwerk.testkit;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.Gate;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Standing;
import dev.tagwerk.store.Success;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.Tries;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the model knows, as text: once taken from the model, once from a store. */
final class StatePicture {
    private StatePicture() {}

    static List<String> of(ReferenceModel model) {
        List<String> lines = new ArrayList<>();
        lines.add("run " + model.run + " live " + model.live() + " drawing " + model.drawing());
        model.members.forEach((session, member) -> lines.add("worker " + session + " live " + member.live + " done "
                + member.completed + " " + member.failed + " holding " + holding(model, session)));
        model.tasks.values().stream()
                .sorted(Comparator.comparing(task -> task.id))
                .forEach(task -> {
                    ModelTask.Success success = task.success;
                    lines.add(line(
                            task.id + " " + task.state + " run " + task.run + " budget " + task.budget + " tries "
                                    + task.attempts + " " + task.failed + " " + task.killed + " " + task.suspect
                                    + " retry " + task.retryAt + " gate " + task.pending + " " + task.broken
                                    + " running "
                                    + task.claims.size() + " " + task.done + " evidence " + task.evidence + " success "
                                    + (success == null
                                            ? "none"
                                            : success.fingerprint() + " " + success.output() + " " + success.valid()),
                            task.needs.keySet(),
                            task.claims.stream().map(ModelTask.Claim::token).toList(),
                            task.history));
                });
        return lines;
    }

    private static String line(String text, Collection<String> needs, Collection<Long> tokens, List<Outcome> history) {
        return text + " needs " + new TreeSet<>(needs) + " claims " + new TreeSet<>(tokens) + " history " + history;
    }

    private static long holding(ReferenceModel model, long session) {
        return model.tasks.values().stream()
                .flatMap(task -> task.claims.stream())
                .filter(claim -> claim.session() == session)
                .count();
    }

    static List<String> of(Snapshot snapshot, String name) {
        GraphRow graph = snapshot.graph(name);
        if (graph == null) {
            return List.of("run 0 live 0 drawing 0");
        }
        List<String> lines = new ArrayList<>();
        lines.add("run " + graph.run().number() + " live " + graph.run().live() + " drawing "
                + graph.run().drawing());
        for (WorkerRow worker : snapshot.workers(graph.id())) {
            WorkerRow.Done done = worker.done();
            lines.add("worker " + worker.session() + " live " + worker.isLive() + " done " + done.completed() + " "
                    + done.failed() + " holding " + done.holding());
        }
        Map<Integer, Integer> runs = new HashMap<>();
        snapshot.lanes(graph.id()).forEach(lane -> runs.put(lane.id(), lane.run()));
        checkTallies(snapshot, graph.id());
        List<TaskRow> rows = snapshot.list(graph.id(), EnumSet.allOf(TaskState.class), 0, Integer.MAX_VALUE);
        Map<Long, TaskRow> byNumber = new HashMap<>();
        rows.forEach(row -> byNumber.put(row.seq(), row));
        Map<Long, List<String>> needs = new HashMap<>();
        for (Edge edge : snapshot.dependencies(byNumber.keySet())) {
            needs.computeIfAbsent(edge.task(), any -> new ArrayList<>())
                    .add(Objects.requireNonNull(byNumber.get(edge.dependency())).id());
        }
        rows.stream().sorted(Comparator.comparing(TaskRow::id)).forEach(row -> {
            Tries tries = row.standing().tries();
            Success success = row.success();
            lines.add(line(
                    row.id() + " " + row.state() + " run " + runs.get(row.lane()) + " budget "
                            + row.terms().budget() + " tries " + tries.attempts() + " " + tries.failed() + " "
                            + tries.killed() + " " + tries.suspect() + " retry "
                            + row.standing().retryAt() + " gate "
                            + row.standing().gate().pending() + " "
                            + row.standing().gate().broken() + " running "
                            + row.standing().slots().running() + " "
                            + row.standing().slots().done() + " evidence "
                            + row.terms().evidence() + " success "
                            + (success == null
                                    ? "none"
                                    : success.fingerprint() + " " + success.output() + " " + success.valid()),
                    needs.getOrDefault(row.seq(), List.of()),
                    snapshot.claimsOn(List.of(row.seq())).stream()
                            .map(ClaimRow::token)
                            .toList(),
                    snapshot.attempts(row.seq()).stream().map(Attempt::outcome).toList()));
        });
        return lines;
    }

    /** The tallies must be what counting gives. */
    private static void checkTallies(Snapshot snapshot, long graph) {
        Map<Integer, Tally.Change> counted = new HashMap<>();
        for (TaskRow row : snapshot.list(graph, EnumSet.allOf(TaskState.class), 0, Integer.MAX_VALUE)) {
            counted.computeIfAbsent(row.lane(), any -> new Tally.Change()).add(row.standing(), 1);
        }
        for (Lane lane : snapshot.lanes(graph)) {
            Tally.Change change = counted.get(lane.id());
            DifferentialRun.same(
                    "tally of lane " + lane.id(), change == null ? Tally.ZERO : change.toTally(), lane.tally());
        }
    }

    static void compareOutlook(ReferenceModel model, long session, Answer.Outlook outlook) {
        Predicate<ModelTask> inRun = task -> task.run == model.run;
        Tally all = tally(model, inRun.or(task -> task.state.isSatisfied()));
        DifferentialRun.same("tally", all, outlook.tally());
        var labels = Objects.requireNonNull(model.members.get(session)).labels;
        Predicate<ModelTask> admitted =
                task -> labels.containsAll(task.declaration().conditions().requirements());
        DifferentialRun.same("what it may run", tally(model, inRun.and(admitted)), outlook.mayRun());
        long wakeAt = model.tasks.values().stream()
                .filter(ReferenceModel::isRetry)
                .mapToLong(task -> task.retryAt)
                .min()
                .orElse(0);
        DifferentialRun.same("wakeAt", all.retrying() == 0 ? 0 : wakeAt, outlook.wakeAt());
        DifferentialRun.same("cascading", false, outlook.run().cascading());
    }

    private static Tally tally(ReferenceModel model, Predicate<ModelTask> which) {
        Tally.Change counted = new Tally.Change();
        model.tasks.values().stream()
                .filter(which)
                .map(task -> Standing.fresh(task.state, Gate.OPEN).retryingAt(task.retryAt))
                .forEach(standing -> counted.add(standing, 1));
        return counted.toTally();
    }
}
