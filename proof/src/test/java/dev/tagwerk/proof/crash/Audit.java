package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What a store says of a finished loop, held against the ledger that was kept outside of it. Immutable. */
record Audit(List<TaskRow> tasks, List<Attempt> history, List<WorkerRow> workers, List<Ledger.Entry> ledger) {
    private static final int PAGE = 10_000;

    /** Reads both; the store must be sound. */
    static Audit of(Place place) {
        try (Store store = place.open()) {
            assertThat(store.check())
                    .as("what the store finds wrong with itself")
                    .isEmpty();
            Audit audit = store.read(snapshot -> read(snapshot, place));
            assertThat(integrity(place)).as("PRAGMA integrity_check").isEqualTo("ok");
            return audit;
        }
    }

    private static Audit read(Snapshot snapshot, Place place) {
        GraphRow graph = Objects.requireNonNull(snapshot.graph(Place.LOOP));
        List<TaskRow> tasks = new ArrayList<>();
        for (long after = 0; ; after = tasks.get(tasks.size() - 1).seq()) {
            List<TaskRow> page = snapshot.list(graph.id(), EnumSet.allOf(TaskState.class), after, PAGE);
            tasks.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
        }
        List<Attempt> history = new ArrayList<>();
        for (long after = 0; ; after = history.get(history.size() - 1).seq()) {
            List<Attempt> page = snapshot.history(graph.id(), EnumSet.allOf(Outcome.class), after, PAGE);
            history.addAll(page);
            if (page.size() < PAGE) {
                break;
            }
        }
        List<WorkerRow> workers = snapshot.workers(graph.id());
        assertThat(snapshot.queuedShifts(graph.id(), 1)).as("news left over").isEmpty();
        assertThat(snapshot.claimsOf(workers.stream()
                        .filter(worker -> !worker.isLive())
                        .map(WorkerRow::session)
                        .toList()))
                .as("claims of workers that are not there")
                .isEmpty();
        return new Audit(tasks, history, workers, Ledger.read(place.ledger()));
    }

    private static String integrity(Place place) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + place.file());
                java.sql.Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA integrity_check")) {
            return answer.next() ? answer.getString(1) : "no answer";
        } catch (SQLException e) {
            return e.toString();
        }
    }

    /**
     * Nothing lost, nothing committed twice, nothing stuck, and the store and the ledger agree about every single claim.
     *
     * @param count how many tasks there are
     */
    Audit isComplete(int count) {
        assertThat(tasks.stream().filter(task -> !task.state().isSatisfied()).map(TaskRow::id))
                .as("tasks that are not done")
                .isEmpty();
        assertThat(tasks).as("tasks").hasSize(count);
        Map<Long, Integer> successes = new HashMap<>();
        withOutcome(Outcome.COMPLETED).forEach(attempt -> successes.merge(attempt.task(), 1, Integer::sum));
        assertThat(successes).as("tasks with a success").hasSize(count);
        assertThat(successes.entrySet().stream().filter(entry -> entry.getValue() != 1))
                .as("tasks committed twice")
                .isEmpty();
        agrees();
        return this;
    }

    /** Every body that began has one attempt in the history; every success has a body; what was seen as committed is. */
    private void agrees() {
        Set<Long> ended = tokens(history.stream()
                .filter(attempt -> attempt.outcome() != Outcome.REFUSED)
                .toList());
        Set<Long> succeeded = tokens(withOutcome(Outcome.COMPLETED));
        assertThat(minus(ledger(Ledger.Event.START), ended))
                .as("executions without an attempt")
                .isEmpty();
        assertThat(minus(succeeded, ledger(Ledger.Event.END)))
                .as("successes without an execution")
                .isEmpty();
        assertThat(minus(ledger(Ledger.Event.SEEN), succeeded))
                .as("commits seen and lost")
                .isEmpty();
        long starts = ledger.stream()
                .filter(entry -> entry.event() == Ledger.Event.START)
                .count();
        assertThat(ledger(Ledger.Event.START)).as("claims executed twice").hasSize((int) starts);
        long attempts =
                history.stream().filter(attempt -> !attempt.outcome().isEvent()).count();
        assertThat(ended).as("claims with two ends").hasSize((int) attempts);
    }

    private static <T> Set<T> minus(Set<T> all, Set<T> without) {
        Set<T> rest = new HashSet<>(all);
        rest.removeAll(without);
        return rest;
    }

    private Set<Long> ledger(Ledger.Event event) {
        return ledger.stream()
                .filter(entry -> entry.event() == event)
                .map(Ledger.Entry::token)
                .collect(Collectors.toSet());
    }

    private static Set<Long> tokens(List<Attempt> attempts) {
        return attempts.stream()
                .map(attempt -> attempt.run().token())
                .filter(token -> token != 0)
                .collect(Collectors.toSet());
    }

    /** The rows of history with this outcome. */
    List<Attempt> withOutcome(Outcome outcome) {
        return history.stream().filter(attempt -> attempt.outcome() == outcome).toList();
    }

    /** The task of this name. */
    TaskRow task(String id) {
        return tasks.stream().filter(task -> task.id().equals(id)).findFirst().orElseThrow();
    }

    /** Workers in this state. */
    List<WorkerRow> workers(WorkerRow.State state) {
        return workers.stream().filter(worker -> worker.life().state() == state).toList();
    }

    /** The figures, for people. */
    String summary() {
        return tasks.size() + " tasks, " + history.size() + " rows of history, "
                + withOutcome(Outcome.KILLED).size() + " killed, "
                + withOutcome(Outcome.REFUSED).size() + " refused, " + workers.size() + " workers";
    }
}
