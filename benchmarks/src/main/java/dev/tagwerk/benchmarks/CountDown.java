package dev.tagwerk.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The floor of running a graph in memory: each task that ends counts down what waits for it, and starts what has nothing left to
 * wait for. Safe for use by several threads.
 */
final class CountDown {
    private final int[][] dependents;
    private final AtomicIntegerArray open;
    private final TaskGraph.Check check;
    private final AtomicInteger left;
    private final CountDownLatch done = new CountDownLatch(1);
    private final ForkJoinPool pool;

    private CountDown(TaskGraph graph, TaskGraph.Check check, ForkJoinPool pool) {
        this.dependents = graph.dependents();
        this.open = new AtomicIntegerArray(graph.size());
        for (int i = 0; i < graph.size(); i++) {
            open.set(i, graph.needs(i).length);
        }
        this.check = check;
        this.left = new AtomicInteger(graph.size());
        this.pool = pool;
    }

    /** Runs all tasks; gives nanoseconds. */
    static long run(TaskGraph graph, int threads, TaskGraph.Check check) throws InterruptedException {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            CountDown countDown = new CountDown(graph, check, pool);
            long begin = System.nanoTime();
            for (int i = 0; i < graph.size(); i++) {
                if (graph.needs(i).length == 0) {
                    countDown.submit(i);
                }
            }
            countDown.done.await();
            return System.nanoTime() - begin;
        } finally {
            pool.shutdownNow();
        }
    }

    private void submit(int task) {
        pool.execute(() -> runFrom(task));
    }

    private void runFrom(int first) {
        int at = first;
        while (at >= 0) {
            check.run(at);
            int mine = -1;
            for (int dependent : dependents[at]) {
                if (open.decrementAndGet(dependent) == 0) {
                    if (mine < 0) {
                        mine = dependent;
                    } else {
                        submit(dependent);
                    }
                }
            }
            if (left.decrementAndGet() == 0) {
                done.countDown();
            }
            at = mine;
        }
    }
}
