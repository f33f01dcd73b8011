package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
    @TempDir
    Path folder;

    private final SourceFile file = new SourceFile(Path.of("Flow.java"), "");
    private final List<List<Coordinate>> resolved = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private Path jar = Path.of("set before each test");

    @BeforeEach
    void makeJar() {
        jar = new Folder(folder).write("repository/a.jar");
    }

    @Test
    void of_again_resolvesOnce() {
        assertThat(files("g:a:1")).containsExactly(jar);
        assertThat(files("g:a:1")).containsExactly(jar);

        assertThat(resolved).hasSize(1);
        assertThat(progress).containsExactly("resolving g:a:1");
    }

    @Test
    void of_otherWordsOrOrder_resolvesAgain() {
        files("g:a:1", "g:b:1");
        files("g:b:1", "g:a:1");
        files("g:a:1");

        assertThat(resolved).hasSize(3);
    }

    @Test
    void of_fileVanished_resolvesAgain() throws IOException {
        files("g:a:1");
        Files.delete(jar);
        files("g:a:1");

        assertThat(resolved).hasSize(2);
    }

    @Test
    void of_changingVersion_resolvesAgainAfterADay() {
        for (String coordinate : List.of("g:a:1-SNAPSHOT", "g:a:LATEST", "g:a:[1,2]", "g:a:1")) {
            files(coordinate);
        }
        now = now.plus(Duration.ofHours(23));
        files("g:a:1-SNAPSHOT");
        assertThat(resolved).hasSize(4);

        now = now.plus(Duration.ofHours(2));
        for (String coordinate : List.of("g:a:1-SNAPSHOT", "g:a:LATEST", "g:a:[1,2]", "g:a:1")) {
            files(coordinate);
        }
        assertThat(resolved).hasSize(7);
    }

    @Test
    void of_ourOwnParts_notResolved() {
        assertThat(files("dev.tagwerk:tagwerk:1")).isEmpty();
        assertThat(resolved).isEmpty();

        files("dev.tagwerk:tagwerk:1", "g:a:1");
        assertThat(resolved).containsExactly(List.of(Coordinate.parse("g:a:1").orElseThrow()));
    }

    @Test
    void of_noneDemanded_touchesNothing() {
        assertThat(files()).isEmpty();
        assertThat(folder.resolve("cache")).doesNotExist();
    }

    @Test
    void of_unresolvable_namesTheFile() {
        Dependencies dependencies = new Dependencies(
                cache(),
                coordinates -> {
                    throw new ScriptException("libraries cannot be resolved", new IOException("no network"));
                },
                progress::add);

        assertThatThrownBy(() -> dependencies.of(file, coordinates("g:a:1")))
                .isInstanceOf(ScriptException.class)
                .hasMessage("Flow.java: libraries cannot be resolved")
                .hasRootCauseMessage("no network");
    }

    private List<Path> files(String... names) {
        Dependencies dependencies = new Dependencies(
                cache(),
                coordinates -> {
                    resolved.add(coordinates);
                    return List.of(jar);
                },
                progress::add);
        return dependencies.of(file, coordinates(names)).entries();
    }

    private static List<Coordinate> coordinates(String... names) {
        return Stream.of(names)
                .map(name -> Coordinate.parse(name).orElseThrow())
                .toList();
    }

    private Cache cache() {
        return new Cache(folder.resolve("cache"), () -> now);
    }
}
