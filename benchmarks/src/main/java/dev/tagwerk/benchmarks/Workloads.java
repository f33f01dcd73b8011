package dev.tagwerk.benchmarks;

import dev.tagwerk.store.NearMatches;
import java.util.List;

/** All workloads. */
final class Workloads {
    private static final int MILLION = 1_000_000;

    private Workloads() {}

    static List<Workload> all() {
        return List.of(
                new GraphWorkload(
                        "flat-memory",
                        "1,000,000 empty tasks, no dependencies, in-memory store, 2 threads",
                        3,
                        MILLION,
                        TaskGraph::flat),
                new GraphWorkload(
                        "layers-memory",
                        "1,000 layers of 1,000 tasks, 3 random dependencies each, in-memory store, 2 threads",
                        3,
                        MILLION,
                        TaskGraph::layers),
                new GraphWorkload(
                        "chain-memory",
                        "one chain of 100,000 tasks, in-memory store, 2 threads",
                        5,
                        100_000,
                        TaskGraph::chain),
                new MemoryPerTask(),
                new GraphWorkload(
                        "flat-sqlite",
                        "1,000,000 empty tasks on SQLite; the floor is raw JDBC in transactions of 256",
                        2,
                        MILLION,
                        TaskGraph::flat),
                new GraphWorkload(
                        "layers-sqlite",
                        "layers-memory on SQLite; the floor is raw JDBC in transactions of 256",
                        2,
                        MILLION,
                        TaskGraph::layers),
                new CommitEach(),
                new Commits(),
                new Processes(true),
                new Processes(false),
                new Sleepers(),
                new WakeUp(),
                new Waiting(),
                new MonitorBeside(),
                new Resume(),
                new FirstTask(),
                new History(),
                new StartUp());
    }

    static List<String> names() {
        return all().stream().map(Workload::name).toList();
    }

    /** The workload of this name. */
    static Workload named(String name) {
        return all().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no workload " + name + meant(name, names())
                        + "; there are " + String.join(", ", names())));
    }

    /** What of these may have been meant, to be put into a message. */
    static String meant(String word, List<String> words) {
        List<String> near = NearMatches.of(word, words);
        return near.isEmpty() ? "" : " (did you mean " + String.join(" or ", near) + "?)";
    }
}
