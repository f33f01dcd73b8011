package dev.tagwerk.script;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries of source files: from the cache while their files are there, else resolved. Safe for use by several threads. */
final class Dependencies {
    /** How long the answer for a version that may change is good, as Maven has it. */
    static final Duration GOOD = Duration.ofDays(1);

    private final Cache cache;
    private final Resolver resolver;
    private final Consumer<String> progress;

    Dependencies(Cache cache, Resolver resolver, Consumer<String> progress) {
        this.cache = cache;
        this.resolver = resolver;
        this.progress = progress;
    }

    ClassPath of(SourceFile file, List<Coordinate> demanded) {
        List<Coordinate> foreign =
                demanded.stream().filter(coordinate -> !coordinate.isOurs()).toList();
        if (foreign.isEmpty()) {
            return new ClassPath(List.of());
        }
        String entry = new Fingerprint()
                        .addAll(foreign.stream().map(Coordinate::toString).toList())
                        .hex()
                + ".path";
        return new ClassPath(cached(entry, foreign.stream().anyMatch(Coordinate::changes))
                .orElseGet(() -> resolved(file, entry, foreign)));
    }

    /** The first line is the time, each other one a file. */
    private Optional<List<Path>> cached(String entry, boolean changes) {
        List<String> lines = cache.read(entry)
                .map(content ->
                        new String(content, StandardCharsets.UTF_8).lines().toList())
                .orElse(List.of());
        if (lines.isEmpty() || (changes && tooOld(lines.get(0)))) {
            return Optional.empty();
        }
        List<Path> files = lines.stream().skip(1).map(Path::of).toList();
        return files.stream().allMatch(Files::isRegularFile) ? Optional.of(files) : Optional.empty();
    }

    private boolean tooOld(String time) {
        try {
            Instant resolved = Instant.parse(time);
            return resolved.plus(GOOD).isBefore(cache.now());
        } catch (DateTimeException e) {
            return true;
        }
    }

    private List<Path> resolved(SourceFile file, String entry, List<Coordinate> coordinates) {
        progress.accept(
                "resolving " + coordinates.stream().map(Coordinate::toString).collect(Collectors.joining(", ")));
        List<Path> files;
        try {
            files = resolver.resolve(coordinates);
        } catch (ScriptException e) {
            throw new ScriptException(file.path() + ": " + e.getMessage(), e.getCause());
        }
        String content = Stream.concat(
                        Stream.of(cache.now().toString()), files.stream().map(Path::toString))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
        try {
            cache.write(entry, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            progress.accept("cannot write to the cache: " + e);
        }
        return files;
    }
}
