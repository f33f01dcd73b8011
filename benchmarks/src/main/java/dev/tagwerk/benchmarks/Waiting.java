package dev.tagwerk.benchmarks;

import dev.tagwerk.Monitor;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A process with a thousand tasks that wait for one which only others may run: what it costs to wait. */
final class Waiting implements Workload {
    private static final long POLL_NANOS = 5_000_000;
    private static final long PATIENCE_NANOS = 300_000_000_000L;

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public String what() {
        return "1,000 tasks on SQLite wait for one that another process must run: processor use over 10 s";
    }

    @Override
    public List<Line> lines() {
        return List.of(new Line("", "cpu", Line.Unit.PERCENT, Aim.most(1)));
    }

    @Override
    public int tasks(Size size) {
        return 1_000;
    }

    @Override
    public boolean hasFloor() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public int runs() {
        return 3;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        List<Task<Integer>> tasks = new ArrayList<>();
        tasks.add(Task.of("first", 0).requires("elsewhere"));
        for (int i = 1; i <= tasks(run.size()); i++) {
            tasks.add(Task.of("t" + i, i).after("first"));
        }
        return run.inFolder(folder -> {
            String address = folder.resolve("work.db").toString();
            try (Store store = Stores.open(address, StoreOptions.DEFAULT);
                    SharedLoop<Task<Integer>> loop = SharedLoop.overTasks(tasks)
                            .named("bench")
                            .store(store)
                            .progress(false)
                            .open()) {
                MemoryPerTask.Waiter waiter = new MemoryPerTask.Waiter(loop);
                awaitDeclared(store, tasks.size());
                pause(run.size().quick() ? 100_000_000L : 3_000_000_000L);
                long cpu = Memory.cpuNanos();
                long begin = System.nanoTime();
                pause(run.size().quick() ? 300_000_000L : 10_000_000_000L);
                double share = 100.0 * (Memory.cpuNanos() - cpu) / (System.nanoTime() - begin);
                Workload.check(!waiter.hasEnded(), "the loop did not wait");
                loop.finish();
                waiter.end();
                return Reading.of("cpu", share);
            }
        });
    }

    /** Returns when so many tasks are declared in the store. */
    static void awaitDeclared(Store store, int tasks) {
        long begin = System.nanoTime();
        while (declared(store) < tasks) {
            Workload.check(
                    System.nanoTime() - begin < PATIENCE_NANOS,
                    declared(store) + " of " + tasks + " tasks were declared in time");
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** The monitor is not closed: it would close the store. */
    private static long declared(Store store) {
        return Monitor.of(store)
                .loop("bench")
                .map(loop -> loop.counts().tally().tasks())
                .orElse(0L);
    }

    /** Returns when so much time has passed. */
    static void pause(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
