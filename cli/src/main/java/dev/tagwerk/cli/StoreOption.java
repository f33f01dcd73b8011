package dev.tagwerk.cli;

import dev.tagwerk.Monitor;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which loop of which store is meant. For one thread at a time. */
final class StoreOption {
    static final String DEFAULT = ".tagwerk/store.db";

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "The store (default: TAGWERK_STORE, else .tagwerk/store.db).")
    private @Nullable String address;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The loop within the store (default: TAGWERK_NAME, else the only one there is; for each: a digest of the command).")
    private @Nullable String name;

    /** The store's address. */
    String address(Streams streams) {
        return address == null ? streams.variable("TAGWERK_STORE", DEFAULT) : address;
    }

    /** The name that was given; null for none. */
    @Nullable
    String givenName(Streams streams) {
        String given = name == null ? streams.variable("TAGWERK_NAME", "") : name;
        return given.isEmpty() ? null : given;
    }

    /** The name that was given, which is there, or that of the only loop in the store. */
    String name(Streams streams, Monitor monitor) {
        List<String> names = monitor.names();
        String given = givenName(streams);
        if (given == null) {
            if (names.size() == 1) {
                return names.get(0);
            }
            throw new UsageException(
                    names.isEmpty()
                            ? monitor.location() + " holds no loop yet"
                            : monitor.location() + " holds " + names.size() + " loops; say which with --name: "
                                    + String.join(", ", names));
        }
        if (!names.contains(given)) {
            throw new UsageException("--name: there is no loop " + ShellWord.readable(given) + " in "
                    + monitor.location() + hint(given, names));
        }
        return given;
    }

    private static String hint(String given, List<String> names) {
        String near = Words.didYouMean(given, names);
        return !near.isEmpty() || names.isEmpty() ? near : "; there is " + String.join(", ", names);
    }

    /** Opens the store for writing; it must be there. */
    Store forWriting(Streams streams) {
        String at = address(streams);
        return Stores.open(at, StoreOptions.WRITE);
    }

    /** The options to give to another command, so that it means the same; with a blank in front, or empty. */
    String again(Streams streams, String loop) {
        String store = address == null ? "" : " --store " + ShellWord.readable(address(streams));
        return store + " --name " + ShellWord.readable(loop);
    }

    /** The folder for what tasks print: beside the store. */
    static Path folder(String location) {
        Path file = Path.of(location).toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new StoreException(
                    location,
                    StoreException.Problem.NOT_SUPPORTED,
                    "store " + location
                            + ": what the items print is kept in files beside the store, and this one has no place; name a"
                            + " file");
        }
        return folder;
    }
}
