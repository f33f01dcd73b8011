package dev.tagwerk.cli;

import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tagwerk check}: whether a store is sound. For one thread at a time. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Looks whether the store is sound; exit code 3 and a line for each finding when it is not.",
        footerHeading = "%nExamples:%n",
        footer = {"  tagwerk check", "  tagwerk check --store thumbs.db && cp thumbs.db backup.db"})
final class CheckCommand implements Callable<Integer> {
    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    CheckCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        try (Store store = Stores.open(place.address(streams), StoreOptions.READ)) {
            return tell(store.location(), store.check());
        } catch (StoreException problem) {
            if (problem.problem() != StoreException.Problem.DAMAGED) {
                throw problem;
            }
            // So much is broken that it cannot even be looked through: that is the finding.
            Throwable cause = problem.getCause();
            String detail = cause == null ? problem.getMessage() : cause.getMessage();
            return tell(
                    problem.location(),
                    List.of("its content is damaged: restore it from a copy, or start anew with another file ("
                            + String.valueOf(detail).lines().findFirst().orElse("no details") + ")"));
        }
    }

    private int tell(String location, List<String> findings) {
        if (json) {
            new JsonOut(streams.out())
                    .line(fields -> fields.put("type", "check")
                            .put("store", location)
                            .put("sound", findings.isEmpty())
                            .put("findings", findings));
        } else if (findings.isEmpty()) {
            streams.out().println(location + ": sound");
        } else {
            findings.forEach(finding -> streams.out().println(location + ": " + finding));
        }
        return findings.isEmpty() ? ExitCodes.GOOD : ExitCodes.STORE;
    }
}
