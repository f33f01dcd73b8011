package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.FlowRun;
import dev.tagwerk.FlowRunner;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Graphs at random, run several times on one store, held to what a model says they must come to. A failure names the number of
 * its graph: {@code -Dtagwerk.seed=… -Dtagwerk.graphs=1} runs that graph first.
 */
class RandomGraphTest {
    private static final int SQLITE_EVERY = 20;

    @TempDir
    Path folder;

    private final ExecutorService others = Executors.newSingleThreadExecutor();

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    @DisplayName(
            "TO-036, TO-037, TO-046, TO-053, TO-071, KO-016, KO-030, KO-040: random graphs run in order, each task comes to exactly what the model says, on both stores; what is cut is finished by the next run")
    void run_randomGraphs_asTheModelSays() throws Exception {
        long seed = Long.getLong("tagwerk.seed", System.nanoTime());
        int graphs = Integer.getInteger(
                "tagwerk.graphs",
                Boolean.getBoolean("tagwerk.long") ? 100_000 : Runtime.version().feature() > 17 ? 1_000 : 5_000);
        System.out.println("graphs: " + graphs + ", seed " + seed + " (-Dtagwerk.seed)");
        long begin = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger cut = new AtomicInteger();
        int players = Math.max(2, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(players);
        try (Store sqlite = StoreKind.SQLITE.open(folder)) {
            List<Future<?>> playing = new ArrayList<>();
            for (int player = 0; player < players; player++) {
                playing.add(pool.submit(() -> {
                    for (int i = next.getAndIncrement(); i < graphs; i = next.getAndIncrement()) {
                        boolean cuts = playOn(seed + i, i % SQLITE_EVERY == 0 ? sqlite : null);
                        cut.addAndGet(cuts ? 1 : 0);
                    }
                    return cut;
                }));
            }
            for (Future<?> one : playing) {
                one.get();
            }
        } finally {
            next.set(graphs);
            pool.shutdown();
            assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            others.shutdownNow();
        }
        System.out.printf("%d graphs, %s of them cut, in %.1f s%n", graphs, cut, (System.nanoTime() - begin) / 1e9);
        assertThat(cut).as("graphs whose first run was cut").hasValueGreaterThan(graphs / 8);
    }

    /** Plays this graph; says whether its first run was cut. */
    private boolean playOn(long seed, @Nullable Store sqlite) {
        try {
            boolean cuts = random(seed).nextInt(4) == 0;
            play(seed, cuts, new MemoryStore(), false);
            if (sqlite != null) {
                play(seed, cuts, sqlite, true);
            }
            return cuts;
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError("graph of seed " + seed + ": " + failed.getMessage(), failed);
        }
    }

    private void play(long seed, boolean cuts, Store store, boolean cutsOff) {
        Random random = random(~seed);
        RandomGraph graph = RandomGraph.of(random);
        Set<Integer> all =
                IntStream.range(0, graph.tasks().size()).boxed().collect(Collectors.toCollection(TreeSet::new));
        GraphModel model = new GraphModel(graph, cutsOff);
        String name = "g" + seed;
        int workers = 1 + random.nextInt(4);
        int runs = random.nextInt(4) == 0 ? RandomGraph.RUNS : 2;
        for (int run = 0; run < runs; run++) {
            GraphPlayer player = new GraphPlayer(graph, run);
            FlowRunner runner = player.flow(name).runner().store(store).workers(workers);
            if (random.nextInt(8) == 0) {
                runner.commitEach();
            }
            RunReport report;
            if (cuts && run == 0) {
                report = cut(random, graph, player, runner, workers);
                model.adopt(report, run);
                checkCut(graph, player, report);
            } else {
                boolean part = !cuts && random.nextInt(4) == 0;
                Set<Integer> chosen = part ? graph.withAncestors(someOf(all, random)) : all;
                boolean full = random.nextInt(6) == 0;
                if (part) {
                    runner.tasks(chosen.stream().map(task -> "t" + task).toList());
                }
                if (full) {
                    runner.full();
                }
                report = runner.run();
                compare(report, model.run(run, chosen, full), player);
                checkValues(report, model);
            }
            assertThat(player.complaints()).isEmpty();
            assertThat(report.counts().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(report.tasks().size());
            assertThat(report.tasks().stream().map(TaskReport::name).distinct().count())
                    .isEqualTo(report.tasks().size());
        }
    }

    /** Seeds that follow each other give like numbers at first: not so when they are spread. */
    private static Random random(long seed) {
        return new Random(seed * 0x9E3779B97F4A7C15L);
    }

    private static Set<Integer> someOf(Set<Integer> all, Random random) {
        Set<Integer> some = new TreeSet<>();
        all.stream().filter(task -> random.nextInt(3) == 0).forEach(some::add);
        some.add(random.nextInt(all.size()));
        return some;
    }

    private static void compare(RunReport report, Map<String, GraphModel.Fate> expected, GraphPlayer player) {
        Map<String, GraphModel.Fate> got = new TreeMap<>();
        for (TaskReport task : report.tasks()) {
            got.put(task.name(), new GraphModel.Fate(task.status(), task.attempts()));
            int bodies = player.bodiesOf(Integer.parseInt(task.name().substring(1)));
            boolean noValue = task.status() == Status.BLOCKED;
            assertThat(bodies).as("bodies of %s", task).isEqualTo(noValue ? 0 : task.attempts());
        }
        assertThat(got).isEqualTo(expected);
    }

    private static void checkValues(RunReport report, GraphModel model) {
        for (TaskReport task : report.tasks()) {
            int number = Integer.parseInt(task.name().substring(1));
            if (task.status().isGood()) {
                assertThat(report.hasResult(task.name()))
                        .as("value of %s", task)
                        .isEqualTo(model.hasValue(number));
                if (model.hasValue(number)) {
                    assertThat(report.result(task.name()))
                            .as("value of %s", task)
                            .isEqualTo(model.value(number));
                }
            }
        }
    }

    /** A run that is stopped somewhere; checks how far it went on after that. */
    private RunReport cut(Random random, RandomGraph graph, GraphPlayer player, FlowRunner runner, int workers) {
        int at = 1 + random.nextInt(graph.tasks().size());
        switch (random.nextInt(3)) {
            case 0 -> {
                int[] bodiesAtStop = {-1};
                RunReport report = runner.stopWhen(so -> {
                            boolean stop = so.succeeded() + so.failed() >= at;
                            synchronized (bodiesAtStop) {
                                bodiesAtStop[0] = stop && bodiesAtStop[0] < 0 ? player.bodies() : bodiesAtStop[0];
                            }
                            return stop;
                        })
                        .run();
                if (bodiesAtStop[0] >= 0) {
                    assertThat(player.bodies()).as("overshoot").isLessThan(at + workers + noValues(report));
                }
                return report;
            }
            case 1 -> {
                return runner.failFast().run();
            }
            default -> {
                FlowRun[] run = {null};
                int[] bodiesAtCancel = {-1};
                player.onStart(count -> {
                    if (count == at) {
                        others.execute(() -> {
                            synchronized (run) {
                                run[0].cancel();
                                bodiesAtCancel[0] = player.bodies();
                            }
                        });
                    }
                });
                synchronized (run) {
                    run[0] = runner.start();
                }
                RunReport report = run[0].await();
                synchronized (run) {
                    if (bodiesAtCancel[0] >= 0) {
                        assertThat(player.bodies()).as("overshoot").isLessThanOrEqualTo(bodiesAtCancel[0] + workers);
                    }
                }
                return report;
            }
        }
    }

    private static int noValues(RunReport report) {
        return (int) report.count(Status.BLOCKED);
    }

    /** Nothing that has ended well is lost, and nothing is there that has not. */
    private static void checkCut(RandomGraph graph, GraphPlayer player, RunReport report) {
        for (RandomGraph.Node node : graph.tasks()) {
            TaskReport task = report.task(node.name());
            int bodies = player.bodiesOf(node.number());
            assertThat(task.status())
                    .as("status of %s", task)
                    .isNotIn(Status.UP_TO_DATE, Status.CANCELLED, Status.KILLED);
            if (bodies > 0
                    && node.act(0, bodies) != RandomGraph.Act.FAIL
                    && node.act(0, bodies) != RandomGraph.Act.FAIL_FOR_GOOD) {
                assertThat(task.status().isGood())
                        .as("%s, whose body has ended well", task)
                        .isTrue();
            } else {
                assertThat(task.status().isGood())
                        .as("%s, whose body has not ended well", task)
                        .isFalse();
            }
        }
    }
}
