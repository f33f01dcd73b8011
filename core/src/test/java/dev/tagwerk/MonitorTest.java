package dev.tagwerk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MonitorTest {
    private static final Set<TaskState> ALL = EnumSet.allOf(TaskState.class);

    private final MemoryStore store = new MemoryStore();
    private final Monitor monitor = Monitor.of(store);

    @Test
    @DisplayName("LB-222, LB-225, LB-237: five done and a break in the sixth")
    void loop_afterBreak_showsWhatWasDone() {
        try (SharedLoop<Integer> loop = SharedLoop.over(
                        List.of(0, 1, 2, 3, 4, 5, 6, 7).iterator())
                .named("main")
                .store(store)
                .worker("anna")
                .commitEach()
                .open()) {
            for (int item : loop) {
                if (item == 5) {
                    break;
                }
            }
        }
        LoopView view = monitor.loop("main").orElseThrow();
        assertThat(view.counts().tally().count(TaskState.COMPLETED)).isEqualTo(5);
        assertThat(view.counts().tally().count(TaskState.FAILED)).isEqualTo(1);
        assertThat(view.counts().tally().count(TaskState.RUNNING)).isZero();
        assertThat(view.counts().tally().tasks()).isEqualTo(6);
        assertThat(view.crew().workers()).singleElement().satisfies(worker -> {
            assertThat(worker.identity()).isEqualTo("anna");
            assertThat(worker.state()).isEqualTo(WorkerView.State.OFFLINE);
            // Its own attempts, not those of others.
            assertThat(worker.completed()).isEqualTo(5);
            assertThat(worker.failed()).isEqualTo(1);
        });
        assertThat(monitor.tasks("main", ALL, 0, 100)).extracting("id").containsExactly("0", "1", "2", "3", "4", "5");
        TaskView last = monitor.task("main", "5").orElseThrow();
        assertThat(last.attempts())
                .singleElement()
                .satisfies(one -> assertThat(one.attempt().outcome()).isEqualTo(Outcome.FAILED))
                .satisfies(one -> assertThat(one.worker()).isEqualTo("anna"));
    }

    @Test
    void running_claimInHand_isListedWithItsTime() throws InterruptedException {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (SharedLoop<String> loop = SharedLoop.over(List.of("a", "b"))
                .keyedBy(item -> item)
                .named("main")
                .store(store)
                .worker("anna")
                .commitEach()
                .open()) {
            try (Claim<String> claim = loop.claim()) {
                assertThat(claim).isNotNull();
                assertThat(monitor.running("main")).singleElement().satisfies(view -> {
                    assertThat(view.task()).isEqualTo("a");
                    assertThat(view.worker()).isEqualTo("anna");
                    assertThat(view.attempt()).isEqualTo(1);
                });
                Instant since = monitor.running("main").get(0).since();
                assertThat(since).isBetween(before, Instant.now());
                Monitor late = Monitor.of(store);
                assertThat(late.running("main").get(0).since())
                        .as("whoever looks later sees the same")
                        .isEqualTo(since);
                LoopView view = monitor.loop("main").orElseThrow();
                assertThat(view.crew().workers().get(0).state()).isEqualTo(WorkerView.State.BUSY);
                assertThat(view.crew().workers().get(0).stale()).isFalse();
                assertThat(view.counts().total()).hasValue(2);
            }
        }
        assertThat(monitor.running("main")).isEmpty();
    }

    @Test
    void task_withDependencies_namesWhatItConsumed() {
        List<Task<String>> tasks = List.of(Task.of("load"), Task.of("clean").after("load"));
        SharedLoop.overTasks(tasks).named("main").store(store).threads(1).forEach(task -> {});
        TaskView clean = monitor.task("main", "clean").orElseThrow();
        assertThat(clean.dependencies()).containsExactly("load");
        assertThat(clean.attempts().get(0).consumed()).containsExactly("load");
    }

    @Test
    @DisplayName("LB-223, LB-287: tasks by state and by worker")
    void tasksOf_worker_whatItTriedOrHasInHand() throws InterruptedException {
        try (SharedLoop<Integer> anna = numbers("anna").open();
                SharedLoop<Integer> bert = numbers("bert").open()) {
            try (Claim<Integer> first = Objects.requireNonNull(anna.claim());
                    Claim<Integer> second = Objects.requireNonNull(bert.claim());
                    Claim<Integer> third = Objects.requireNonNull(bert.claim())) {
                first.complete();
                second.fail("no");
                bert.report();
                anna.report();
                assertThat(monitor.tasksOf("main", ALL, "anna"))
                        .extracting("id")
                        .containsExactly(first.id());
                assertThat(monitor.tasksOf("main", ALL, "bert"))
                        .extracting("id")
                        .containsExactly(second.id(), third.id());
                assertThat(monitor.tasksOf("main", EnumSet.of(TaskState.FAILED), "bert"))
                        .extracting("id")
                        .containsExactly(second.id());
                assertThat(monitor.tasksOf("main", EnumSet.of(TaskState.FAILED), "anna"))
                        .isEmpty();
                assertThat(monitor.tasksOf("main", ALL, "nobody")).isEmpty();
                assertThat(monitor.tasksOf("nothing", ALL, "anna")).isEmpty();
                third.complete();
            }
        }
    }

    private LoopBuilder<Integer> numbers(String worker) {
        return SharedLoop.over(List.of(1, 2, 3, 4))
                .keyedBy(String::valueOf)
                .named("main")
                .store(store)
                .worker(worker)
                .commitEach();
    }

    @Test
    @DisplayName("LB-227: page by page")
    void tasks_pages_coverAll() {
        SharedLoop.over(List.of(1, 2, 3, 4, 5))
                .keyedBy(String::valueOf)
                .named("main")
                .store(store)
                .forEach(item -> {});
        var first = monitor.tasks("main", ALL, 0, 3);
        var second = monitor.tasks("main", ALL, first.get(2).seq(), 3);
        assertThat(first).hasSize(3);
        assertThat(second).hasSize(2);
    }

    @Test
    @DisplayName("LB-224, LB-226: no store is a clear error, and none is made")
    void open_unknownName_isEmpty() {
        assertThat(monitor.loop("nothing")).isEmpty();
        assertThat(monitor.names()).isEmpty();
        assertThat(monitor.task("nothing", "x")).isEmpty();
        assertThat(monitor.tasks("nothing", ALL, 0, 10)).isEmpty();
        assertThat(monitor.running("nothing")).isEmpty();
        assertThatThrownBy(() -> Monitor.open("unknown-kind:x")).isInstanceOf(StoreException.class);
    }

    @Test
    void pace_samples_giveTheRateOfLate() {
        MonitorPace pace = new MonitorPace();
        assertThat(pace.note(0, 10)).isNaN();
        assertThat(pace.note(2_000_000_000L, 30)).isEqualTo(10);
        // Another run: counting begins anew.
        assertThat(pace.note(3_000_000_000L, 5)).isNaN();
    }
}
