package dev.tagwerk.benchmarks;

import dev.tagwerk.Claim;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Heap that an open loop and its in-memory store hold per task, beside the user's own objects: while it waits, and once it is done. */
final class MemoryPerTask implements Workload {
    @Override
    public String name() {
        return "memory-per-task";
    }

    @Override
    public String what() {
        return "heap held per task of layers-memory, beside the user's own objects";
    }

    @Override
    public List<Line> lines() {
        return List.of(
                new Line("waiting", "waiting", Line.Unit.BYTES, Aim.most(200)),
                new Line("finished", "finished", Line.Unit.BYTES, Aim.NONE));
    }

    @Override
    public int tasks(Size size) {
        return size.of(1_000_000);
    }

    @Override
    public boolean hasFloor() {
        return false;
    }

    @Override
    public int runs() {
        return 3;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        TaskGraph graph = TaskGraph.layers(tasks(run.size()));
        return Reading.of("waiting", waiting(graph)).and("finished", finished(graph));
    }

    /** No worker may run the first layer, so the loop declares all tasks and waits with them. */
    private static double waiting(TaskGraph graph) throws Exception {
        List<Task<Integer>> tasks = graph.tasks().stream()
                .map(task -> task.dependencies().isEmpty() ? task.requires("elsewhere") : task)
                .toList();
        long before = Memory.used();
        try (Store store = Stores.open(Stores.MEMORY, StoreOptions.DEFAULT);
                SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(tasks)
                        .named("bench")
                        .store(store)
                        .progress(false)
                        .open()) {
            Waiter waiter = new Waiter(loop);
            Waiting.awaitDeclared(store, tasks.size());
            long after = Memory.used();
            loop.finish();
            waiter.end();
            return (double) (after - before) / tasks.size();
        }
    }

    private static double finished(TaskGraph graph) {
        List<Task<Integer>> tasks = graph.tasks();
        long before = Memory.used();
        AtomicInteger done = new AtomicInteger();
        try (Store store = Stores.open(Stores.MEMORY, StoreOptions.DEFAULT);
                SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(tasks)
                        .named("bench")
                        .store(store)
                        .threads(2)
                        .progress(false)
                        .open()) {
            loop.run(task -> done.incrementAndGet());
            Workload.check(done.get() == tasks.size(), done + " of " + tasks.size() + " were done");
            return (double) (Memory.used() - before) / tasks.size();
        }
    }

    /** A thread that asks a loop for a task and gets none. For one thread at a time. */
    static final class Waiter {
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable Throwable thrown;

        Waiter(SharedLoop<Task<Integer>> loop) {
            Thread thread = new Thread(() -> ask(loop), "waiter");
            thread.setDaemon(true);
            thread.start();
        }

        private void ask(SharedLoop<Task<Integer>> loop) {
            try {
                Claim<Task<Integer>> claim = loop.claim();
                if (claim != null) {
                    thrown = new IllegalStateException("wrong result: " + claim.id() + " could be run");
                }
            } catch (Throwable any) {
                thrown = any;
            } finally {
                ended.countDown();
            }
        }

        /** Whether it has an answer already. */
        boolean hasEnded() {
            return ended.getCount() == 0;
        }

        /** Waits until it has ended; complains if it got a task after all. */
        void end() throws Exception {
            ended.await();
            Throwable problem = thrown;
            if (problem != null) {
                throw new IllegalStateException("the loop did not wait as it should: " + problem, problem);
            }
        }
    }
}
