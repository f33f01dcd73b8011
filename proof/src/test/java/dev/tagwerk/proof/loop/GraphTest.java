package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Body;
import dev.tagwerk.Claim;
import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopDoor;
import dev.tagwerk.LoopReport;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Blockage;
import dev.tagwerk.store.Edge;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Reopening;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StuckException;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections 11, 21, 23 and 25 of the catalogue: dependencies, fingerprints, "more to come", the life of a worker. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GraphTest {
    @TempDir
    Path folder;

    private static Task<String> task(String id, String... needs) {
        return Task.of(id).after(needs);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-109, LB-111, LB-112, LB-113, LB-295: any order and lazily, one pass runs everything, dependencies first")
    void graph_anyOrder_onePass(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            List<Task<String>> tasks =
                    new ArrayList<>(List.of(task("D", "B", "C"), task("C", "A"), task("B", "A"), task("A")));
            Ground ground = new Ground(store);
            List<String> ids = Ground.ids(
                    SharedLoop.overTasks(tasks.stream()).named(Ground.LOOP).store(store));
            assertThat(ids).startsWith("A").endsWith("D").containsExactlyInAnyOrder("A", "B", "C", "D");
            assertThat(Ground.ids(SharedLoop.overTasks(tasks).named("any").store(store)))
                    .isEqualTo(ids);
            assertThat(ground.look().count(TaskState.COMPLETED)).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-110, LB-118: an unknown dependency may come later, from anybody")
    void unknownDependency_declaredByOther_runs(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            BlockingQueue<Task<String>> source = new LinkedBlockingQueue<>();
            Future<List<String>> slow = crew.start(() ->
                    Ground.ids(SharedLoop.overTasks(Stream.generate(() -> Objects.requireNonNull(poll(source)))
                                    .limit(1))
                            .named(Ground.LOOP)
                            .store(store)
                            .worker("slow")));
            Look.await("the slow worker", () -> !ground.look().workers().isEmpty());
            Future<List<String>> waiting = crew.start(() -> Ground.ids(ground.tasks(task("b", "a"))));
            Look.await("b", () -> ground.look().state("b") == TaskState.WAITING);
            source.add(task("a"));
            assertThat(Crew.get(slow)).containsExactly("a");
            assertThat(Crew.get(waiting)).containsExactly("b");
        }
    }

    private static <T> T poll(BlockingQueue<T> queue) {
        try {
            return queue.poll(20, TimeUnit.SECONDS);
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-114: unknown dependencies and cycles are reported, with near matches; the next pass may mend it")
    void stuck_reported_withNames(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            assertThatThrownBy(() -> ground.tasks(task("load"), task("clean", "laod"))
                            .threads(2)
                            .forEach(t -> {}))
                    .isInstanceOf(StuckException.class)
                    .hasMessageContaining("laod")
                    .hasMessageContaining("clean")
                    .hasMessageContaining("load");
            List<Task<String>> tasks = new ArrayList<>(List.of(task("x", "y"), task("y", "z"), task("z", "x")));
            try (SharedLoop<Task<String>> loop =
                    SharedLoop.overTasks(tasks).named("cycle").store(store).open()) {
                assertThatThrownBy(() -> Ground.ids(loop)).isInstanceOf(StuckException.class);
                tasks.set(0, task("x"));
                assertThat(Ground.ids(loop)).containsExactly("x", "z", "y");
            }
            assertThatThrownBy(() -> task("self", "self")).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    @DisplayName("What an earlier run left over is waited for by nobody, also when it was done and is not any more")
    void leftOver_isRedoneByNobody_isReportedNotAwaited(StoreKind kind) {
        // The change of a made b ready in the new run, where nobody has it: the loop waited for it for ever.
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Ground.ids(ground.tasks(task("a").fingerprint("v1"), task("b", "a"), task("c", "b")));
            assertThatThrownBy(() -> Ground.ids(ground.tasks(task("a").fingerprint("v2"), task("c", "b"))))
                    .isInstanceOf(StuckException.class)
                    .hasMessageContaining("1 task waits")
                    .hasMessageContaining("earlier run");
            assertThat(Ground.ids(ground.tasks(task("a").fingerprint("v2"), task("b", "a"), task("c", "b"))))
                    .containsExactly("b", "c");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-115: a failed dependency blocks, but for tasks that run even so")
    void failedDependency_blocks(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            LoopReport report = ground.tasks(
                            task("a"),
                            task("b", "a"),
                            task("c", "b"),
                            task("d", "c").evenIfDependenciesFail())
                    .threads(1)
                    .forEach(task -> {
                        if (task.id().equals("a")) {
                            throw new IllegalStateException();
                        }
                    });
            assertThat(ground.look().states())
                    .containsEntry("b", TaskState.BLOCKED)
                    .containsEntry("c", TaskState.BLOCKED)
                    .containsEntry("d", TaskState.COMPLETED);
            assertThat(report.isGood()).isFalse();
            TaskRow blocked = ground.look().task("c");
            Map<Long, TaskRow> causes = store.read(snapshot -> Blockage.causes(snapshot, List.of(blocked)));
            assertThat(causes)
                    .containsExactly(Map.entry(blocked.seq(), ground.look().task("a")));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-055, LB-116, LB-119: edges are stored at once, and what a success relied on with it")
    void consumed_recorded(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Ground.ids(ground.tasks(task("a"), task("b", "a"), task("c", "a"), task("e", "b", "c")));
            assertThat(ground.look().consumed("a")).isEmpty();
            assertThat(ground.look().consumed("b")).containsExactly("a");
            assertThat(ground.look().consumed("e")).containsExactly("b", "c");
            assertThat(store.<List<Edge>>read(snapshot -> snapshot.dependencies(
                            List.of(ground.look().task("e").seq()))))
                    .hasSize(2);
        }
    }

    private static List<Task<String>> chain(String a, String b, String c) {
        return List.of(
                task("A").fingerprint(a),
                task("B", "A").fingerprint(b),
                task("C", "B").fingerprint(c));
    }

    private static LoopBuilder<Task<String>> chained(Store store, String a, String b, String c) {
        return SharedLoop.overTasks(chain(a, b, c)).named(Ground.LOOP).store(store);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-239, LB-240, LB-241, LB-243, LB-246, LB-249, LB-250: a changed fingerprint runs a task and all behind it again")
    void fingerprint_changed_cascades(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Look look = new Look(store, Ground.LOOP);
            assertThat(Ground.ids(chained(store, "1", "1", ""))).containsExactly("A", "B", "C");
            assertThat(Ground.ids(chained(store, "1", "1", ""))).isEmpty();
            assertThat(Ground.ids(chained(store, "2", "1", ""))).containsExactly("A", "B", "C");
            assertThat(Ground.ids(chained(store, "2", "2", ""))).containsExactly("B", "C");
            assertThat(look.outcomes("A")).containsExactly(Outcome.COMPLETED, Outcome.INVALIDATED, Outcome.COMPLETED);
            assertThat(look.attempts("A").get(2).findings().fingerprint()).isEqualTo("2");
            assertThat(look.task("A").success().fingerprint()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-140, LB-248, LB-249: ownFingerprintOnly, of the loop or the task, runs only what changed itself")
    void ownFingerprintOnly_loopOrTask_noCascade(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground.ids(chained(store, "1", "", "1").ownFingerprintOnly());
            assertThat(Ground.ids(chained(store, "2", "", "1").ownFingerprintOnly()))
                    .containsExactly("A");
            assertThat(Ground.ids(chained(store, "3", "", "3").ownFingerprintOnly()))
                    .containsExactly("A", "C");
            assertThat(Ground.ids(chained(store, "3", "", "4").ownFingerprintOnly()))
                    .containsExactly("C");
            assertThat(Ground.ids(
                            LoopDoor.with(chained(store, "4", "", "4"), Map.of("TAGWERK_OWN_FINGERPRINT_ONLY", "1"))))
                    .containsExactly("A");
            Ground ground = new Ground(store);
            Ground.ids(ground.tasks(task("p").fingerprint("1"), task("q", "p").ownFingerprintOnly()));
            assertThat(Ground.ids(ground.tasks(
                            task("p").fingerprint("2"), task("q", "p").ownFingerprintOnly())))
                    .containsExactly("p");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-249: early cut-off: the same output, or the word that it is unchanged, spares what is behind")
    void output_same_cutsOff(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            List<List<String>> passes = new ArrayList<>();
            for (String[] pass : new String[][] {{"1", "out"}, {"2", "out"}, {"3", "new"}, {"4", null}}) {
                List<String> ids = Collections.synchronizedList(new ArrayList<>());
                try (SharedLoop<Task<String>> loop =
                        chained(store, pass[0], "", "").threads(1).open()) {
                    loop.runClaims(claim -> {
                        ids.add(claim.id());
                        if (claim.id().equals("A") && pass[1] == null) {
                            claim.completeUnchanged();
                        } else if (claim.id().equals("A")) {
                            claim.complete(pass[1]);
                        }
                    });
                }
                passes.add(ids);
            }
            assertThat(passes)
                    .containsExactly(List.of("A", "B", "C"), List.of("A"), List.of("A", "B", "C"), List.of("A"));
            assertThat(new Look(store, Ground.LOOP).states().values()).allMatch(TaskState::isSatisfied);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-242, LB-244, LB-245: an empty fingerprint is none; adopting one runs once; taking it away runs nothing")
    void fingerprint_adoptedAndRemoved_rule(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            assertThat(Ground.ids(ground.tasks(task("t").fingerprint("")))).hasSize(1);
            assertThat(Ground.ids(ground.tasks(task("t").fingerprint("1")))).hasSize(1);
            assertThat(Ground.ids(ground.tasks(task("t")))).isEmpty();
            assertThat(Ground.ids(ground.tasks(task("t").fingerprint("1")))).isEmpty();
            assertThat(Ground.walk(ground.over(List.of("k")).keyedBy(k -> k).fingerprint(k -> "x")))
                    .hasSize(1);
            assertThat(Ground.walk(ground.over(List.of("k")).keyedBy(k -> k).fingerprint(k -> "x")))
                    .isEmpty();
            assertThat(Ground.walk(ground.over(List.of("k")).keyedBy(k -> k).fingerprint(k -> "y")))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-251, LB-252, LB-254: a re-run has a full budget, may fail and be tried again; a new fingerprint is a fresh chance")
    void fingerprint_rerunFails_notStuck(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Ground.ids(ground.tasks(task("t").fingerprint("1")));
            Body<Task<String>> fails = task -> {
                throw new IllegalStateException();
            };
            ground.tasks(task("t").fingerprint("2")).forEach(fails);
            assertThat(ground.look().state("t")).isEqualTo(TaskState.FAILED);
            assertThat(Ground.ids(ground.tasks(task("t").fingerprint("2")))).isEmpty();
            assertThat(Ground.ids(ground.tasks(task("t").fingerprint("3")))).containsExactly("t");
            ground.tasks(task("t").fingerprint("4")).forEach(fails);
            assertThat(Ground.ids(ground.tasks(task("t").fingerprint("4")).retries(1)))
                    .containsExactly("t");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-253: two live workers with different fingerprints do not take turns for ever")
    void fingerprint_twoVersions_noPingPong(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Task<String>> one =
                            ground.tasks(task("t").fingerprint("1")).open();
                    SharedLoop<Task<String>> two =
                            ground.tasks(task("t").fingerprint("2")).open()) {
                assertThat(Ground.ids(one)).hasSize(1);
                assertThat(Ground.ids(two)).isEmpty();
                assertThat(Ground.ids(one)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-120, LB-247, LB-255, LB-256: a dependency invalidated while its dependent runs: no error, the dependent runs again")
    void dependency_invalidatedMeanwhile_dependentRunsAgain(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Ground.ids(ground.tasks(task("A").fingerprint("1")));
            try (SharedLoop<Task<String>> loop =
                    ground.tasks(task("A").fingerprint("1"), task("B", "A")).open()) {
                Claim<Task<String>> b = Objects.requireNonNull(loop.claim());
                assertThat(b.id()).isEqualTo("B");
                long a = ground.look().task("A").seq();
                store.<Integer>write(
                        tx -> Reopening.reopen(tx, Objects.requireNonNull(tx.graph(Ground.LOOP)), List.of(a), 0));
                assertThat(ground.look().state("A")).isEqualTo(TaskState.READY);
                b.complete();
                loop.report();
                assertThat(ground.look().state("B")).isEqualTo(TaskState.IN_DOUBT);
            }
            assertThat(Ground.ids(ground.tasks(task("A").fingerprint("1"), task("B", "A"))))
                    .containsExactly("A", "B");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-262, LB-264, LB-267, LB-269, LB-270: has more, after break, to the end, and for more patient workers")
    void hasMore_breakAndBudget_told(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop = ground.over(Ground.numbers(10)).open()) {
                assertThat(loop.hasMore()).isTrue();
                Ground.breakAt(loop, 5);
                assertThat(loop.hasMore()).isTrue();
                assertThat(Ground.walk(loop)).hasSize(4);
                assertThat(loop.hasMore()).isFalse();
            }
            try (SharedLoop<Integer> loop =
                    ground.over(Ground.numbers(10)).retries(2).open()) {
                assertThat(loop.hasMore()).isTrue();
                assertThat(Ground.walk(loop)).containsExactly(5);
                assertThat(loop.hasMore()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-263, LB-265, LB-271: has more over labels: true while something waits for me, false when others did it")
    void hasMore_labels_told(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            List<Task<String>> tasks = List.of(task("a"), task("b", "a").requires("special"), task("c", "b"));
            LoopBuilder<Task<String>> builder =
                    SharedLoop.overTasks(tasks).named(Ground.LOOP).store(store).doNotWait();
            try (SharedLoop<Task<String>> main = builder.worker("main").open();
                    SharedLoop<Task<String>> special =
                            builder.worker("special").labels("special").open()) {
                assertThat(Ground.ids(main)).containsExactly("a");
                assertThat(main.hasMore()).isTrue();
                assertThat(Ground.ids(main)).isEmpty();
                assertThat(main.hasMore()).isTrue();
                assertThat(special.hasMore()).isTrue();
                assertThat(Ground.breakAt(special, task("never")))
                        .extracting(Task::id)
                        .containsExactly("b", "c");
                assertThat(special.hasMore()).isFalse();
                assertThat(main.hasMore()).isFalse();
                assertThat(Ground.ids(main)).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("LB-272: items appended after the end are more, and are run by the next pass")
    void hasMore_grownInput_true() {
        try (Store store = new MemoryStore()) {
            List<String> items = new ArrayList<>(List.of("a"));
            try (SharedLoop<String> loop =
                    new Ground(store).over(items).keyedBy(k -> k).open()) {
                assertThat(Ground.walk(loop)).hasSize(1);
                assertThat(loop.hasMore()).isFalse();
                items.add("b");
                assertThat(loop.hasMore()).isTrue();
                assertThat(Ground.walk(loop)).containsExactly("b");
                assertThat(loop.hasMore()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-273: a worker with nothing to do waits, is woken by the end of the task it waits for, at once")
    void wait_dependencyEnds_wokenAtOnce(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            LoopBuilder<Task<String>> builder =
                    ground.tasks(task("a"), task("b", "a").requires("x"));
            try (SharedLoop<Task<String>> one = builder.worker("1").commitEach().open()) {
                Claim<Task<String>> a = Objects.requireNonNull(one.claim());
                AtomicLong started = new AtomicLong();
                Future<Object> other = crew.start(() -> {
                    try (SharedLoop<Task<String>> two =
                            builder.worker("2").labels("x").open()) {
                        for (Task<String> task : two) {
                            assertThat(task.id()).isEqualTo("b");
                            started.set(System.nanoTime());
                        }
                    }
                    return null;
                });
                Look.await("the other waits", () -> crew.last().getState() == Thread.State.TIMED_WAITING);
                long ended = System.nanoTime();
                a.complete();
                Crew.get(other);
                assertThat(Duration.ofNanos(started.get() - ended)).isLessThan(Duration.ofMillis(500));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("what comes while nobody of a worker waits is seen by who asks next")
    void news_whileNobodyWaits_seen(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            LoopBuilder<Task<String>> mine = ground.tasks(task("x", "w"), task("y", "z"));
            LoopBuilder<Task<String>> theirs =
                    ground.tasks(task("w").requires("l"), task("z").requires("l"));
            try (SharedLoop<Task<String>> me = mine.worker("me").open();
                    SharedLoop<Task<String>> they =
                            theirs.worker("they").labels("l").commitEach().open()) {
                Claim<Task<String>> w = Objects.requireNonNull(they.claim());
                Claim<Task<String>> z = Objects.requireNonNull(they.claim());
                Future<Claim<Task<String>>> first = crew.start(me::claim);
                Look.await("me waiting", () -> crew.last().getState() == Thread.State.TIMED_WAITING);
                w.complete();
                assertThat(Crew.get(first).id()).isEqualTo("x");
                z.complete();
                assertThat(Crew.get(crew.start(me::claim)).id()).isEqualTo("y");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("a loop whose items are done ends, although another open loop has not read its source yet")
    void end_otherLoopIdle_notAwaited(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew();
                SharedLoop<Integer> idle =
                        new Ground(store).over(Ground.numbers(3)).worker("idle").open()) {
            assertThat(Crew.get(crew.start(() -> Ground.walk(new Ground(store).over(Ground.numbers(3))))))
                    .hasSize(3);
            assertThat(Ground.walk(idle)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "LB-280, LB-281, LB-283, LB-284: live from open to close, over all passes; offline behind it, used or not")
    void life_openToClose_oneState(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop =
                    ground.over(Ground.numbers(2)).worker("me").open()) {
                assertThat(ground.look().worker("me").isLive()).isTrue();
                Ground.breakAt(loop, 0);
                Ground.walk(loop);
                assertThat(ground.look().worker("me").isLive()).isTrue();
                assertThat(loop.report().mine().completed()).isEqualTo(1);
            }
            assertThat(ground.look().worker("me").life().state()).isEqualTo(WorkerRow.State.OFFLINE);
            assertThat(ground.look().worker("me").done()).isEqualTo(new WorkerRow.Done(1, 1, 0));
            ground.over(Ground.numbers(2)).worker("unused").open().close();
            assertThat(ground.look().worker("unused").life().state()).isEqualTo(WorkerRow.State.OFFLINE);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("unstarted claims go back soon when bodies are long, so that another worker gets them")
    void claimsAhead_longBody_handedBack(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop =
                    ground.over(Ground.numbers(300)).worker("1").open()) {
                Iterator<Integer> items = loop.iterator();
                while (ground.look().count(TaskState.RUNNING) < 3) {
                    items.next();
                }
                Future<LoopReport> other = crew.start(
                        () -> ground.over(Ground.numbers(300)).doNotWait().forEach(item -> {}));
                Crew.get(other);
                Look.await("the claims to go back", () -> ground.look().count(TaskState.RUNNING) == 1);
                ground.over(Ground.numbers(300)).doNotWait().forEach(item -> {});
                assertThat(ground.look().count(TaskState.COMPLETED)).isEqualTo(299);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("loops of different names on one store have nothing to do with each other")
    void loops_differentNames_apart(StoreKind kind) {
        try (Store store = kind.open(folder);
                SharedLoop<Integer> one = SharedLoop.over(Ground.numbers(3))
                        .named("one")
                        .store(store)
                        .open();
                SharedLoop<Integer> two = SharedLoop.over(Ground.numbers(4))
                        .named("two")
                        .store(store)
                        .open()) {
            assertThat(Ground.walk(one)).hasSize(3);
            assertThat(Ground.walk(two)).hasSize(4);
        }
    }
}
