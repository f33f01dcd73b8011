package dev.tagwerk.benchmarks;

import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;

/** Heap held by the in-memory store per waiting task, beside the user's own objects; the figure is bytes, not nanoseconds. */
final class MemoryPerTask implements Workload {
    @Override
    public String name() {
        return "memory-per-task";
    }

    @Override
    public double aim() {
        return 0;
    }

    @Override
    public int tasks(Scale scale) {
        return 1;
    }

    @Override
    public String remark() {
        return "bytes per task; aim 200";
    }

    @Override
    public long ours(Scale scale) {
        int layers = scale.quick() ? 10 : 100;
        int width = scale.quick() ? 100 : 1_000;
        List<Declaration> tasks = TaskGraph.layers(layers, width).tasks().stream()
                .map(Task::declaration)
                .toList();
        try (Store store = Stores.open(Stores.MEMORY, StoreOptions.DEFAULT)) {
            WorkerRow.Profile profile = new WorkerRow.Profile(
                    "bench", ProcessIdentity.self(), new TreeSet<>(), Duration.ofSeconds(15), Duration.ofSeconds(5));
            WorkerRow worker = store.write(tx -> Membership.join(
                    tx, new Membership.Application("bench", profile, new GraphRow.Input(tasks.size(), false), 1)));
            long before = used();
            for (int from = 0; from < tasks.size(); from += 1_000) {
                List<Declaration> page = tasks.subList(from, Math.min(tasks.size(), from + 1_000));
                Request request = new Request(
                        worker.session(),
                        1,
                        List.of(),
                        new Request.Offer(page, Budget.DEFAULT, false),
                        Request.Want.NOTHING);
                store.write(tx -> Exchange.perform(tx, request));
            }
            long after = used();
            Workload.check(!tasks.isEmpty(), "no tasks");
            return Math.max(0, (after - before) / tasks.size());
        }
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
