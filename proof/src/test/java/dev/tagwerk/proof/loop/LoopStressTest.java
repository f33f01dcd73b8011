package dev.tagwerk.proof.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopInterruptedException;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import dev.tagwerk.task.TaskState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several loops with several threads on one store, with bodies that do all that bodies may do: it ends, and it adds up. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoopStressTest {
    private static final int LOOPS = 3;
    private static final int THREADS = 3;
    private static final int RETRIES = 1_000;

    @TempDir
    Path folder;

    private final Map<String, AtomicInteger> successes = new ConcurrentHashMap<>();
    private final AtomicLong completed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong interrupted = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @ParameterizedTest(name = "{0} seed {1}: {2} tasks")
    @CsvSource({
        "MEMORY, 1, 400",
        "MEMORY, 2, 400",
        "MEMORY, 3, 400",
        "MEMORY, 4, 50",
        "MEMORY, 5, 1",
        "SQLITE, 6, 150",
        "SQLITE, 7, 20",
        "SQLITE, 8, 1"
    })
    void loops_wildBodies_eachTaskSucceedsOnceAndAllEnds(StoreKind kind, long seed, int tasks) throws Exception {
        try (Store store = kind.open(folder);
                Crew crew = new Crew()) {
            List<Future<Object>> walkers = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < LOOPS; i++) {
                long own = seed * 31 + i;
                walkers.add(crew.start(() -> walk(store, own, tasks(new Random(seed), tasks))));
                threads.add(crew.last());
            }
            AtomicBoolean over = new AtomicBoolean();
            Future<Object> pest = crew.start(() -> {
                Random random = new Random(seed);
                while (!over.get()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(60)));
                    threads.get(random.nextInt(threads.size())).interrupt();
                }
                return over;
            });
            for (Future<Object> walker : walkers) {
                Crew.get(walker);
            }
            over.set(true);
            Crew.get(pest);
            Look look = new Look(store, "stress");
            assertThat(look.states())
                    .hasSize(tasks)
                    .allSatisfy((id, state) -> assertThat(state).isEqualTo(TaskState.COMPLETED));
            assertThat(successes).hasSize(tasks);
            long good = 0;
            long bad = 0;
            for (String id : successes.keySet()) {
                List<Outcome> outcomes = look.outcomes(id);
                assertThat(outcomes.stream().filter(Outcome::isSuccess))
                        .as("successes of " + id)
                        .hasSize(1);
                assertThat(outcomes.get(outcomes.size() - 1)).isEqualTo(Outcome.COMPLETED);
                assertThat(successes.get(id)).as("bodies of " + id).hasValue(1);
                good += 1;
                bad += outcomes.stream().filter(Outcome::isFailure).count();
            }
            assertThat(completed).as("completed, of all reports").hasValue(good);
            assertThat(failed).as("failed, of all reports").hasValue(bad);
            assertThat(refused).hasValue(0);
            assertThat(store.<List<?>>read(snapshot ->
                            snapshot.liveWorkers(snapshot.graph("stress").id())))
                    .isEmpty();
        }
    }

    private Object walk(Store store, long seed, List<Task<Integer>> tasks) {
        Random random = new Random(seed);
        Look look = new Look(store, "stress");
        int passes = 0;
        do {
            passes++;
            Collections.shuffle(tasks, random);
            LoopBuilder<Task<Integer>> builder = SharedLoop.overTasks(tasks)
                    .named("stress")
                    .store(store)
                    .retries(RETRIES)
                    .threads(THREADS);
            if (random.nextInt(3) == 0) {
                builder.commitEach();
            }
            if (random.nextInt(4) == 0) {
                builder.doNotWait();
            }
            SharedLoop<Task<Integer>> loop = builder.open();
            try (loop) {
                loop.run(task -> body(loop, task));
                if (random.nextBoolean()) {
                    loop.run(task -> body(loop, task));
                }
            } catch (LoopInterruptedException stop) {
                Thread.interrupted();
            }
            var mine = loop.report().mine();
            completed.addAndGet(mine.completed());
            failed.addAndGet(mine.failed());
            interrupted.addAndGet(mine.interrupted());
            refused.addAndGet(mine.refused());
        } while (look.count(TaskState.COMPLETED) < tasks.size());
        return passes;
    }

    private void body(SharedLoop<Task<Integer>> loop, Task<Integer> task) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        if (random.nextInt(3) == 0) {
            LockSupport.parkNanos(random.nextInt(500_000));
        }
        int dice = random.nextInt(60);
        switch (dice) {
            case 0 -> throw new IllegalStateException("thrown");
            case 1 -> throw new AssertionError("thrown");
            case 2 -> throw new InterruptedException("thrown");
            case 3 -> throw new java.io.IOException("thrown");
            case 4 -> loop.finish();
            default -> {}
        }
        successes.computeIfAbsent(task.id(), id -> new AtomicInteger()).incrementAndGet();
        if (dice == 5) {
            Thread.currentThread().interrupt();
        }
    }

    /** A graph in which each task needs up to two earlier ones. */
    private static List<Task<Integer>> tasks(Random random, int count) {
        List<Task<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Task<Integer> task = Task.of("t" + i, i);
            for (int d = random.nextInt(3); d > 0 && i > 0; d--) {
                task = task.after("t" + (Math.max(0, i - 20) + random.nextInt(Math.min(i, 20))));
            }
            tasks.add(task);
        }
        return tasks;
    }
}
