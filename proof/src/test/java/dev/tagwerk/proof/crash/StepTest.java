package dev.tagwerk.proof.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes that die at every single step of what they do to a store: after BEGIN, before each primitive, before COMMIT, and
 * after COMMIT before they have seen the answer. Whatever the step, another worker finishes everything.
 */
@Tag("slow")
class StepTest {
    private static final int TASKS = 3;

    /** Two whole exchanges: one that declares and claims, one that hands in, opens dependents and claims. */
    private static final int MOST_STEPS = Scale.isLong() ? Integer.MAX_VALUE : 52;

    /** So many die at the same time, each at another step in a store of its own. */
    private static final int AT_ONCE = 4;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"join", "exchange", "beat", "leave", "bury"})
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    @DisplayName("death at each step of")
    void worker_dyingAtEachStep_leavesNothingUndone(String operation) throws IOException {
        // The newest JDK repeats every fourth step: what differs there is the JVM, not the steps.
        int stride = Scale.isNewest() && !Scale.isLong() ? 4 : 1;
        List<String> died = new ArrayList<>();
        boolean survived = false;
        for (int first = 1; !survived && first <= MOST_STEPS; first += AT_ONCE * stride) {
            List<Trial> trials = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                trials.add(new Trial(operation, first + i * stride));
            }
            for (Trial trial : trials) {
                Optional<String> step = trial.finish();
                step.ifPresent(died::add);
                survived |= step.isEmpty();
            }
        }
        System.out.println(operation + ": died at " + died.size() + " steps: " + died);
        assertThat(died).hasSizeGreaterThanOrEqualTo(5 / stride);
        if (stride == 1) {
            assertThat(died)
                    .extracting(step -> step.replaceAll("step \\d+ ", ""))
                    .contains("begin", "save", "commit", "answer");
        }
    }

    /** One process, one store, one step. */
    private final class Trial {
        private final Place place;
        private final Job job;
        private final Child child;

        Trial(String operation, int step) throws IOException {
            place = new Place(Files.createDirectory(folder.resolve(operation + step)));
            Job plain = Job.of(place).with("tasks", TASKS).with("shape", "tree");
            job = switch (operation) {
                case "beat" -> plain.with("hold", "first").with("beat", 20);
                default -> plain;
            };
            if (operation.equals("bury")) {
                leaveDeadWorker(place, job);
            }
            child = Child.start(job.with("operation", operation).with("step", step));
            if (operation.equals("beat")) {
                child.tell(""); // ends the body at once where no beat comes that far
            }
        }

        /** Sees the process die, lets another finish; gives the step, or nothing if the process survived. */
        Optional<String> finish() {
            try (child) {
                int exit = child.exit(Child.PATIENCE);
                assertThat(exit)
                        .as("exit of the worker, which said %s", child.said())
                        .isIn(0, 137);
                Survivor.finish(place, job);
                Audit.of(place).isComplete(TASKS);
                return exit == 0 ? Optional.empty() : child.find(line -> line.startsWith("step"), Duration.ZERO);
            }
        }
    }

    /** A worker of this host whose process is gone, with three claims in its hands. */
    private static void leaveDeadWorker(Place place, Job job) {
        ProcessIdentity self = ProcessIdentity.self();
        // The same pid with another start: a process that has ended, and whose number was given out again.
        ProcessIdentity gone =
                new ProcessIdentity(self.host(), self.bootId(), self.pidNamespace(), self.pid(), self.start() - 1);
        WorkerRow.Profile profile =
                new WorkerRow.Profile("dead", gone, new TreeSet<>(), Duration.ofSeconds(15), Duration.ofSeconds(5));
        try (Store store = place.open()) {
            WorkerRow worker = store.write(tx -> Membership.join(
                    tx, new Membership.Application(Place.LOOP, profile, new GraphRow.Input(-1, false), 1)));
            Request request = new Request(
                    worker.session(),
                    2,
                    Collections.emptyList(),
                    new Request.Offer(Tasks.of(job).map(Task::declaration).toList(), new Budget(0, 1_000_000), true),
                    new Request.Want(3, 0, id -> true, 0));
            Answer answer = store.write(tx -> Exchange.perform(tx, request));
            assertThat(answer.claims()).isNotEmpty();
        }
    }
}
