package dev.tagwerk.benchmarks;

import dev.tagwerk.LoopBuilder;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One of several processes on one file: waits for the others, walks the loop, and says how many items it did, from when to when,
 * how long its exchanges took, and how often the store was locked.
 */
final class Participant {
    /** The argument that makes a process a participant. */
    static final String ARGUMENT = "--participate";

    private static final int FEW = 300;

    private static final long LOOK_NANOS = 1_000_000;
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private Participant() {}

    /** {@code FOLDER NUMBER TASKS NANOS WARM}: the loop's store lies in the folder, each task takes so long, after so many that warm up. */
    static void participate(List<String> arguments) throws IOException {
        Path folder = Path.of(arguments.get(0));
        int tasks = Integer.parseInt(arguments.get(2));
        long work = Long.parseLong(arguments.get(3));
        List<Integer> items = IntStream.range(0, tasks).boxed().toList();
        int done = 0;
        long begin;
        warmUp(folder, arguments.get(1), Integer.parseInt(arguments.get(4)));
        TimedStore store = new TimedStore(Stores.open(folder.resolve("work.db").toString(), StoreOptions.DEFAULT));
        try (store) {
            Files.createFile(folder.resolve("ready-" + arguments.get(1)));
            await(folder.resolve("go"));
            begin = micros();
            try (SharedLoop<Integer> loop = SharedLoop.over(items)
                    .keyedBy(item -> "t" + item)
                    .named("bench")
                    .store(store)
                    .progress(false)
                    .open()) {
                for (Integer item : loop) {
                    if (work > 0) {
                        Waiting.pause(work);
                    }
                    done += item >= 0 ? 1 : 0;
                }
            }
        }
        Reading reading = Reading.of("done", done)
                .and("begin", begin)
                .and("end", micros())
                .and("locked", store.locked())
                .and(Reading.PEAK, Memory.peak());
        System.out.println(reading.text());
        System.out.println(LongStream.of(store.nanos()).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    }

    /**
     * Walks a loop over so many empty tasks together with the others, until the JVM has loaded and compiled what that needs: many
     * JVMs that begin at once on few cores measure that else.
     */
    private static void warmUp(Path folder, String number, int tasks) {
        walk(folder.resolve("warm-" + number + ".db"), FEW, true);
        walk(folder.resolve("warm.db"), tasks, false);
    }

    private static void walk(Path store, int tasks, boolean commitEach) {
        List<Integer> items = IntStream.range(0, tasks).boxed().toList();
        LoopBuilder<Integer> builder = SharedLoop.over(items)
                .keyedBy(item -> "t" + item)
                .named("warm-up")
                .store(store.toString())
                .progress(false);
        try (SharedLoop<Integer> loop = (commitEach ? builder.commitEach() : builder).open()) {
            loop.forEach(item -> Workload.check(item >= 0, "there is no item " + item));
        }
    }

    /** Returns when there is such a file. */
    static void await(Path file) {
        long begin = System.nanoTime();
        while (!Files.exists(file)) {
            Workload.check(System.nanoTime() - begin < PATIENCE_NANOS, "there is no " + file + " after ten minutes");
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** The wall clock, which all processes of this machine share. */
    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
