package dev.tagwerk.proof.crash;

import dev.tagwerk.Claim;
import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopListener;
import dev.tagwerk.LoopReport;
import dev.tagwerk.Machine;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.IdentityInUseException;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A worker in a process of its own: walks the loop of its {@link Job} and writes the {@link Ledger}. */
final class WorkerMain {
    private final Job job;
    private final Place place;
    private final Ledger ledger;
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private WorkerMain(Job job) {
        this.job = job;
        this.place = new Place(Path.of(job.text("folder", ".")));
        this.ledger = Ledger.open(place.ledger());
    }

    public static void main(String[] arguments) {
        WorkerMain main = new WorkerMain(Job.parse(arguments));
        try {
            main.work();
        } catch (IdentityInUseException inUse) {
            say("in use " + inUse.getMessage());
            System.exit(3);
        } catch (StoreException problem) {
            say("problem " + problem.problem() + " " + problem.getMessage());
            System.exit(4);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void work() {
        try (Store store = StepStore.around(place.open(), job);
                SharedLoop<Task<Integer>> loop = builder().store(store).open()) {
            say("joined");
            if (job.has("go")) {
                read();
            }
            LoopReport report = loop.runClaims(this::body);
            say("done " + report.mine().completed() + " refused "
                    + report.mine().refused());
        }
        say("closed");
    }

    private LoopBuilder<Task<Integer>> builder() {
        LoopBuilder<Task<Integer>> builder = SharedLoop.overTasks(() -> Tasks.of(job))
                .named(Place.LOOP)
                .threads(job.number("threads", 1))
                .lease(Duration.ofMillis(job.number("lease", 15_000)))
                .killedRetries(job.number("killed", 1_000_000))
                .worker(job.text("worker", ""))
                .progress(false)
                .listener(new Witness());
        if (job.has("beat")) {
            builder.beat(Duration.ofMillis(job.number("beat", 0)));
        }
        if (job.has("labels")) {
            builder.labels(job.text("labels", ""));
        }
        if (job.has("each")) {
            builder.commitEach();
        }
        if (job.has("clock")) {
            builder.clock(new JumpingClock(job.number("clock", 0)));
        }
        return job.has("host") ? Machine.put(builder, new Machine(job.text("host", ""))) : builder;
    }

    private void body(Claim<Task<Integer>> claim) {
        int number = claim.item().data();
        tokens.put(claim.id(), claim.token());
        ledger.write(Ledger.Event.START, number, claim.token());
        String held = job.text("hold", "");
        if (held.equals(claim.id()) || (held.equals("first") && tokens.size() == 1)) {
            say("body " + claim.id() + " " + claim.token() + " at " + System.nanoTime());
            read();
        }
        long micros = job.number("micros", 0);
        long end = System.nanoTime() + (micros == 0 || Files.exists(place.hurry()) ? 0 : micros * 1_000L);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        ledger.write(Ledger.Event.END, number, claim.token());
        if (job.has("claims")) {
            say("ran " + claim.id() + " at " + System.nanoTime());
        }
    }

    private void read() {
        try {
            in.readLine();
        } catch (IOException e) {
            say("input " + e);
        }
    }

    /** Notes what this worker was told. */
    private final class Witness implements LoopListener {
        @Override
        public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
            Long token = tokens.get(id);
            if (outcome.isSuccess() && token != null) {
                ledger.write(Ledger.Event.SEEN, Tasks.number(id), token);
            }
        }

        @Override
        public void refused(String id, Outcome outcome, String reason) {
            say("refused " + id + " " + outcome);
        }
    }
}
