package dev.tagwerk.cli;

import dev.tagwerk.Monitor;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Reopening;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagwerk retry}: opens ended tasks again, with a fresh budget. For one thread at a time. */
@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Opens tasks again, with a fresh budget, for the workers that run or the next start.",
            "Say which: --failed, --killed, or their ids. A done task named by its id runs once more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk retry --failed                   all that failed or took too long",
            "  tagwerk retry --killed                   all whose workers died too often",
            "  tagwerk retry a.jar b.jar --name each-sha256sum-2ed2953f"
        })
final class RetryCommand implements Callable<Integer> {
    private static final int PAGE = 500;
    private static final int MOST_COMPARED = 20_000;

    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Option(names = "--failed", description = "All that failed or took too long.")
    private boolean failed;

    @Option(names = "--killed", description = "All whose workers died too often.")
    private boolean killed;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "These tasks.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    RetryCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (!failed && !killed && ids.isEmpty()) {
            throw new UsageException("retry: say what to retry: --failed, --killed, or ids of tasks");
        }
        if ((failed || killed) && !ids.isEmpty()) {
            throw new UsageException("retry: give either ids or --failed and --killed, not both");
        }
        try (Store store = place.forWriting(streams);
                Monitor monitor = Monitor.of(store)) {
            String name = place.name(streams, monitor);
            long opened = ids.isEmpty() ? all(store, name) : named(store, monitor, name);
            if (json) {
                new JsonOut(streams.out())
                        .line(fields ->
                                fields.put("type", "retry").put("loop", name).put("opened", opened));
            } else {
                streams.out()
                        .println(
                                opened == 0
                                        ? "Nothing to open again in " + name + "."
                                        : Words.count(opened, "task") + " of " + name + " opened again.");
            }
        }
        return ExitCodes.GOOD;
    }

    private long all(Store store, String name) {
        Set<TaskState> states = EnumSet.noneOf(TaskState.class);
        if (failed) {
            states.addAll(EnumSet.of(TaskState.FAILED, TaskState.TIMED_OUT));
        }
        if (killed) {
            states.add(TaskState.KILLED);
        }
        long opened = 0;
        long after = 0;
        while (true) {
            long from = after;
            List<Long> page = store.read(snapshot -> {
                GraphRow graph = snapshot.graph(name);
                return graph == null
                        ? List.<Long>of()
                        : snapshot.list(graph.id(), states, from, PAGE).stream()
                                .map(TaskRow::seq)
                                .toList();
            });
            if (page.isEmpty()) {
                return opened;
            }
            opened += reopen(store, name, page);
            after = page.get(page.size() - 1);
        }
    }

    private long named(Store store, Monitor monitor, String name) {
        List<TaskRow> rows = store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            return graph == null
                    ? List.<TaskRow>of()
                    : snapshot.find(graph.id(), ids).stream()
                            .filter(row -> row.state() != TaskState.UNKNOWN)
                            .toList();
        });
        Set<String> known = rows.stream().map(TaskRow::id).collect(Collectors.toSet());
        for (String id : ids) {
            if (!known.contains(id)) {
                Set<TaskState> states = EnumSet.complementOf(EnumSet.of(TaskState.UNKNOWN));
                List<String> names = monitor.tasks(name, states, 0, MOST_COMPARED).stream()
                        .map(TaskRow::id)
                        .toList();
                throw new UsageException("retry: there is no task " + ShellWord.readable(id) + " in " + name
                        + Words.didYouMean(id, names) + "; nothing was opened");
            }
        }
        long opened = 0;
        List<Long> numbers = rows.stream().map(TaskRow::seq).toList();
        for (int from = 0; from < numbers.size(); from += PAGE) {
            opened += reopen(store, name, numbers.subList(from, Math.min(numbers.size(), from + PAGE)));
        }
        return opened;
    }

    private static int reopen(Store store, String name, List<Long> page) {
        return store.<Integer>write(tx -> {
            GraphRow graph = tx.graph(name);
            return graph == null ? 0 : Reopening.reopen(tx, graph, page, System.currentTimeMillis());
        });
    }
}
