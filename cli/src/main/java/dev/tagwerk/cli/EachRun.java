package dev.tagwerk.cli;

import dev.tagwerk.Claim;
import dev.tagwerk.LoopBuilder;
import dev.tagwerk.LoopReport;
import dev.tagwerk.LoopStoppedException;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One start of {@code tagwerk each}: takes items, runs their commands, shows what they print. For one thread at a time; the
 * commands run on several.
 *
 * <p>An item's result is handed in before its output is shown, so a slow or vanished reader never makes an item fail.
 */
final class EachRun {
    private final Streams streams;
    private final EachPlan plan;
    private final Store store;
    private final LogFiles logs;
    private final StatusLine line;
    private final ItemOutput output;
    private final DistinctItems items;
    private volatile boolean interrupted;
    private final AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();

    EachRun(Streams streams, EachPlan plan, Store store, Items items) {
        this.streams = streams;
        this.plan = plan;
        this.store = store;
        this.logs = new LogFiles(StoreOption.folder(store.location()), plan.name());
        boolean json = plan.manner().form() == EachPlan.Form.JSON;
        boolean shown = streams.screen().err() && !plan.manner().quiet() && !json;
        this.line =
                new StatusLine(streams.err(), shown, streams.screen().columns().orElse(80));
        LogPrinter printer = new LogPrinter(streams.out(), line);
        this.output = switch (plan.manner().form()) {
            case AS_THEY_END -> ItemOutput.asTheyEnd(printer);
            case IN_ORDER -> new OrderedOutput(printer, this::settled);
            case JSON -> ItemOutput.none();
        };
        this.items = new DistinctItems(items, output::drawn);
    }

    /** Runs it to its end; returns the exit code. */
    int run() {
        long begin = System.nanoTime();
        long doneBefore = satisfied();
        LoopReport report;
        try (RunningCommands commands =
                        new RunningCommands(plan.limits().grace().plus(Duration.ofSeconds(10)));
                SharedLoop<String> loop = builder().onStop(() -> stop(commands)).open()) {
            report = run(loop, commands);
        } finally {
            line.remove();
        }
        if (interrupted) {
            return ExitCodes.INTERRUPTED;
        }
        output.finish();
        RuntimeException problem = broken.get();
        if (problem != null) {
            throw problem;
        }
        EachSummary summary = new EachSummary(streams, plan, logs);
        return summary.tell(
                store,
                new EachSummary.Numbers(
                        items.distinct(),
                        items.repeated(),
                        report,
                        doneBefore,
                        Duration.ofNanos(System.nanoTime() - begin)));
    }

    /** The process is asked to stop: the commands end before their items go back to others. */
    private void stop(RunningCommands commands) {
        interrupted = true;
        line.remove();
        long running = commands.count();
        commands.stop();
        streams.tell("tagwerk: stopped; " + Words.count(running, "item") + " in hand " + (running == 1 ? "goes" : "go")
                + " back; start the same command again to go on");
    }

    private LoopReport run(SharedLoop<String> loop, RunningCommands commands) {
        try {
            return loop.runClaims(claim -> work(loop, commands, claim));
        } catch (LoopStoppedException stopped) {
            commands.kill();
            return loop.report();
        }
    }

    private LoopBuilder<String> builder() {
        LoopBuilder<String> builder = SharedLoop.<String>over(items)
                .keyedBy(item -> item)
                .named(plan.name())
                .store(store)
                .disabled(false)
                .progress(false)
                .listener(
                        plan.manner().form() == EachPlan.Form.JSON
                                ? new EachJson(streams.out(), logs)
                                : new EachProgress(line));
        EachPlan.Crew crew = plan.crew();
        if (crew.jobs() != null) {
            builder.threads(crew.jobs());
        }
        if (crew.retries() != null) {
            builder.retries(crew.retries());
        }
        if (crew.maxFailures() != null) {
            builder.maxFailures(crew.maxFailures());
        }
        if (crew.labels() != null) {
            builder.labels(crew.labels());
        }
        return builder;
    }

    private void work(SharedLoop<String> loop, RunningCommands commands, Claim<String> claim)
            throws IOException, InterruptedException {
        if (commands.isStopping()) {
            claim.release();
            return;
        }
        String item = claim.item();
        Path log = logs.next(item);
        ChildProcess command = new ChildProcess(
                plan.template().commandFor(item),
                ChildProcess.taskEnvironment(item, claim.attempt(), Long.toString(claim.token())),
                log,
                plan.limits());
        ChildProcess.Result result = commands.run(command, claim);
        @Nullable RuntimeException unread = null;
        // Before the claim is settled: the next attempt may begin at once, and takes the file's name.
        if (!(result instanceof ChildProcess.Stopped)) {
            unread = show(item, log);
        }
        settle(claim, result);
        if (unread != null) {
            // Nobody reads any more: what runs is ended and goes back.
            broken.compareAndSet(null, unread);
            loop.finish();
            commands.kill();
        }
    }

    /** Gives what went wrong. */
    private @Nullable RuntimeException show(String item, Path log) {
        try {
            output.ended(item, log);
            return null;
        } catch (RuntimeException unread) {
            return unread;
        }
    }

    private static void settle(Claim<String> claim, ChildProcess.Result result) {
        if (result.succeeded()) {
            claim.complete();
        } else if (result instanceof ChildProcess.TimedOut) {
            claim.timeOut(result.toString());
        } else if (result instanceof ChildProcess.Stopped) {
            claim.release();
        } else {
            claim.fail(result.toString());
        }
    }

    private long satisfied() {
        return store.<Long>read(snapshot -> {
            GraphRow graph = snapshot.graph(plan.name());
            return graph == null
                    ? 0L
                    : snapshot.lanes(graph.id()).stream()
                            .map(Lane::tally)
                            .mapToLong(tally -> tally.satisfied())
                            .sum();
        });
    }

    /** Which of these items are done, or have failed for good. */
    private Set<String> settled(Collection<String> asked) {
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(plan.name());
            return graph == null
                    ? Set.<String>of()
                    : snapshot.find(graph.id(), asked).stream()
                            .filter(row ->
                                    row.state().isSatisfied() || row.state().isBroken())
                            .map(TaskRow::id)
                            .collect(Collectors.toSet());
        });
    }
}
