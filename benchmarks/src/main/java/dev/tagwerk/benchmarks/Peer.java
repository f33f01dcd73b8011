package dev.tagwerk.benchmarks;

import java.util.List;

/**
 * Another program that can do a workload. Immutable.
 *
 * @param workload which one
 * @param program the package, as its registry has it
 * @param key which of our figures it is compared with, per task
 * @param most how many tasks it is given at most
 */
record Peer(String workload, String program, String key, int most) {
    static final List<Peer> ALL = List.of(
            new Peer("flat-memory", "threaded-order", "total", 1_000_000),
            new Peer("layers-memory", "threaded-order", "total", 1_000_000),
            new Peer("layers-memory", "parproc", "total", 1_000_000),
            new Peer("chain-memory", "threaded-order", "total", 100_000),
            new Peer("flat-sqlite", "kofu", "total", 1_000_000),
            new Peer("each-commit", "laufband", "total", 100_000),
            new Peer("processes", "laufband", "total-4", 400_000),
            new Peer("sleepers", "laufband", "total-16", 400),
            new Peer("resume", "kofu", "total", 1_000_000));

    static List<Peer> of(Workload workload) {
        return ALL.stream()
                .filter(peer -> peer.workload().equals(workload.name()))
                .toList();
    }

    /** Whether it has to do other work before its time counts. */
    boolean prepares() {
        return workload.equals("resume");
    }

    /**
     * What came of it. Immutable.
     *
     * @param peer what was measured
     * @param tasks with how many tasks; 0 when it could not be measured
     * @param nanos how long they took
     * @param remark what else there is to say
     */
    record Outcome(Peer peer, int tasks, double nanos, String remark) {}
}
