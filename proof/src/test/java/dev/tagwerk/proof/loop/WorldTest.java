package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Claim;
import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopDoor;
import dev.tagwerk.LoopListener;
import dev.tagwerk.LoopReport;
import dev.tagwerk.LoopStoppedException;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.IdentityInUseException;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.NamedLock;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.BadSettingException;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import dev.tagwerk.testkit.FakePlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections 12 to 17 and 24 of the catalogue: identity, environment, heartbeat and death, locks, disabled mode, progress. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorldTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-121, LB-122, LB-132, LB-133, LB-207: opening registers the worker with all that is known of it")
    void open_registers(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            try (SharedLoop<Integer> loop = LoopDoor.on(ground.over(Ground.numbers(1)), world)
                    .worker("me")
                    .labels("b", "a")
                    .lease(Duration.ofSeconds(30))
                    .beat(Duration.ofSeconds(7))
                    .open()) {
                WorkerRow me = ground.look().worker("me");
                assertThat(me.profile())
                        .isEqualTo(new WorkerRow.Profile(
                                "me",
                                world.self(),
                                new TreeSet<>(Set.of("a", "b")),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(7)));
                assertThat(me.life().started()).isEqualTo(world.now().toEpochMilli());
                assertThat(loop.worker()).isEqualTo("me");
                assertThat(loop.name()).isEqualTo("loop");
                assertThat(loop.isDisabled()).isFalse();
            }
            assertThat(ground.look().workers()).hasSize(1);
        }
    }

    @Test
    @DisplayName("LB-123, LB-124, LB-125, LB-130, LB-141: default identities never meet; blank means default")
    void identity_default_unique() {
        try (Store store = new MemoryStore();
                SharedLoop<Integer> one =
                        new Ground(store).over(Ground.numbers(1)).open();
                SharedLoop<Integer> two =
                        new Ground(store).over(Ground.numbers(1)).worker(" ").open();
                SharedLoop<Integer> three = LoopDoor.with(
                                new Ground(store).over(Ground.numbers(1)), Map.of("TAGWERK_WORKER", "fixed"))
                        .open()) {
            assertThat(one.worker()).matches("[^:]+:\\d+:[0-9a-z]{12}").isNotEqualTo(two.worker());
            assertThat(three.worker()).isEqualTo("fixed");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-126, LB-127, LB-128, LB-131: a fixed identity is refused while its owner lives, and free behind it")
    void identity_inUse_refusedThenFree(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            SharedLoop<Integer> first =
                    ground.over(Ground.numbers(3)).worker("job").open();
            assertThatThrownBy(
                            () -> ground.over(Ground.numbers(3)).worker("job").open())
                    .isInstanceOf(IdentityInUseException.class)
                    .hasMessageContaining("job")
                    .hasMessageContaining(" s;");
            first.close();
            try (SharedLoop<Integer> second =
                    ground.over(Ground.numbers(3)).worker("job").open()) {
                first.close();
                assertThat(ground.look().worker("job").isLive()).isTrue();
                assertThat(Ground.walk(second)).hasSize(3);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-129: the identity of a process of this host that is gone is free at once, and its task comes back")
    void identity_ownerGone_takenOver(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            FakePlatform dead = world.process("host", 2);
            SharedLoop<Integer> first = LoopDoor.on(ground.over(Ground.numbers(1)), dead)
                    .worker("job")
                    .open();
            Claim<Integer> claim = Objects.requireNonNull(first.claim());
            world.kill(dead.self());
            assertThat(Ground.walk(
                            LoopDoor.on(ground.over(Ground.numbers(1)), world).worker("job")))
                    .containsExactly(0);
            assertThat(ground.look().outcomes("0")).containsExactly(Outcome.KILLED, Outcome.COMPLETED);
            claim.complete();
            assertThat(first.report().mine().refused()).isEqualTo(1);
            first.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-129: a lone worker takes over an identity whose owner cannot be seen, once that was silent for its lease")
    void identity_ownerUnseen_takenOverAfterLease(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            FakePlatform elsewhere = FakePlatform.create().process("far", 9);
            SharedLoop<Integer> first = LoopDoor.on(ground.over(Ground.numbers(1)), elsewhere)
                    .worker("job")
                    .open();
            FakePlatform here = FakePlatform.create();
            Future<List<Integer>> second = crew.start(() -> Ground.walk(
                    LoopDoor.on(ground.over(Ground.numbers(1)), here).worker("job")));
            Look.await("the lease to pass", () -> {
                here.advance(Duration.ofMillis(200));
                return second.isDone();
            });
            assertThat(Crew.get(second)).containsExactly(0);
            assertThat(ground.look().workers().get(0).life().state()).isEqualTo(WorkerRow.State.KILLED);
            first.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-147, LB-148, LB-149, LB-151, LB-153, LB-155, LB-157, LB-158, LB-159: silent for a lease: killed, and others go on")
    void death_silentForLease_othersGoOn(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            FakePlatform elsewhere = FakePlatform.create().process("far", 9);
            SharedLoop<Integer> silent = LoopDoor.on(ground.over(Ground.numbers(1)), elsewhere)
                    .worker("silent")
                    .lease(Duration.ofSeconds(1))
                    .open();
            Claim<Integer> claim = Objects.requireNonNull(silent.claim());
            FakePlatform here = FakePlatform.create();
            Future<List<Integer>> waiting =
                    crew.start(() -> Ground.walk(LoopDoor.on(ground.over(Ground.numbers(1)), here)));
            Look.await("the lease to pass", () -> {
                here.advance(Duration.ofMillis(2));
                return waiting.isDone();
            });
            assertThat(Crew.get(waiting)).containsExactly(0);
            assertThat(ground.look().worker("silent").life().state()).isEqualTo(WorkerRow.State.KILLED);
            assertThat(ground.look().worker("silent").done().holding()).isZero();
            assertThat(ground.look().outcomes("0")).containsExactly(Outcome.KILLED, Outcome.COMPLETED);
            silent.close();
            assertThat(claim.attempt()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-160, LB-161, LB-162: who was taken for dead is told, its result refused; it joins again and goes on, once")
    void death_false_resultRefusedAndRejoined(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            FakePlatform accused = world.process("host", 2);
            List<String> heard = Collections.synchronizedList(new ArrayList<>());
            SharedLoop<Integer> loop = LoopDoor.on(ground.over(Ground.numbers(4)), accused)
                    .worker("accused")
                    .listener(new LoopListener() {
                        @Override
                        public void refused(String id, Outcome outcome, String reason) {
                            heard.add(id + " " + outcome);
                        }
                    })
                    .open();
            Claim<Integer> lost = Objects.requireNonNull(loop.claim());
            world.kill(accused.self());
            try (SharedLoop<Integer> judge = LoopDoor.on(ground.over(Ground.numbers(4)), world)
                    .worker("judge")
                    .open()) {
                Claim<Integer> again = Objects.requireNonNull(judge.claim());
                assertThat(again.id()).isEqualTo("0");
                world.setLiveness(accused.self(), dev.tagwerk.engine.Platform.Liveness.ALIVE);
                List<Future<Claim<Integer>>> both = List.of(crew.start(loop::claim), crew.start(loop::claim));
                Claim<Integer> one = Crew.get(both.get(0));
                Claim<Integer> two = Crew.get(both.get(1));
                assertThat(lost.isLost()).isTrue();
                assertThat(Set.of(one.id(), two.id())).containsExactlyInAnyOrder("1", "2");
                lost.complete();
                one.complete();
                two.complete();
                again.complete();
                assertThat(loop.report().mine()).isEqualTo(new LoopReport.Mine(2, 0, 0, 1));
            }
            loop.close();
            assertThat(heard).containsExactly("0 COMPLETED");
            assertThat(ground.look().outcomes("0"))
                    .containsExactlyInAnyOrder(Outcome.KILLED, Outcome.REFUSED, Outcome.COMPLETED);
            assertThat(ground.look().workers().stream()
                            .filter(row -> row.profile().identity().equals("accused")))
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-074, LB-084, LB-156, LB-266: killed with budget 0 stays killed; a more patient worker completes it")
    void killed_budget_decides(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            FakePlatform dead = world.process("host", 2);
            SharedLoop<Integer> first = LoopDoor.on(ground.over(Ground.numbers(10)), dead)
                    .killedRetries(0)
                    .open();
            Objects.requireNonNull(first.claim());
            world.kill(dead.self());
            try (SharedLoop<Integer> second = LoopDoor.on(ground.over(Ground.numbers(10)), world)
                    .killedRetries(0)
                    .open()) {
                assertThat(second.hasMore()).isTrue();
                assertThat(Ground.walk(second)).hasSize(9);
                assertThat(second.hasMore()).isFalse();
            }
            assertThat(ground.look().state("0")).isEqualTo(TaskState.KILLED);
            assertThatThrownBy(() -> Ground.walk(LoopDoor.on(ground.over(Ground.numbers(10)), world)
                            .killedRetries(0)
                            .stopOnFailure()))
                    .isInstanceOf(LoopStoppedException.class);
            assertThat(Ground.walk(
                            LoopDoor.on(ground.over(Ground.numbers(10)), world).killedRetries(2)))
                    .containsExactly(0);
            first.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-072: a task that was killed once and failed once needs both budgets")
    void killedAndFailed_budgets_bothNeeded(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            FakePlatform dead = world.process("host", 2);
            SharedLoop<Integer> first = LoopDoor.on(ground.over(Ground.numbers(1)), dead)
                    .killedRetries(1)
                    .open();
            Objects.requireNonNull(first.claim());
            world.kill(dead.self());
            try (SharedLoop<Integer> second = LoopDoor.on(ground.over(Ground.numbers(1)), world)
                    .killedRetries(1)
                    .open()) {
                Objects.requireNonNull(second.claim()).fail("as well");
                assertThat(second.claim()).isNull();
            }
            assertThat(Ground.walk(LoopDoor.on(ground.over(Ground.numbers(1)), world)
                            .retries(1)
                            .killedRetries(0)))
                    .isEmpty();
            assertThat(Ground.walk(LoopDoor.on(ground.over(Ground.numbers(1)), world)
                            .retries(0)
                            .killedRetries(1)))
                    .isEmpty();
            assertThat(Ground.walk(LoopDoor.on(ground.over(Ground.numbers(1)), world)
                            .retries(1)
                            .killedRetries(1)))
                    .containsExactly(0);
            first.close();
        }
    }

    @Test
    @DisplayName("LB-150: a beat must be shorter than the lease; both are named")
    void beat_notShorterThanLease_refused() {
        try (Store store = new MemoryStore()) {
            LoopBuilder<Integer> builder = new Ground(store)
                    .over(Ground.numbers(1))
                    .lease(Duration.ofSeconds(5))
                    .beat(Duration.ofSeconds(5));
            assertThatThrownBy(builder::open)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("5000 ms");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-163, LB-211, LB-274, LB-275: a jump of the wall clock kills nobody and reorders nothing")
    void clock_jumps_nothing(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            try (SharedLoop<Integer> loop = LoopDoor.on(
                            ground.over(Ground.numbers(2)).retries(1), world)
                    .open()) {
                Objects.requireNonNull(loop.claim()).fail("first");
                loop.report();
                world.setClock(world.now().minusSeconds(3_600));
                Objects.requireNonNull(loop.claim()).complete();
                world.setClock(world.now().plusSeconds(7_200));
                Objects.requireNonNull(loop.claim()).complete();
                assertThat(loop.claim()).isNull();
            }
            assertThat(ground.look().outcomes("0")).containsExactly(Outcome.FAILED, Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TAGWERK_LEASE|soon|a duration",
                "TAGWERK_BEAT|-1|a duration",
                "TAGWERK_RETRIES|many|whole number",
                "TAGWERK_KILLED_RETRIES|-1|whole number",
                "TAGWERK_MAX_FAILURES|1.5|whole number",
                "TAGWERK_FAILURE_POLICY|halt|continue, stop",
                "TAGWERK_OWN_FINGERPRINT_ONLY|maybe|true",
                "TAGWERK_THREADS|0|from 1",
                "TAGWERK_COMMIT_EACH|2|true",
                "TAGWERK_WAIT|no way|true",
                "TAGWERK_DISABLED|x|true",
                "TAGWERK_PROGRESS|x|true",
                "TAGWERK_DURABILITY|some|normal, full"
            })
    @DisplayName(
            "LB-087, LB-146: a bad value names the variable, the value and what is allowed, when the loop is opened")
    void environment_badValue_named(String variable, String value, String allowed) {
        try (Store store = new MemoryStore()) {
            LoopBuilder<Integer> builder =
                    LoopDoor.with(new Ground(store).over(Ground.numbers(1)), Map.of(variable, value));
            assertThatThrownBy(builder::open)
                    .isInstanceOf(BadSettingException.class)
                    .hasMessageContaining(variable)
                    .hasMessageContaining(value)
                    .hasMessageContaining(allowed);
        }
    }

    @Test
    @DisplayName(
            "LB-134, LB-135, LB-136, LB-137, LB-138, LB-143, LB-145: every option by environment, read when opened")
    void environment_values_used() throws Exception {
        Path file = folder.resolve("env.db");
        Map<String, String> environment = new HashMap<>(Map.of(
                "TAGWERK_STORE", file.toString(),
                "TAGWERK_NAME", "named",
                "TAGWERK_LEASE", "20s",
                "TAGWERK_BEAT", "2s",
                "TAGWERK_LABELS", "b, a",
                "TAGWERK_RETRIES", "2",
                "TAGWERK_FAILURE_POLICY", "stop",
                "TAGWERK_THREADS", "1",
                "TAGWERK_DURABILITY", "full",
                "TAGWERK_KILLED_RETRIES", "7"));
        AtomicInteger ran = new AtomicInteger();
        try (SharedLoop<Integer> loop =
                LoopDoor.with(SharedLoop.over(Ground.numbers(3)), environment).open()) {
            assertThat(loop.name()).isEqualTo("named");
            assertThat(loop.labels()).containsExactly("a", "b");
            assertThatThrownBy(() -> loop.run(item -> {
                        ran.incrementAndGet();
                        throw new IllegalStateException();
                    }))
                    .isInstanceOf(LoopStoppedException.class);
        }
        assertThat(ran.get()).isGreaterThanOrEqualTo(3);
        try (Store store = Stores.open(file.toString(), StoreOptions.READ)) {
            Look look = new Look(store, "named");
            assertThat(look.workers().get(0).profile().lease()).isEqualTo(Duration.ofSeconds(20));
            assertThat(look.workers().get(0).profile().beat()).isEqualTo(Duration.ofSeconds(2));
            assertThat(look.outcomes("0")).hasSize(3);
            assertThat(look.task("0").terms().budget()).isEqualTo(new Budget(2, 7));
        }
    }

    @Test
    @DisplayName("LB-144: what is said in code wins over the environment")
    void environment_explicit_wins() {
        try (Store store = new MemoryStore();
                SharedLoop<Integer> loop = LoopDoor.with(
                                new Ground(store).over(Ground.numbers(1)),
                                Map.of("TAGWERK_NAME", "no", "TAGWERK_DISABLED", "true", "TAGWERK_WORKER", "no"))
                        .worker("me")
                        .disabled(false)
                        .open()) {
            assertThat(loop.name()).isEqualTo(Ground.LOOP);
            assertThat(loop.worker()).isEqualTo("me");
            assertThat(loop.isDisabled()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-010, LB-167, LB-168, LB-169, LB-170, LB-177, LB-178, LB-180: user locks exclude all workers, nest, and hold up no exchange")
    void locks_user_excludeAndHoldUpNothing(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew();
                SharedLoop<Integer> one = new Ground(store)
                        .over(Ground.numbers(100))
                        .worker("1")
                        .threads(4)
                        .open();
                SharedLoop<Integer> two = new Ground(store)
                        .over(Ground.numbers(100))
                        .worker("2")
                        .threads(4)
                        .open()) {
            int[] unguarded = {0};
            List<Future<LoopReport>> runs = new ArrayList<>();
            for (SharedLoop<Integer> loop : List.of(one, two)) {
                runs.add(crew.start(() -> loop.run(item -> loop.globalLock()
                        .run(() -> loop.globalLock().run(() -> {
                            int before = unguarded[0];
                            Thread.onSpinWait();
                            unguarded[0] = before + 1;
                        })))));
            }
            for (Future<LoopReport> run : runs) {
                Crew.get(run);
            }
            assertThat(unguarded[0]).isEqualTo(100);
            try (NamedLock.Held held = one.globalLock().acquire()) {
                assertThat(held.lock().name()).isEqualTo("global");
                assertThat(Crew.get(crew.start(() -> two.globalLock().tryAcquire(Duration.ofMillis(20)))))
                        .isEmpty();
                assertThat(Crew.get(crew.start(() -> two.taskLock("7").tryAcquire(Duration.ZERO))))
                        .isPresent();
                assertThat(Ground.walk(new Ground(store).over(Ground.numbers(5)).named("other")))
                        .hasSize(5);
            }
        }
    }

    @Test
    @DisplayName(
            "LB-139, LB-194, LB-195, LB-196, LB-197, LB-198, LB-199: disabled, it is a plain loop without any store")
    void disabled_plainLoop() throws Exception {
        Path file = folder.resolve("never.db");
        Task<String> task = Task.of("t").requires("no").after("such");
        try (SharedLoop<Task<String>> loop = LoopDoor.with(
                        SharedLoop.overTasks(List.of(task, task)), Map.of("TAGWERK_DISABLED", "1"))
                .store(file.toString())
                .worker("me")
                .open()) {
            assertThat(loop.isDisabled()).isTrue();
            assertThat(Ground.ids(loop)).hasSize(2);
            assertThat(Ground.ids(loop)).hasSize(2);
            assertThat(loop.worker()).isEqualTo("me");
            assertThat(loop.hasMore()).isFalse();
            loop.globalLock().run(() -> {});
            int seen = 0;
            for (Task<String> ignored : loop) {
                seen++;
                loop.finish();
            }
            assertThat(seen).isEqualTo(1);
            LoopReport report = loop.run(item -> {
                throw new IllegalStateException("x");
            });
            assertThat(report.mine().failed()).isEqualTo(2);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    @DisplayName(
            "LB-200, LB-201, LB-203: the progress line shows all and mine, rate and remaining time; none without a terminal")
    @SuppressWarnings("EnumOrdinal") // the places of a tally are the states in their order
    void progress_line_text() {
        FakePlatform world = FakePlatform.create();
        long[] counts = new long[Tally.size()];
        counts[TaskState.COMPLETED.ordinal()] = 120;
        counts[TaskState.FAILED.ordinal()] = 2;
        counts[TaskState.RUNNING.ordinal()] = 4;
        counts[TaskState.READY.ordinal()] = 274;
        Tally now = Tally.of(counts);
        assertThat(LoopDoor.line(world, 400, 3, Tally.ZERO, now))
                .isEqualTo("thumbs: 120/400 done, 2 failed, 4 running (mine 3), 12/s, 23 s left");
        assertThat(LoopDoor.line(world, -1, 0, now, now)).isEqualTo("thumbs: 120 done, 2 failed, 4 running (mine 0)");
        var bytes = new java.io.ByteArrayOutputStream();
        LoopListener line = LoopDoor.progressTo(
                world, 400, new java.io.PrintStream(bytes, true, java.nio.charset.StandardCharsets.UTF_8));
        line.progress(now);
        line.progress(now);
        line.closed(new LoopReport(new LoopReport.Mine(0, 0, 0, 0), now, List.of(), false));
        assertThat(bytes.toString(java.nio.charset.StandardCharsets.UTF_8).split("\r", -1))
                .hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a listener hears everything in order; one that throws or is slow holds up nothing")
    void listener_order_andSlowness(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            List<String> heard = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch never = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            LoopReport report = new Ground(store)
                    .over(Ground.numbers(2))
                    .threads(1)
                    .listener(new LoopListener() {
                        @Override
                        public void started(String id, int attempt) {
                            heard.add("started " + id + " " + attempt);
                            Crew.await(done);
                            throw new IllegalStateException("a broken listener");
                        }

                        @Override
                        public void ended(String id, Outcome outcome, Duration took, Failure failure) {
                            heard.add("ended " + id + " " + outcome);
                        }

                        @Override
                        public void closed(LoopReport all) {
                            heard.add("closed " + all.mine().completed());
                            never.countDown();
                        }
                    })
                    .forEach(item -> {
                        if (item == 1) {
                            done.countDown();
                        }
                    });
            Crew.await(never);
            assertThat(report.mine().completed()).isEqualTo(2);
            assertThat(heard).containsSubsequence("started 0 1", "ended 0 COMPLETED", "ended 1 COMPLETED", "closed 2");
            assertThat(heard)
                    .containsSubsequence("started 1 1", "ended 1 COMPLETED")
                    .hasSize(5);
        }
    }
}
