package dev.tagwerk.cli;

import dev.tagwerk.Monitor;
import dev.tagwerk.TaskView;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.store.Attempt;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagwerk log}: the attempts of one task, and what it printed. For one thread at a time. */
@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the attempts of a task, and what its last command printed.",
            "With --json and without a task: all tasks, of all loops or of the one of --name."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk log a.jar                    attempts, then the last one's output",
            "  tagwerk log a.jar --output | less    the output alone",
            "  tagwerk log a.jar --all              the output of all attempts made here",
            "  tagwerk log a.jar --json | jq .attempts[-1].outcome",
            "  tagwerk log --json > all.jsonl       all that is known of all tasks"
        })
final class LogCommand implements Callable<Integer> {
    private static final int MOST_COMPARED = 20_000;
    private static final int PAGE = 500;
    private static final Set<TaskState> KNOWN = EnumSet.complementOf(EnumSet.of(TaskState.UNKNOWN));

    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Parameters(paramLabel = "TASK", arity = "0..1", description = "The task: for tagwerk each, the item.")
    private @Nullable String named;

    private String task = "";

    @Option(names = "--output", description = "Print the output alone.")
    private boolean outputAlone;

    @Option(names = "--all", description = "Show the output of earlier attempts as well.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object per task.")
    private boolean json;

    LogCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        String given = named;
        if (given == null) {
            return everything();
        }
        task = given;
        try (Monitor monitor = Monitor.open(place.address(streams))) {
            String name = nameOf(monitor);
            TaskView view = monitor.task(name, task)
                    .orElseThrow(() -> new UsageException("log: there is no task " + ShellWord.readable(task) + " in "
                            + name + Words.didYouMean(task, names(monitor, name))));
            LogFiles logs = new LogFiles(StoreOption.folder(monitor.location()), name);
            List<Path> files = all ? logs.all(task) : existing(logs.latest(task));
            if (json) {
                new JsonOut(streams.out()).line(fields -> put(fields, name, view, logs.all(task)));
                return ExitCodes.GOOD;
            }
            if (!outputAlone) {
                attempts(view);
            }
            output(files);
        }
        return ExitCodes.GOOD;
    }

    /** All tasks, page by page: what another program needs that is to go on from here. */
    private int everything() throws IOException {
        if (!json) {
            throw new UsageException(
                    "log: name a task, for instance tagwerk log a.jar; all of them: tagwerk log --json");
        }
        JsonOut out = new JsonOut(streams.out());
        try (Monitor monitor = Monitor.open(place.address(streams))) {
            boolean one = place.givenName(streams) != null;
            for (String name : one ? List.of(place.name(streams, monitor)) : monitor.names()) {
                LogFiles logs = new LogFiles(StoreOption.folder(monitor.location()), name);
                List<TaskRow> page = monitor.tasks(name, KNOWN, 0, PAGE);
                while (!page.isEmpty()) {
                    for (TaskRow row : page) {
                        List<Path> files = logs.all(row.id());
                        monitor.task(name, row.id()).ifPresent(view -> out.line(f -> put(f, name, view, files)));
                    }
                    page = monitor.tasks(name, KNOWN, page.get(page.size() - 1).seq(), PAGE);
                }
            }
        }
        return ExitCodes.GOOD;
    }

    /** Where no name is given, but only one has such a task, that one is meant. */
    private String nameOf(Monitor monitor) {
        if (place.givenName(streams) == null) {
            List<String> having = monitor.names().stream()
                    .filter(name -> monitor.task(name, task).isPresent())
                    .toList();
            if (having.size() == 1) {
                return having.get(0);
            }
        }
        return place.name(streams, monitor);
    }

    private static List<Path> existing(Path file) {
        return Files.exists(file) ? List.of(file) : List.of();
    }

    private static List<String> names(Monitor monitor, String name) {
        return monitor.tasks(name, KNOWN, 0, MOST_COMPARED).stream()
                .map(row -> row.id())
                .toList();
    }

    private void attempts(TaskView view) {
        StatusText text =
                new StatusText(streams.screen().columns(), streams.screen().colours(), ZoneId.systemDefault());
        String state = StateNames.style(view.row().state())
                .on(StateNames.of(view.row().state()), streams.screen().colours());
        streams.out().println(TextWidth.visible(view.id()) + ": " + state);
        if (!view.dependencies().isEmpty()) {
            streams.out().println("after " + TextWidth.visible(String.join(", ", view.dependencies())));
        }
        if (view.attempts().isEmpty()) {
            streams.out().println("not tried yet");
            return;
        }
        Tables table = new Tables(
                Tables.Column.right("#"),
                Tables.Column.left("Outcome"),
                Tables.Column.left("Start"),
                Tables.Column.right("Took"),
                Tables.Column.left("Worker"),
                Tables.Column.left("Why"));
        for (TaskView.Try one : view.attempts()) {
            Attempt attempt = one.attempt();
            boolean event = attempt.outcome().isEvent();
            long start = attempt.run().span().start();
            table.row(List.of(
                    plain(
                            attempt.run().number() == 0
                                    ? ""
                                    : Integer.toString(attempt.run().number())),
                    new Tables.Cell(StateNames.of(attempt.outcome()), StateNames.style(attempt.outcome())),
                    plain(start == 0 ? "" : text.time(start)),
                    plain(event ? "" : Human.duration(attempt.run().span().duration())),
                    plain(one.worker()),
                    plain(why(attempt))));
        }
        table.lines(streams.screen().columns(), streams.screen().colours()).forEach(streams.out()::println);
        Failure last = view.attempts()
                .get(view.attempts().size() - 1)
                .attempt()
                .findings()
                .failure();
        if (last != null && !last.stack().isEmpty()) {
            streams.out().println("");
            last.stack().lines().forEach(line -> streams.out().println(TextWidth.visible(line.replace("\t", "    "))));
        }
    }

    private static Tables.Cell plain(String text) {
        return new Tables.Cell(text, Tables.Style.PLAIN);
    }

    private static String why(Attempt attempt) {
        Failure failure = attempt.findings().failure();
        return failure == null ? "" : failure.message().lines().findFirst().orElse(failure.type());
    }

    private void output(List<Path> files) throws IOException {
        if (files.isEmpty()) {
            streams.tell("tagwerk: no output of " + TextWidth.visible(task) + " is kept on this machine");
        }
        for (Path file : files) {
            if (!outputAlone) {
                streams.out().println("");
                streams.out().println("--- " + file + (Files.size(file) == 0 ? " (empty)" : ""));
            }
            streams.out().copy(file);
        }
    }

    private static void put(JsonOut.Fields json, String loop, TaskView view, List<Path> files) {
        List<String> names = new ArrayList<>();
        files.forEach(file -> names.add(file.toString()));
        json.put("type", "task")
                .put("loop", loop)
                .put("task", view.id())
                .put("state", StatusJson.key(view.row().state()))
                .put("dependencies", view.dependencies())
                .put("logs", names)
                .objects("attempts", view.attempts(), LogCommand::put);
    }

    private static void put(JsonOut.Fields json, TaskView.Try one) {
        Attempt attempt = one.attempt();
        Outcome outcome = attempt.outcome();
        Failure failure = attempt.findings().failure();
        long start = attempt.run().span().start();
        json.put("attempt", attempt.run().number())
                .put("outcome", StatusJson.key(outcome))
                .put("worker", one.worker().isEmpty() ? null : one.worker())
                .put("token", attempt.run().token())
                .put("start", start == 0 ? null : Instant.ofEpochMilli(start))
                .seconds("run", outcome.isEvent() ? null : attempt.run().span().duration())
                .put("error", failure == null ? null : failure.type())
                .put("message", failure == null ? null : failure.message())
                .put("stack", failure == null || failure.stack().isEmpty() ? null : failure.stack())
                .put("consumed", one.consumed());
    }
}
