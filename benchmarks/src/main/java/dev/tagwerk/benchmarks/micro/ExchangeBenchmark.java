package dev.tagwerk.benchmarks.micro;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.Exchange;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Membership;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Span;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The exchange with a store: hands in the ends of the batch before, declares a batch of new tasks, claims as many. So each call
 * does everything once that a task needs. For one thread at a time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ExchangeBenchmark {
    /** Which store. */
    @Param({"memory", "sqlite"})
    public String store = "memory";

    /** How many tasks in one exchange. */
    @Param({"1", "16", "256"})
    public int tasks;

    private Path folder = Path.of("");
    private Store opened = Stores.open(Stores.MEMORY, StoreOptions.DEFAULT);
    private long session;
    private int declared;
    private List<Ended> ended = List.of();

    /** Opens a new store. */
    @Setup(Level.Iteration)
    public void open() throws IOException {
        folder = Files.createTempDirectory("tagwerk-exchange-");
        opened.close();
        String address = store.equals("memory")
                ? Stores.MEMORY
                : folder.resolve("work.db").toString();
        opened = Stores.open(address, StoreOptions.DEFAULT);
        WorkerRow.Profile profile = new WorkerRow.Profile(
                "bench", ProcessIdentity.self(), new TreeSet<>(), Duration.ofHours(1), Duration.ofMinutes(10));
        session = opened.write(tx ->
                        Membership.join(tx, new Membership.Application("bench", profile, GraphRow.Input.UNKNOWN, 1)))
                .session();
        declared = 0;
        ended = List.of();
    }

    /** Closes it. */
    @TearDown(Level.Iteration)
    public void close() throws IOException {
        opened.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** One exchange. */
    @Benchmark
    public Answer exchange() {
        List<Declaration> batch = new ArrayList<>(tasks);
        for (int i = 0; i < tasks; i++) {
            batch.add(Declaration.of("t" + declared++));
        }
        Request request = new Request(
                session,
                1,
                ended,
                new Request.Offer(batch, Budget.DEFAULT, false),
                new Request.Want(tasks, 0, id -> true, 0));
        Answer answer = opened.write(tx -> Exchange.perform(tx, request));
        if (answer.claims().size() != tasks) {
            throw new IllegalStateException(answer.claims().size() + " of " + tasks + " tasks were claimed");
        }
        ended = answer.claims().stream()
                .map(claimed -> new Ended(claimed.claim(), Outcome.COMPLETED, new Span(1, 1_000), Ended.Result.NOTHING))
                .toList();
        return answer;
    }
}
