package dev.tagwerk.cli;

import dev.tagwerk.Monitor;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.Transaction;
import dev.tagwerk.store.WorkerRow;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagwerk prune}: lets go of old history. For one thread at a time. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = {
            "Removes old history: attempts, what they printed, and workers that have left.",
            "The newest --keep of each stay. No fact changes: what is done stays done,",
            "budgets stay as they are."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk prune                        of each task the last attempt stays",
            "  tagwerk prune --keep 5 --name thumbs"
        })
final class PruneCommand implements Callable<Integer> {
    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Option(
            names = "--keep",
            paramLabel = "N",
            description = "Rows of history to keep of each task, and workers that have left (default: 1).")
    private int keep = 1;

    @Option(names = "--json", description = "Print one JSON object per loop.")
    private boolean json;

    PruneCommand(Streams streams) {
        this.streams = streams;
    }

    /** What was removed of a loop. */
    private record Removed(long attempts, long workers, long logs) {}

    @Override
    public Integer call() throws IOException {
        if (keep < 0) {
            throw new UsageException("--keep: " + keep + " is too small; expected 0 or more");
        }
        try (Store store = place.forWriting(streams);
                Monitor monitor = Monitor.of(store)) {
            List<String> names =
                    place.givenName(streams) == null ? monitor.names() : List.of(place.name(streams, monitor));
            for (String name : names) {
                tell(name, prune(store, name));
            }
            if (names.isEmpty() && !json) {
                streams.out().println(store.location() + " holds no loop yet.");
            }
        }
        return ExitCodes.GOOD;
    }

    private Removed prune(Store store, String name) throws IOException {
        Removed rows = store.write(tx -> prune(tx, name));
        LogFiles logs = new LogFiles(StoreOption.folder(store.location()), name);
        return new Removed(rows.attempts(), rows.workers(), logs.prune(Math.max(1, keep)));
    }

    private Removed prune(Transaction tx, String name) {
        GraphRow graph = tx.graph(name);
        if (graph == null) {
            return new Removed(0, 0, 0);
        }
        long attempts = tx.pruneAttempts(graph.id(), keep);
        List<Long> gone = tx.workers(graph.id()).stream()
                .filter(worker -> !worker.isLive())
                .map(WorkerRow::session)
                .sorted(Comparator.reverseOrder())
                .skip(keep)
                .toList();
        tx.removeWorkers(gone);
        return new Removed(attempts, gone.size(), 0);
    }

    private void tell(String name, Removed removed) {
        if (json) {
            new JsonOut(streams.out())
                    .line(fields -> fields.put("type", "prune")
                            .put("loop", name)
                            .put("attempts", removed.attempts())
                            .put("workers", removed.workers())
                            .put("logs", removed.logs()));
        } else {
            streams.out()
                    .println(name + ": removed " + Words.count(removed.attempts(), "row") + " of history, "
                            + Words.count(removed.workers(), "worker") + ", "
                            + Words.count(removed.logs(), "log file"));
        }
    }
}
