package dev.tagwerk.cli;

import dev.tagwerk.ConsoleListener;
import dev.tagwerk.FlowListener;
import dev.tagwerk.FlowRun;
import dev.tagwerk.FlowRunner;
import dev.tagwerk.ProgressBar;
import dev.tagwerk.RunReport;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Reopening;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.TaskRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** One start of {@code tagwerk run}. For one thread at a time. */
final class FlowExecution {
    private static final int WIDEST_NAME = 32;
    private static final int REFRESH_MILLIS = 200;
    private static final long QUIET_NANOS = 400_000_000L;
    /** What the colours of a sign take of a text's width, as that is measured: escape characters have none. */
    private static final int PAINT = TextWidth.of("\u001b[32m\u001b[0m");

    private final Streams streams;
    private final LoadedFlow loaded;
    private final String address;
    private final Wish wish;
    private final StatusLine line;
    private final AtomicInteger interrupts = new AtomicInteger();

    /**
     * What the user asked for. Immutable.
     *
     * @param crew who runs the tasks
     * @param mode which of them, and until when
     * @param view what is shown
     * @param params what is given to the file
     * @param given values of tasks that need not run
     */
    record Wish(Crew crew, Mode mode, View view, Params params, Map<String, @Nullable Object> given) {}

    /** Who runs the tasks. Immutable. */
    record Crew(@Nullable Integer workers, List<String> labels, int retries) {}

    /** Which tasks run, and until when. Immutable. */
    record Mode(boolean full, boolean failFast) {}

    /** What is shown. Immutable. */
    record View(boolean log, boolean verbose, boolean json) {}

    FlowExecution(Streams streams, LoadedFlow loaded, String address, Wish wish) {
        this.streams = streams;
        this.loaded = loaded;
        this.address = address;
        this.wish = wish;
        boolean shown = streams.screen().err() && !wish.view().json();
        this.line =
                new StatusLine(streams.err(), shown, streams.screen().columns().orElse(80));
    }

    /** Runs it to its end; returns the exit code. */
    int run() {
        try (Store store = Stores.open(address, StoreOptions.DEFAULT);
                StrayOutput stray = StrayOutput.taken(streams, line, wish.view().json())) {
            Objects.requireNonNull(stray);
            LogFiles logs = new LogFiles(
                    StoreOption.folder(store.location()), loaded.plan().name());
            ProgressBar bar = ProgressBar.showing(whenLong());
            FlowRunner runner = runner(store, logs);
            runner.listener(bar);
            ScheduledExecutorService clock = clock(bar);
            try (LastWords last = LastWords.begin()) {
                FlowRun run = runner.start();
                Object before = Signals.register("INT", () -> interrupt(run));
                try {
                    RunReport report = run.await();
                    line.remove();
                    int code = code(report);
                    openAgain(store, report);
                    tell(report, logs);
                    streams.out().flush();
                    last.said(code);
                    return code;
                } finally {
                    Signals.unregister("INT", before);
                }
            } finally {
                clock.shutdownNow();
                line.remove();
            }
        }
    }

    private int code(RunReport report) {
        return interrupts.get() > 0 ? ExitCodes.INTERRUPTED : report.isGood() ? ExitCodes.GOOD : ExitCodes.FAILED;
    }

    /** What was made from given values must not count as done when the true ones are there. */
    private void openAgain(Store store, RunReport report) {
        List<String> takers = loaded.plan().tasks().values().stream()
                .filter(task -> task.inputs().stream()
                        .flatMap(input -> input.names().stream())
                        .anyMatch(wish.given()::containsKey))
                .map(PlannedTask::name)
                .toList();
        if (!takers.isEmpty()) {
            store.<@Nullable Object>write(tx -> {
                GraphRow graph = tx.graph(report.flow());
                if (graph != null) {
                    List<Long> rows = tx.find(graph.id(), takers).stream()
                            .filter(row -> row.state().isSatisfied())
                            .map(TaskRow::seq)
                            .toList();
                    Reopening.reopen(tx, graph, rows, System.currentTimeMillis());
                }
                return null;
            });
            tell("tagwerk: what took a given value runs again at the next start, with the true one");
        }
    }

    private void tell(RunReport report, LogFiles logs) {
        if (wish.view().json()) {
            new FlowJson(streams.out()).print(report);
        } else {
            new FlowSummary(streams, address, logs).print(report, wish.view().verbose());
        }
    }

    /** A run that is over at once shows no line at all. */
    private Consumer<String> whenLong() {
        long from = System.nanoTime() + QUIET_NANOS;
        return text -> {
            if (System.nanoTime() - from > 0) {
                line.set(text);
            }
        };
    }

    /** Between events of the run the time goes on. */
    private static ScheduledExecutorService clock(ProgressBar bar) {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "tagwerk-progress");
            thread.setDaemon(true);
            return thread;
        });
        var unused = clock.scheduleWithFixedDelay(bar::refresh, REFRESH_MILLIS, REFRESH_MILLIS, TimeUnit.MILLISECONDS);
        return clock;
    }

    private void interrupt(FlowRun run) {
        switch (interrupts.incrementAndGet()) {
            case 1 -> {
                tell("tagwerk: stopping; what runs may end within 5 s, Ctrl-C again interrupts it");
                run.cancel();
            }
            case 2 -> {
                tell("tagwerk: interrupting what runs");
                run.cancelNow();
            }
            default -> Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
        }
    }

    /** The terminal itself shows ^C where the cursor stands; that goes away. */
    private void tell(String text) {
        line.print(() -> streams.tell((streams.screen().err() ? "\r\u001b[K" : "") + text));
    }

    private FlowRunner runner(Store store, LogFiles logs) {
        FlowRunner runner = loaded.flow()
                .runner()
                .store(store)
                .alone(loaded.plan().tasks().keySet())
                .params(wish.params().values())
                .logs((task, attempt) -> log(logs.next(task), task));
        wish.given().forEach(runner::result);
        if (wish.crew().workers() != null) {
            runner.workers(wish.crew().workers());
        }
        if (!wish.crew().labels().isEmpty()) {
            runner.labels(wish.crew().labels().toArray(String[]::new));
        }
        if (wish.crew().retries() > 0) {
            runner.retry(Retry.times(wish.crew().retries()));
        }
        if (wish.mode().full()) {
            runner.full();
        }
        if (wish.mode().failFast()) {
            runner.failFast();
        }
        if (!wish.view().json()) {
            boolean colours = streams.screen().colours();
            runner.listener(
                    new ConsoleListener(colours ? this::showPainted : this::show, colours).aligned(nameWidth()));
            if (wish.view().verbose()) {
                runner.listener(new Starts());
            }
        }
        return runner;
    }

    private OutputStream log(Path file, String task) throws IOException {
        return wish.view().log() && !wish.view().json()
                ? new ShownLog(file, task, this::show)
                : Files.newOutputStream(file);
    }

    private int nameWidth() {
        return loaded.plan().tasks().keySet().stream()
                .mapToInt(name -> name.codePointCount(0, name.length()))
                .filter(width -> width <= WIDEST_NAME)
                .max()
                .orElse(0);
    }

    /** Shows a line above that at the foot; on a terminal it is cut to the width, for the summary tells all. */
    private void show(String text) {
        line.print(() -> print(TextWidth.visible(text), 0));
    }

    /** The same for a line that begins with a painted sign, and has no other escape characters. */
    private void showPainted(String text) {
        line.print(() -> print(text, PAINT));
    }

    private void print(String text, int paint) {
        int columns = streams.screen().out() ? streams.screen().columns().orElse(Integer.MAX_VALUE - PAINT) : 0;
        streams.out().println(columns == 0 ? text : TextWidth.cut(text, columns + paint));
        streams.out().flush();
    }

    /** Tells starts, for those who want to know all. */
    private final class Starts implements FlowListener {
        @Override
        public void taskStarted(String task, int attempt) {
            show("> " + task + (attempt > 1 ? " (attempt " + attempt + ")" : ""));
        }
    }
}
