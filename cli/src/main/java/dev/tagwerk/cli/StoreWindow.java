package dev.tagwerk.cli;

import dev.tagwerk.LoopView;
import dev.tagwerk.Monitor;
import dev.tagwerk.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A look at a store again and again, that bears a store which is not there yet, vanishes, breaks, or is replaced by another
 * file. For one thread at a time.
 *
 * <p>An open connection goes on showing a file that was deleted long ago, so the file's identity is compared at every look.
 */
final class StoreWindow implements AutoCloseable {
    private final String address;
    private final @Nullable String name;
    private @Nullable Monitor monitor;
    private @Nullable Object identity;

    /**
     * A window on a store.
     *
     * @param name the loop to look at; null for all of them
     */
    StoreWindow(String address, @Nullable String name) {
        this.address = address;
        this.name = name;
    }

    /**
     * What was seen. Immutable.
     *
     * @param loops the loops; empty while there is nothing to see
     * @param trouble why there is nothing to see; empty when there is
     */
    record Sight(List<LoopView> loops, String trouble) {}

    /** Looks. */
    Sight look() {
        try {
            Monitor open = current();
            if (open == null) {
                return new Sight(List.of(), "");
            }
            return new Sight(
                    name == null ? open.loops() : open.loop(name).stream().toList(), "");
        } catch (StoreException problem) {
            close();
            String trouble = problem.problem() == StoreException.Problem.MISSING ? "" : problem.getMessage();
            return new Sight(List.of(), String.valueOf(trouble));
        }
    }

    private @Nullable Monitor current() {
        Monitor open = monitor;
        if (open != null && !isSame(open)) {
            close();
            open = null;
        }
        if (open == null) {
            Optional<Monitor> found = Monitor.find(address);
            open = found.orElse(null);
            monitor = open;
            identity = open == null ? null : identity(open.location());
        }
        return open;
    }

    private boolean isSame(Monitor open) {
        Object now = identity(open.location());
        return now != null && now.equals(identity);
    }

    private static @Nullable Object identity(String file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(file), BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? attributes.creationTime() : key;
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (monitor != null) {
            monitor.close();
            monitor = null;
        }
    }
}
