package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopDoor;
import dev.tagwerk.LoopReport;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.ChangedInputException;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import dev.tagwerk.testkit.FakePlatform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sections 1 to 4 of the catalogue: each item once, ids, length, null items. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IterationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-001, LB-018, LB-020, LB-027: a collection yields its items in order, ids are positions")
    void walk_collection_yieldsItemsInOrder(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            assertThat(Ground.walk(ground.over(List.of("a", "b", "c")))).containsExactly("a", "b", "c");
            assertThat(ground.look().states()).containsOnlyKeys("0", "1", "2").containsValue(TaskState.COMPLETED);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-002, LB-003, LB-004, LB-021: several workers share the items, none twice, everybody gets some")
    void walk_severalWorkers_shareItems(StoreKind kind) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            Ground ground = new Ground(store);
            int workers = 4;
            CountDownLatch allHaveOne = new CountDownLatch(workers);
            List<Future<List<Integer>>> walkers = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                walkers.add(crew.start(() -> {
                    List<Integer> mine = new ArrayList<>();
                    try (SharedLoop<Integer> loop =
                            ground.over(Ground.numbers(10)).commitEach().open()) {
                        for (Integer item : loop) {
                            mine.add(item);
                            allHaveOne.countDown();
                            Crew.await(allHaveOne);
                        }
                    }
                    return mine;
                }));
            }
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> walker : walkers) {
                List<Integer> mine = Crew.get(walker);
                assertThat(mine).isNotEmpty();
                all.addAll(mine);
            }
            assertThat(all).containsExactlyInAnyOrderElementsOf(Ground.numbers(10));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-005, LB-006, LB-061: what is done is not done again, by nobody")
    void walk_again_nothing(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            try (SharedLoop<Integer> loop = ground.over(Ground.numbers(5)).open()) {
                assertThat(Ground.walk(loop)).hasSize(5);
                assertThat(Ground.walk(loop)).isEmpty();
            }
            assertThat(Ground.walk(ground.over(Ground.numbers(5)).worker("other")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-009, LB-012, LB-013, LB-016: with commitEach nothing is drawn, claimed or known ahead")
    void commitEach_stream_drawsOneAtATime(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            AtomicInteger drawn = new AtomicInteger();
            Stream<Integer> endless = Stream.generate(drawn::incrementAndGet);
            try (SharedLoop<Integer> loop = SharedLoop.over(endless)
                    .named(Ground.LOOP)
                    .store(store)
                    .commitEach()
                    .open()) {
                Iterator<Integer> items = loop.iterator();
                assertThat(drawn).hasValue(0);
                for (int i = 1; i <= 20; i++) {
                    assertThat(items.next()).isEqualTo(i);
                    assertThat(drawn).hasValue(i);
                    assertThat(new Look(store, Ground.LOOP).states()).hasSize(i);
                    assertThat(new Look(store, Ground.LOOP).count(TaskState.RUNNING))
                            .isEqualTo(1);
                    assertThat(new Look(store, Ground.LOOP).count(TaskState.COMPLETED))
                            .isEqualTo(i - 1);
                }
            }
        }
    }

    @Test
    @DisplayName("LB-014: making the iterator draws and claims nothing")
    void iterator_made_nothingHappens() {
        try (Store store = new MemoryStore()) {
            AtomicInteger drawn = new AtomicInteger();
            try (SharedLoop<Integer> loop = SharedLoop.over(Stream.generate(drawn::incrementAndGet))
                    .named(Ground.LOOP)
                    .store(store)
                    .open()) {
                assertThat((Object) loop.iterator()).isNotNull();
                assertThat(drawn).hasValue(0);
                assertThat(new Look(store, Ground.LOOP).states()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("claims ahead are bounded: with short bodies a fraction of the ready tasks, with long ones none")
    void claimsAhead_bodies_bounded(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            FakePlatform world = FakePlatform.create();
            long most = 0;
            try (SharedLoop<Integer> loop =
                    LoopDoor.on(ground.over(Ground.numbers(300)), world).open()) {
                for (Integer item : loop) {
                    most = Math.max(most, ground.look().count(TaskState.RUNNING));
                    if (item >= 200) {
                        // As if each took a minute: nothing may be claimed ahead any more, once that is learned.
                        world.advance(Duration.ofMillis(item == 200 ? 60_000 : 1_000));
                    }
                    if (item > 290) {
                        assertThat(ground.look().count(TaskState.RUNNING)).isEqualTo(1);
                    }
                }
            }
            assertThat(most).isBetween(2L, 150L);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-015: the same id twice is run once")
    void walk_sameIdTwice_once(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            List<String> items = List.of("a", "b", "a", "c", "b", "a");
            assertThat(Ground.walk(ground.over(items).keyedBy(text -> text))).containsExactly("a", "b", "c");
        }
    }

    @Test
    @DisplayName("LB-017: data are not stored; the item comes from the worker's own input")
    void walk_items_areTheCallersObjects() {
        try (Store store = new MemoryStore()) {
            Object item = new Object();
            try (SharedLoop<Object> loop = new Ground(store).over(List.of(item)).open()) {
                assertThat(loop.iterator().next()).isSameAs(item);
            }
        }
    }

    @Test
    @DisplayName("LB-019: streams, iterators, suppliers and collections of tasks are sources")
    void over_anySource_yields() {
        try (Store store = new MemoryStore()) {
            List<LoopBuilder<Integer>> loops = List.of(
                    SharedLoop.over(Stream.of(1, 2)),
                    SharedLoop.over(List.of(1, 2).iterator()),
                    SharedLoop.over(() -> Stream.of(1, 2)),
                    SharedLoop.over(Set.of(2, 1)));
            for (int i = 0; i < loops.size(); i++) {
                assertThat(Ground.walk(loops.get(i).named("l" + i).store(store)))
                        .containsExactlyInAnyOrder(1, 2);
            }
            Task<Integer> task = Task.of("t", 7);
            assertThat(Ground.walk(
                            SharedLoop.overTasks(Stream.of(task)).named("s").store(store)))
                    .hasSize(1);
            assertThat(Ground.walk(SharedLoop.overTasks(() -> Stream.of(task))
                            .named("u")
                            .store(store)))
                    .hasSize(1);
        }
    }

    @Test
    @DisplayName(
            "LB-022: an older iterator of the same loop is dead, and cannot complete what the newer one has in hand")
    void iterator_older_isDead() {
        try (Store store = new MemoryStore();
                SharedLoop<Integer> loop =
                        new Ground(store).over(Ground.numbers(5)).open()) {
            Iterator<Integer> old = loop.iterator();
            old.next();
            Iterator<Integer> young = loop.iterator();
            Integer item = young.next();
            assertThatThrownBy(old::hasNext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("newer");
            assertThat(new Look(store, Ground.LOOP).state(item.toString())).isEqualTo(TaskState.RUNNING);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-023: one loop serves many threads")
    void run_manyThreads_eachOnce(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Queue<Integer> seen = new ConcurrentLinkedQueue<>();
            LoopReport report =
                    new Ground(store).over(Ground.numbers(500)).threads(8).forEach(seen::add);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(Ground.numbers(500));
            assertThat(report.mine().completed()).isEqualTo(500);
            assertThat(report.all().count(TaskState.COMPLETED)).isEqualTo(500);
            assertThat(report.isGood()).isTrue();
        }
    }

    @Test
    @DisplayName("LB-024, LB-025, LB-026, LB-032, LB-033, LB-034, LB-042: what a task is")
    void task_parts_copiedAndChecked() {
        List<String> needs = new ArrayList<>(List.of("b", "a"));
        Task<@org.jspecify.annotations.Nullable Object> task =
                Task.of("t", null).after(needs).requires(List.of("gpu")).info(Map.of("k", 1));
        needs.clear();
        assertThat(task.dependencies()).containsExactly("a", "b");
        assertThat(task.requirements()).containsExactly("gpu");
        assertThat(task.data()).isNull();
        assertThat(task.info()).containsEntry("k", 1);
        assertThat(task.fingerprint()).isEmpty();
        assertThat(task.declaration().policy().slots()).isEqualTo(1);
        assertThatThrownBy(() -> task.dependencies().add("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> Task.of(" ")).isInstanceOf(IllegalArgumentException.class);
        try (Store store = new MemoryStore()) {
            assertThat(Ground.walk(SharedLoop.overTasks(List.of(Task.of("n", null)))
                                    .named("n")
                                    .store(store))
                            .get(0)
                            .data())
                    .isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-028: positions go on across the passes of a stream that cannot be read again")
    void passes_ofOneStream_positionsGoOn(StoreKind kind) {
        try (Store store = kind.open(folder);
                SharedLoop<Integer> loop = SharedLoop.over(Ground.numbers(10).stream())
                        .named(Ground.LOOP)
                        .store(store)
                        .commitEach()
                        .open()) {
            List<Integer> seen = new ArrayList<>();
            for (Integer item : loop) {
                seen.add(item);
                if (item == 5) {
                    loop.finish();
                }
            }
            assertThat(seen).hasSize(6);
            assertThat(Ground.walk(loop)).containsExactly(6, 7, 8, 9);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-029, LB-286: an input whose positions mean something else is a clear error")
    void open_changedInput_refused(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Ground.walk(ground.over(List.of("a", "b", "c")));
            assertThatThrownBy(() -> ground.over(List.of("x", "a", "b", "c")).open())
                    .isInstanceOf(ChangedInputException.class)
                    .hasMessageContaining("3 items")
                    .hasMessageContaining("keyedBy");
            assertThatThrownBy(() -> Ground.walk(ground.over(List.of("x", "b", "c"))))
                    .isInstanceOf(ChangedInputException.class)
                    .hasMessageContaining("position 0");
            assertThat(Ground.walk(ground.over(List.of("a", "b", "c")))).isEmpty();
            assertThat(ground.look().workers()).noneMatch(WorkerRow::isLive);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-030: with keys the input may grow and be shuffled")
    void keyedBy_changedInput_onlyNewOnes(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            Ground.walk(ground.over(List.of("a", "b")).keyedBy(text -> text));
            assertThat(Ground.walk(ground.over(List.of("x", "b", "a")).keyedBy(text -> text)))
                    .containsExactly("x");
        }
    }

    @Test
    @DisplayName("a key function that gives null says which item")
    void keyedBy_null_clearError() {
        try (Store store = new MemoryStore()) {
            Map<String, String> keys = new HashMap<>();
            assertThatThrownBy(() ->
                            Ground.walk(new Ground(store).over(List.of("a")).keyedBy(keys::get)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("keyedBy")
                    .hasMessageContaining("a");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-031: what the newest declaration says counts")
    void declare_again_refreshed(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            assertThat(Ground.ids(ground.tasks(Task.of("t").requires("gpu")).doNotWait()))
                    .isEmpty();
            assertThat(Ground.ids(ground.tasks(Task.of("t").workers(3)).doNotWait()))
                    .containsExactly("t");
            assertThat(ground.look().task("t").terms().policy().slots()).isEqualTo(3);
        }
    }

    @Test
    @DisplayName("LB-035, LB-036, LB-037, LB-040: the length is that of the input, at any time, and without any lock")
    void size_sources_ofTheInput() throws Exception {
        try (Store store = new MemoryStore()) {
            try (SharedLoop<Integer> loop =
                    new Ground(store).over(Ground.numbers(7)).open()) {
                Ground.walk(loop);
                assertThat(loop.size()).isEqualTo(7);
                assertThat(loop.globalLock().<Long>call(loop::size)).isEqualTo(7);
            }
            try (SharedLoop<Integer> loop =
                    SharedLoop.over(Stream.of(1, 2)).named("s").store(store).open()) {
                assertThatThrownBy(loop::size)
                        .isInstanceOf(UnsupportedOperationException.class)
                        .hasMessageContaining("length");
                assertThat(Ground.walk(loop)).containsExactly(1, 2);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-038, LB-039: the store knows the length as soon as one worker does")
    void total_learnedLater_stored(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            Ground ground = new Ground(store);
            SharedLoop.over(Stream.of(1, 2))
                    .named(Ground.LOOP)
                    .store(store)
                    .open()
                    .close();
            assertThat(ground.look().graph().input().total()).isEqualTo(-1);
            ground.over(List.of(1, 2)).open().close();
            assertThat(ground.look().graph().input().total()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("LB-041: ten nulls are ten items")
    void walk_nulls_allYielded(StoreKind kind) {
        try (Store store = kind.open(folder)) {
            List<Integer> nulls = new ArrayList<>(Collections.nCopies(10, null));
            assertThat(Ground.walk(new Ground(store).over(nulls))).hasSize(10).containsOnlyNulls();
        }
    }

    @Test
    @DisplayName("an endless stream needs no endless memory, even when others do half of the work")
    void endlessStreams_twoWorkers_heldStaysSmall() {
        try (Store store = new MemoryStore()) {
            List<SharedLoop<Integer>> loops = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                AtomicInteger next = new AtomicInteger();
                loops.add(SharedLoop.over(Stream.generate(next::incrementAndGet))
                        .keyedBy(Object::toString)
                        .named(Ground.LOOP)
                        .store(store)
                        .progress(false)
                        .open());
            }
            Iterator<Integer> one = loops.get(0).iterator();
            Iterator<Integer> two = loops.get(1).iterator();
            Set<Integer> seen = new HashSet<>();
            for (int i = 0; i < 30_000; i++) {
                assertThat(seen.add(one.next())).isTrue();
                assertThat(seen.add(two.next())).isTrue();
            }
            loops.forEach(loop -> assertThat(LoopDoor.held(loop)).isLessThan(12_000));
            loops.forEach(SharedLoop::close);
        }
    }
}
