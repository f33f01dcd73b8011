package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several processes that have walked one loop. Immutable.
 *
 * @param nanos from when they were let go until the last one had ended
 * @param shares how many items each did, as a share of the mean
 * @param exchanges how long the exchanges of all took
 * @param locked how often the store was locked for too long
 * @param peak the most memory that one of them had
 */
record Crowd(long nanos, Sample shares, Sample exchanges, int locked, double peak) {
    /**
     * As many JVMs on few cores should be started: the second compiler of each takes more processor time than the work of many
     * minutes gives back.
     */
    private static final List<String> OPTIONS = List.of("-XX:TieredStopAtLevel=1");

    /** Tasks for each process, after which its JVM has little left to compile. */
    private static final int WARM_UP = 5_000;

    /** Lets so many processes walk a loop over so many items that take so long. */
    static Crowd run(Path folder, Workload.Size size, int processes, int tasks, long workNanos)
            throws IOException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                parts.add(Part.start(
                        folder,
                        size,
                        OPTIONS,
                        Participant.ARGUMENT,
                        folder.toString(),
                        Integer.toString(i),
                        Integer.toString(tasks),
                        Long.toString(workNanos),
                        Integer.toString(size.quick() ? 0 : WARM_UP * processes)));
            }
            for (int i = 0; i < processes; i++) {
                parts.get(i).interruptOnFailure(Thread.currentThread());
                try {
                    awaitReady(folder.resolve("ready-" + i));
                } catch (InterruptedException e) {
                    throw parts.get(i).failed();
                }
            }
            Files.createFile(folder.resolve("go"));
            return of(parts, tasks);
        } finally {
            parts.forEach(Part::close);
        }
    }

    private static void awaitReady(Path file) throws InterruptedException {
        Participant.await(file);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private static Crowd of(List<Part> parts, int tasks) throws IOException, InterruptedException {
        double begin = Double.MAX_VALUE;
        double end = 0;
        double peak = 0;
        int locked = 0;
        List<Double> done = new ArrayList<>();
        List<Double> exchanges = new ArrayList<>();
        for (Part part : parts) {
            List<String> lines = part.said().lines().toList();
            Reading reading = Reading.parse(lines.get(0));
            begin = Math.min(begin, reading.get("begin"));
            end = Math.max(end, reading.get("end"));
            peak = Math.max(peak, reading.get(Reading.PEAK));
            locked += (int) reading.get("locked");
            done.add(reading.get("done"));
            for (String nanos : lines.get(1).split(" ", -1)) {
                exchanges.add(Double.valueOf(nanos));
            }
        }
        double all = done.stream().mapToDouble(Double::doubleValue).sum();
        Workload.check(all == tasks, all + " of " + tasks + " were done");
        return new Crowd(
                (long) ((end - begin) * 1e3),
                new Sample(
                        done.stream().map(share -> share * parts.size() / tasks).toList()),
                new Sample(exchanges),
                locked,
                peak);
    }
}
