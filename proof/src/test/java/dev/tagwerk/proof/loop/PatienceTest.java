package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Body;
import dev.tagwerk.Claim;
import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopReport;
import dev.tagwerk.LoopStoppedException;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections 7 to 10 of the catalogue: budgets, failure policies, labels, several workers on one task. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PatienceTest {
    @TempDir
    Path folder;

    private static int attempts(LoopBuilder<Task<String>> builder) {
        AtomicInteger attempts = new AtomicInteger();
        builder.threads(1).forEach(task -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("always");
        });
        return attempts.get();
    }

    @ParameterizedTest
    @CsvSource({"MEMORY, 0", "MEMORY, 1", "MEMORY, 3", "SQLITE, 2"})
    @DisplayName("LB-070, LB-071, LB-075: a budget of N is N retries, at once, in the same pass")
    void retries_n_nPlusOneAttempts(StoreKind kind, int retries) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            assertThat(attempts(ground.tasks(Task.of("t")).retries(retries))).isEqualTo(retries + 1);
            assertThat(ground.look().state("t")).isEqualTo(TaskState.FAILED);
            assertThat(ground.look().outcomes("t")).hasSize(retries + 1).containsOnly(Outcome.FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-068, LB-069: a more patient worker reopens what failed within its budget, and what that blocked")
    void largerBudget_laterOpening_reopens(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Task<String> after = Task.of("u").after("t");
            assertThat(attempts(ground.tasks(Task.of("t"), after))).isEqualTo(1);
            assertThat(ground.look().state("u")).isEqualTo(TaskState.BLOCKED);
            assertThat(Ground.ids(ground.tasks(Task.of("t"), after))).isEmpty();
            assertThat(Ground.ids(ground.tasks(Task.of("t"), after).retries(1))).containsExactly("t", "u");
            assertThat(ground.look().outcomes("t"))
                    .containsExactly(Outcome.FAILED, Outcome.REOPENED, Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-073: failures count since the last success or invalidation")
    void failures_beforeSuccess_forgotten(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            AtomicInteger attempts = new AtomicInteger();
            Body<Task<String>> secondIsGood = task -> {
                if (attempts.incrementAndGet() % 2 == 1) {
                    throw new IllegalStateException("odd");
                }
            };
            for (int version = 1; version <= 3; version++) {
                ground.tasks(Task.of("t").fingerprint("v" + version))
                        .retries(1)
                        .threads(1)
                        .forEach(secondIsGood);
                assertThat(ground.look().state("t")).isEqualTo(TaskState.COMPLETED);
            }
            assertThat(attempts).hasValue(6);
        }
    }

    @Test
    @DisplayName("LB-076: a task may have a budget of its own")
    void retries_ofTask_count() {
        try (Store store = new MemoryStore()) {
            assertThat(attempts(new Ground(store).tasks(Task.of("t").retries(2))))
                    .isEqualTo(3);
        }
    }

    @Test
    @DisplayName("LB-077: a task that took too long is recorded as such and counts against the budget")
    void timeOut_claim_recorded() throws Exception {
        try (Store store = new MemoryStore();
                SharedLoop<Integer> loop =
                        new Ground(store).over(Ground.numbers(1)).open()) {
            Objects.requireNonNull(loop.claim()).timeOut("an hour");
            assertThat(loop.claim()).isNull();
            assertThat(new Look(store, Ground.LOOP).state("0")).isEqualTo(TaskState.TIMED_OUT);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-078, LB-079: by default a failure ends nobody's loop")
    void failure_byDefault_othersGoOn(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            LoopReport report = new Ground(store).over(Ground.numbers(10)).forEach(item -> {
                if (item == 0) {
                    throw new IllegalStateException();
                }
            });
            assertThat(report.mine().completed()).isEqualTo(9);
            assertThat(report.stopped()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-080, LB-089: stopOnFailure stops with the names, in every form and in the next loop too, and leaves the run")
    void stopOnFailure_finalFailure_namesIt(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            assertThatThrownBy(() -> ground.over(Ground.numbers(1_000))
                            .stopOnFailure()
                            .threads(2)
                            .forEach(item -> {
                                if (item == 3) {
                                    throw new IllegalStateException();
                                }
                            }))
                    .isInstanceOfSatisfying(
                            LoopStoppedException.class,
                            stopped -> assertThat(stopped.failures()).containsExactly("3"));
            assertThat(ground.look().count(TaskState.COMPLETED)).isLessThan(999);
            assertThat(ground.look().workers()).noneMatch(WorkerRow::isLive);
            assertThatThrownBy(
                            () -> Ground.walk(ground.over(Ground.numbers(1_000)).stopOnFailure()))
                    .isInstanceOf(LoopStoppedException.class)
                    .hasMessageContaining("3");
            assertThatThrownBy(() -> {
                        try (SharedLoop<Integer> loop = ground.over(Ground.numbers(1_000))
                                .stopOnFailure()
                                .open()) {
                            loop.claim();
                        }
                    })
                    .isInstanceOf(LoopStoppedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-081, LB-082: the policy is the worker's; others go on, and what runs elsewhere is not cancelled")
    void stopOnFailure_others_goOn(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> patient =
                    ground.over(Ground.numbers(4)).worker("patient").open()) {
                Claim<Integer> running = Objects.requireNonNull(patient.claim());
                assertThatThrownBy(() -> ground.over(Ground.numbers(4))
                                .stopOnFailure()
                                .threads(1)
                                .forEach(item -> {
                                    throw new IllegalStateException();
                                }))
                        .isInstanceOf(LoopStoppedException.class);
                running.complete();
                int more = 0;
                for (Claim<Integer> next = patient.claim(); next != null; next = patient.claim()) {
                    next.complete();
                    more++;
                }
                assertThat(more).isEqualTo(2);
            }
            assertThat(ground.look().count(TaskState.COMPLETED)).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("LB-083: what may still be retried stops nobody")
    void stopOnFailure_retryLeft_goesOn() {
        try (Store store = new MemoryStore()) {
            AtomicInteger attempts = new AtomicInteger();
            LoopReport report = new Ground(store)
                    .over(Ground.numbers(3))
                    .stopOnFailure()
                    .retries(5)
                    .threads(1)
                    .forEach(item -> {
                        if (attempts.incrementAndGet() <= 5) {
                            throw new IllegalStateException();
                        }
                    });
            assertThat(report.mine().completed()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("LB-085: a worker without the right labels stops, too")
    void stopOnFailure_noLabel_stops() {
        try (Store store = new MemoryStore()) {
            Ground ground = new Ground(store);
            Task<String> bad = Task.of("bad").requires("gpu");
            attempts(ground.tasks(bad).labels("gpu"));
            assertThatThrownBy(() -> Ground.ids(ground.tasks(bad).stopOnFailure()))
                    .isInstanceOf(LoopStoppedException.class);
        }
    }

    @Test
    @DisplayName("LB-086: an invalidated task is no failure")
    void stopOnFailure_invalidated_runs() {
        try (Store store = new MemoryStore()) {
            Ground ground = new Ground(store);
            Ground.ids(ground.tasks(Task.of("t").fingerprint("1")));
            assertThat(Ground.ids(ground.tasks(Task.of("t").fingerprint("2")).stopOnFailure()))
                    .containsExactly("t");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-088: maxFailures counts final failures; a pass after the stop starts afresh once they are mended")
    void maxFailures_n_stopsAtN(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            AtomicBoolean mended = new AtomicBoolean();
            AtomicInteger ran = new AtomicInteger();
            Body<Integer> body = item -> {
                ran.incrementAndGet();
                if (!mended.get()) {
                    throw new IllegalStateException();
                }
            };
            Ground ground = new Ground(store);
            assertThatThrownBy(() -> ground.over(Ground.numbers(50))
                            .maxFailures(3)
                            .commitEach()
                            .threads(1)
                            .forEach(body))
                    .isInstanceOf(LoopStoppedException.class);
            assertThat(ran).hasValue(3);
            mended.set(true);
            assertThat(ground.over(Ground.numbers(50))
                            .maxFailures(3)
                            .retries(1)
                            .forEach(body)
                            .all()
                            .count(TaskState.COMPLETED))
                    .isEqualTo(50);
        }
    }

    @Test
    @DisplayName(
            "LB-090, LB-091, LB-092, LB-093: a worker takes what asks for labels that it has, and what asks for none")
    void labels_subset_decides() {
        try (Store store = new MemoryStore()) {
            Ground ground = new Ground(store);
            LoopBuilder<Task<String>> none =
                    ground.tasks(Task.of("1"), Task.of("2").requires("gpu"));
            assertThat(Ground.ids(none.doNotWait())).containsExactly("1");
            LoopBuilder<Task<String>> gpu =
                    ground.tasks(Task.of("1"), Task.of("2").requires("gpu"), Task.of("3"));
            try (SharedLoop<Task<String>> loop = gpu.labels("gpu", "cpu").open()) {
                assertThat(loop.labels()).containsExactly("cpu", "gpu");
                assertThatThrownBy(() -> loop.labels().add("x")).isInstanceOf(UnsupportedOperationException.class);
                assertThat(Ground.ids(loop)).containsExactly("2", "3");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-094, LB-095, LB-097: a loop ends silently when what is left needs other labels")
    void labels_mismatch_endsSilently(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            List<Task<String>> tasks = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                tasks.add(Task.of("c" + i).requires("cpu"));
                tasks.add(Task.of("g" + i).requires("gpu"));
            }
            for (String label : List.of("cpu", "gpu")) {
                assertThat(Ground.walk(SharedLoop.overTasks(tasks)
                                .named(Ground.LOOP)
                                .store(store)
                                .labels(label)))
                        .hasSize(5);
            }
            assertThat(Ground.walk(SharedLoop.overTasks(tasks)
                            .named("both")
                            .store(store)
                            .labels("cpu", "gpu")))
                    .hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-096, LB-098: a graph over two kinds of workers, pass by pass; labels are kept sorted")
    void labels_graph_passByPass(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            List<Task<String>> tasks = List.of(
                    Task.of("a").requires("main"),
                    Task.of("b").requires("X").after("a"),
                    Task.of("c").requires("main").after("a"),
                    Task.of("d").requires("X").after("b"),
                    Task.of("e").requires("X").after("b"),
                    Task.of("f").requires("main").after("c"),
                    Task.of("g").requires("main").after("c"));
            try (SharedLoop<Task<String>> x = SharedLoop.overTasks(tasks)
                            .named(Ground.LOOP)
                            .store(store)
                            .labels("X", "B")
                            .doNotWait()
                            .worker("x")
                            .open();
                    SharedLoop<Task<String>> main = SharedLoop.overTasks(tasks)
                            .named(Ground.LOOP)
                            .store(store)
                            .labels("main")
                            .doNotWait()
                            .open()) {
                assertThat(Ground.ids(x)).isEmpty();
                assertThat(Ground.ids(main)).containsExactly("a", "c", "f", "g");
                assertThat(Ground.ids(x)).containsExactly("b", "d", "e");
            }
            assertThat(ground.look().worker("x").profile().labels()).containsExactly("B", "X");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-099, LB-100, LB-102, LB-104: up to m workers run a task together; dependents wait for the last of them")
    void workers_m_runTogether(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            LoopBuilder<Task<String>> builder =
                    ground.tasks(Task.of("t").workers(2), Task.of("u").after("t"));
            try (SharedLoop<Task<String>> one = builder.worker("1").doNotWait().open();
                    SharedLoop<Task<String>> two = builder.worker("2").open();
                    SharedLoop<Task<String>> three = builder.worker("3").open()) {
                Claim<Task<String>> first = Objects.requireNonNull(one.claim());
                Claim<Task<String>> second = Objects.requireNonNull(two.claim());
                assertThat(first.id()).isEqualTo("t").isEqualTo(second.id());
                assertThat(first.token()).isNotEqualTo(second.token());
                assertThat(three.claim()).isNull();
                first.complete();
                one.report();
                assertThat(ground.look().state("t")).isEqualTo(TaskState.RUNNING);
                assertThat(ground.look().state("u")).isEqualTo(TaskState.WAITING);
                second.complete();
                two.report();
                assertThat(ground.look().state("u")).isEqualTo(TaskState.READY);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-101, LB-103: a failed participant frees its place; after a success nobody joins any more")
    void workers_oneFailedOneDone_places(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            LoopBuilder<Task<String>> builder =
                    ground.tasks(Task.of("t").workers(2)).retries(5).doNotWait();
            try (SharedLoop<Task<String>> one = builder.worker("1").open();
                    SharedLoop<Task<String>> two = builder.worker("2").open();
                    SharedLoop<Task<String>> three = builder.worker("3").open();
                    SharedLoop<Task<String>> four = builder.worker("4").open()) {
                Claim<Task<String>> first = Objects.requireNonNull(one.claim());
                Claim<Task<String>> second = Objects.requireNonNull(two.claim());
                first.fail("no");
                one.report();
                Claim<Task<String>> third = Objects.requireNonNull(three.claim());
                second.complete();
                two.report();
                assertThat(four.claim()).isNull();
                third.complete();
                three.report();
            }
            assertThat(ground.look().state("t")).isEqualTo(TaskState.COMPLETED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-105, LB-106, LB-107: one success among several is enough; after an invalidation all places are open again")
    void workers_successThenFailure_satisfied(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            for (String version : List.of("v1", "v2")) {
                LoopBuilder<Task<String>> builder =
                        ground.tasks(Task.of("t").workers(2).fingerprint(version));
                try (SharedLoop<Task<String>> one = builder.worker("1").open();
                        SharedLoop<Task<String>> two = builder.worker("2").open()) {
                    Claim<Task<String>> first = Objects.requireNonNull(one.claim());
                    Claim<Task<String>> second = Objects.requireNonNull(two.claim());
                    first.complete();
                    one.report();
                    second.fail("too late to matter");
                    two.report();
                }
                assertThat(ground.look().state("t")).isEqualTo(TaskState.COMPLETED);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a hungry thread beside a task with free places for others waits without exchanging all the time")
    void workers_freePlaceForOthers_noBusyWaiting(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            CountDownLatch inside = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            try (SharedLoop<Task<String>> loop = ground.tasks(Task.of("t").workers(2))
                    .worker("me")
                    .threads(2)
                    .open()) {
                Future<LoopReport> run = crew.start(() -> loop.run(task -> {
                    inside.countDown();
                    go.await();
                }));
                Crew.await(inside);
                long before = ground.look().worker("me").life().beats();
                assertThat(new CountDownLatch(1).await(300, TimeUnit.MILLISECONDS))
                        .isFalse();
                assertThat(ground.look().worker("me").life().beats() - before).isLessThan(20);
                go.countDown();
                assertThat(Crew.get(run).mine().completed()).isEqualTo(1);
            }
        }
    }
}
