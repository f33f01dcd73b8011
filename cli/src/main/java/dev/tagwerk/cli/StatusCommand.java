package dev.tagwerk.cli;

import dev.tagwerk.LoopView;
import dev.tagwerk.Monitor;
import dev.tagwerk.WorkerView;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagwerk status}: how the loops of a store stand. For one thread at a time. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows how all loops of the store stand, or the one of --name.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk status",
            "  tagwerk status --store thumbs.db --name thumbs",
            "  tagwerk status --all                     with the workers of earlier runs",
            "  tagwerk status --json | jq .states"
        })
final class StatusCommand implements Callable<Integer> {
    /** Workers that have left are shown up to here. */
    private static final int MOST_GONE = 5;

    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Option(names = "--all", description = "Show all workers that the store remembers.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object per loop.")
    private boolean json;

    StatusCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        String address = place.address(streams);
        Optional<Monitor> found = Monitor.find(address);
        if (found.isEmpty()) {
            missing(address);
            return ExitCodes.GOOD;
        }
        try (Monitor monitor = found.get()) {
            List<LoopView> loops = place.givenName(streams) == null
                    ? monitor.loops()
                    : monitor.loop(place.name(streams, monitor)).stream().toList();
            if (json) {
                JsonOut out = new JsonOut(streams.out());
                loops.forEach(loop -> out.line(fields -> StatusJson.put(fields, loop)));
            } else if (loops.isEmpty()) {
                streams.out().println(monitor.location() + " holds no loop yet.");
            } else {
                show(loops);
            }
        }
        return ExitCodes.GOOD;
    }

    private void missing(String address) {
        if (json) {
            return;
        }
        streams.out()
                .println("There is no store yet at " + address + ", seen from "
                        + Path.of("").toAbsolutePath() + ".");
        streams.out().println("Start a loop, for instance: tagwerk each sha256sum {} ::: *.jar");
    }

    private void show(List<LoopView> loops) {
        StatusText text =
                new StatusText(streams.screen().columns(), streams.screen().colours(), ZoneId.systemDefault());
        boolean first = true;
        for (LoopView loop : loops) {
            if (!first) {
                streams.out().println("");
            }
            first = false;
            List<WorkerView> workers = shown(loop);
            text.lines(loop, workers).forEach(streams.out()::println);
            int hidden = loop.crew().workers().size() - workers.size();
            if (hidden > 0) {
                streams.out().println("(and " + Words.count(hidden, "worker") + " that left before; --all shows them)");
            }
        }
    }

    private List<WorkerView> shown(LoopView loop) {
        List<WorkerView> workers = loop.crew().workers();
        return all
                ? workers
                : workers.subList(0, (int) Math.min(workers.size(), loop.crew().live() + MOST_GONE));
    }
}
