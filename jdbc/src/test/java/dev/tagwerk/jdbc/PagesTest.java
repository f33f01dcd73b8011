package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.LoopBuilder;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import dev.tagwerk.testkit.StoreDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of an input that somebody has gone through are known to all others of the run, and to nobody else. */
class PagesTest {
    private static final int MANY = 2_500;

    @TempDir
    Path folder;

    private Store open() {
        return Stores.open(folder.resolve("tasks.db").toString(), StoreOptions.DEFAULT);
    }

    private static Answer note(StoreDriver story, StoreDriver.Member who, String page, Declaration... declarations) {
        Request.Offer offer =
                new Request.Offer(List.of(declarations), Budget.DEFAULT, false, Request.Renewal.NONE, List.of(page));
        return who.exchange(new Request(who.session(), story.now(), List.of(), offer, Request.Want.NOTHING));
    }

    private static boolean isDeclared(Store store, StoreDriver story, String page) {
        long graph = story.graph().id();
        return store.<Boolean>read(snapshot -> snapshot.isDeclared(graph, page));
    }

    @Test
    @DisplayName("A page is known to all workers of the run and of the loop, and forgotten when the next run opens")
    void isDeclared_noted_untilTheNextRun() {
        try (Store store = open()) {
            StoreDriver story = StoreDriver.on(store, "a");
            StoreDriver other = StoreDriver.on(store, "b");
            StoreDriver.Member anna = story.join("anna");
            other.join("otto");
            note(story, anna, "p", Declaration.of("x"));
            note(story, anna, "p");
            assertThat(isDeclared(store, story, "p")).isTrue();
            assertThat(isDeclared(store, story, "q")).isFalse();
            assertThat(isDeclared(store, other, "p")).isFalse();
            StoreDriver.Member bert = story.join("bert");
            anna.leave();
            assertThat(isDeclared(store, story, "p"))
                    .as("bert is in the same run")
                    .isTrue();
            bert.leave();
            story.join("carl");
            assertThat(isDeclared(store, story, "p")).as("in the next run").isFalse();
        }
    }

    @Test
    @DisplayName("A page whose tasks were not taken, as news was under way, is not noted")
    void isDeclared_notTaken_unknown() {
        try (Store store = open()) {
            StoreDriver story = StoreDriver.on(store, "a");
            StoreDriver.Member anna = story.join("anna");
            List<Declaration> tasks = new ArrayList<>(List.of(Declaration.of("root")));
            IntStream.range(0, MANY)
                    .mapToObj(i -> Declaration.of("t" + i).withDependencies(Set.of("root")))
                    .forEach(tasks::add);
            anna.offer(tasks);
            anna.take("root");
            anna.complete("root");
            assertThat(note(story, anna, "p", Declaration.of("x")).declared()).isEmpty();
            assertThat(isDeclared(store, story, "p")).isFalse();
            anna.settle();
            assertThat(note(story, anna, "p", Declaration.of("x")).declared()).hasSize(1);
            assertThat(isDeclared(store, story, "p")).isTrue();
        }
    }

    @Test
    @DisplayName(
            "Once a task is declared otherwise in the run, no page is known any more, and none is noted until the next run")
    void isDeclared_declaredOtherwise_closed() {
        try (Store store = open()) {
            StoreDriver story = StoreDriver.on(store, "a");
            StoreDriver.Member anna = story.join("anna");
            note(story, anna, "p", Declaration.of("x"));
            StoreDriver.Member carl = story.join("carl");
            note(story, carl, "q", Declaration.of("x").withDependencies(Set.of("ghost")));
            note(story, anna, "p", Declaration.of("x"));
            note(story, anna, "r", Declaration.of("y"));
            assertThat(Stream.of("p", "q", "r").filter(page -> isDeclared(store, story, page)))
                    .isEmpty();
            anna.leave();
            carl.leave();
            StoreDriver.Member bert = story.join("bert");
            note(story, bert, "p", Declaration.of("x"));
            assertThat(isDeclared(store, story, "p")).as("in the next run").isTrue();
        }
    }

    @Test
    @DisplayName(
            "A page is not noted if a fingerprint was refused, nor if a task stays in an earlier run, as it is done")
    void isDeclared_refusedOrOutside_unknown() {
        try (Store store = open()) {
            StoreDriver story = StoreDriver.on(store, "a");
            StoreDriver.Member carl = story.join("carl");
            StoreDriver.Member anna = story.join("anna");
            Declaration other = Declaration.of("x").withEvidence(new Evidence("new", 0));
            carl.offer(other);
            carl.run("x");
            Answer refused = note(story, anna, "p", Declaration.of("x").withEvidence(new Evidence("old", 0)));
            assertThat(refused.notices().conflicts()).containsExactly("x");
            assertThat(isDeclared(store, story, "p")).isFalse();
            anna.leave();
            carl.leave();
            note(story, story.join("bert"), "q", other);
            assertThat(isDeclared(store, story, "q")).isFalse();
        }
    }

    @Test
    @DisplayName("LB-015: an id that comes again on another page is declared once")
    void run_sameIdOnTwoPages_once() {
        List<Task<String>> tasks = new ArrayList<>(List.of(Task.of("root")));
        IntStream.range(0, MANY).forEach(i -> tasks.add(Task.of("t" + i).after("root")));
        IntStream.range(6, 24)
                .forEach(i -> tasks.add(100 * i, Task.of("t" + (100 * i - 300)).after("root")));
        List<String> bodies = new ArrayList<>();
        try (Store store = open();
                SharedLoop<Task<String>> loop =
                        SharedLoop.overTasks(tasks).named("a").store(store).open()) {
            loop.forEach(task -> bodies.add(task.id()));
        }
        assertThat(bodies).hasSize(MANY + 1).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("Three passes of one run, with other content and then with the first again: every task runs in each")
    void walk_contentThereAndBack_runsEachTime() throws Exception {
        List<Integer> items = IntStream.range(0, MANY).boxed().toList();
        AtomicReference<String> content = new AtomicReference<>("before");
        List<Integer> ran = new ArrayList<>();
        for (List<String> passes : List.of(List.of("before"), List.of("A", "B", "A"))) {
            try (SharedLoop<Integer> loop =
                    loop(items).fingerprint(i -> content.get()).open()) {
                for (String now : passes) {
                    content.set(now);
                    AtomicInteger bodies = new AtomicInteger();
                    loop.forEach(i -> bodies.incrementAndGet());
                    ran.add(bodies.get());
                }
            }
        }
        assertThat(ran).containsExactly(MANY, MANY, MANY, MANY);
    }

    @Test
    @DisplayName(
            "Who comes back in the next run notes no page with a task that it did in the run before: others look at it")
    void rejoin_inTheNextRun_taskDoneBeforeIsLookedAt() throws Exception {
        int last = 256 * 80;
        List<Task<String>> items = new ArrayList<>(List.of(Task.of("root")));
        IntStream.rangeClosed(1, last)
                .forEach(i -> items.add(i == last - 256 ? Task.of("t").after("root") : Task.of("i" + i)));
        List<Task<String>> changed = new ArrayList<>(items);
        changed.set(0, Task.of("root").fingerprint("2"));
        Map<String, Integer> bodies = new ConcurrentHashMap<>();
        CompletableFuture<Void> bert = new CompletableFuture<>();
        try (Store store = open()) {
            StoreDriver story = StoreDriver.on(store, "a");
            StoreDriver.Member xena = story.join("xena");
            xena.offer(Declaration.of("root"));
            xena.run("root");
            xena.offer(Declaration.of("t").withDependencies(Set.of("root")));
            AtomicBoolean buried = new AtomicBoolean();
            walk(store, "walt", items, task -> {
                bodies.merge(task, 1, Integer::sum);
                if (!buried.get() && story.state("t") == TaskState.COMPLETED) {
                    buried.set(true);
                    buryAll(store, story);
                    story.join("yara");
                } else if (task.equals("i" + last)) {
                    // Walt has drawn everything, and is at work until Bert has looked at it.
                    bert.completeAsync(() -> {
                        walk(store, "bert", changed, mine -> bodies.merge(mine, 1, Integer::sum));
                        return null;
                    });
                    long begin = System.nanoTime();
                    while (bodies.getOrDefault("t", 0) < 2 && System.nanoTime() - begin < 2_000_000_000L) {
                        LockSupport.parkNanos(10_000_000L);
                    }
                }
            });
            bert.get(1, TimeUnit.MINUTES);
            assertThat(buried).isTrue();
            assertThat(bodies.get("t"))
                    .as("runs of what depends on a changed task")
                    .isEqualTo(2);
        }
    }

    private static void walk(Store store, String worker, List<Task<String>> items, Consumer<String> body) {
        try (SharedLoop<Task<String>> loop = SharedLoop.overTasks(items)
                .named("a")
                .worker(worker)
                .threads(1)
                .store(store)
                .open()) {
            loop.forEach(task -> body.accept(task.id()));
        }
    }

    private static void buryAll(Store store, StoreDriver story) {
        long graph = story.graph().id();
        List<WorkerRow> live = store.read(snapshot -> snapshot.liveWorkers(graph));
        for (WorkerRow worker : live) {
            store.write(
                    tx -> Membership.bury(tx, worker.session(), worker.life().beats(), System.currentTimeMillis()));
        }
    }

    private LoopBuilder<Integer> loop(List<Integer> items) {
        return SharedLoop.over(items)
                .named("loop")
                .keyedBy(item -> "t" + item)
                .store(folder.resolve("tasks.db").toString());
    }

    @Test
    @DisplayName("LB-021: workers who leave pages to each other run each task once, also those of the second run")
    void run_threeWorkers_eachTaskOnce() throws Exception {
        int tasks = 20_000;
        ExecutorService pool = Executors.newFixedThreadPool(3);
        AtomicIntegerArray bodies = new AtomicIntegerArray(tasks);
        try {
            for (int run = 0; run < 2; run++) {
                // The second run has some more, on pages that begin as the old ones do.
                List<Integer> items =
                        IntStream.range(0, tasks - 700 + 700 * run).boxed().toList();
                CountDownLatch together = new CountDownLatch(3);
                List<Future<?>> workers = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    workers.add(pool.submit(() -> {
                        try (SharedLoop<Integer> loop = loop(items).open()) {
                            together.countDown();
                            together.await();
                            loop.forEach(bodies::incrementAndGet);
                        }
                        return null;
                    }));
                }
                for (Future<?> worker : workers) {
                    worker.get(1, TimeUnit.MINUTES);
                }
                assertThat(run > 0 || pages() > 0).as("pages noted").isTrue();
                assertThat(IntStream.range(0, tasks).filter(i -> bodies.get(i) != (i < items.size() ? 1 : 0)))
                        .as("tasks that did not run once, run %s", run)
                        .isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private int pages() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tasks.db"));
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM page")) {
            return count.getInt(1);
        }
    }
}
