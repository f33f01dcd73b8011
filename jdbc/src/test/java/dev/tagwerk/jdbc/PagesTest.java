package dev.tagwerk.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.testkit.StoreDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
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
    @DisplayName("Whoever opens tasks again makes all workers look at them again")
    void isDeclared_reopened_unknown() {
        try (Store store = open()) {
            StoreDriver story = StoreDriver.on(store, "a");
            StoreDriver.Member anna = story.join("anna");
            note(story, anna, "p", Declaration.of("x"));
            anna.run("x");
            story.reopen("x");
            assertThat(isDeclared(store, story, "p")).isFalse();
        }
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
                        try (SharedLoop<Integer> loop = SharedLoop.over(items)
                                .named("loop")
                                .keyedBy(item -> "t" + item)
                                .store(folder.resolve("tasks.db").toString())
                                .open()) {
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
                int last = run;
                assertThat(IntStream.range(0, tasks).filter(i -> bodies.get(i) != (i < items.size() ? 1 : 0)))
                        .as("tasks that did not run once, run %s", last)
                        .isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(pages()).as("pages noted in the second run").isPositive();
    }

    private int pages() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tasks.db"));
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM page")) {
            return count.getInt(1);
        }
    }
}
