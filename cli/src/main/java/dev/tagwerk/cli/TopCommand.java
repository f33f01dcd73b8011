package dev.tagwerk.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagwerk top}: how the loops of a store stand, live. For one thread at a time. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how the loops of the store stand, again and again. Waits for a store that is not there yet.",
            "Keys: q quit, s sort, r reverse, a all workers, n and p page, tab next loop."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  tagwerk top", "  tagwerk top --store thumbs.db --interval 500ms"})
final class TopCommand implements Callable<Integer> {
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Option(names = "--interval", paramLabel = "TIME", description = "Time between two looks (default: 2s).")
    private String interval = "2s";

    TopCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        Duration pause = Human.parseDuration("--interval", interval);
        if (pause.compareTo(SHORTEST) < 0 || pause.compareTo(LONGEST) > 0) {
            throw new UsageException("--interval: " + interval + " is out of range; expected 100ms to 1h");
        }
        if (!streams.screen().out() || !streams.screen().in()) {
            throw new UsageException("top: needs a terminal; to print how things stand once: tagwerk status");
        }
        String address = place.address(streams);
        TopFrame frame = new TopFrame(address, streams.screen().colours(), Clock.system(ZoneId.systemDefault()));
        try (StoreWindow window = new StoreWindow(address, place.givenName(streams))) {
            // Loaded here, for nobody else needs the terminal library.
            new TopScreen(frame, window, pause).run();
        }
        return ExitCodes.GOOD;
    }
}
