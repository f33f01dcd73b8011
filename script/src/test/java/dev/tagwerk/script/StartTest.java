package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start costs, and what it does without. Each start is a process of its own. */
class StartTest {
    @TempDir
    Path folder;

    private final List<String> compilers = List.of("com.sun.tools.javac", "javax.tools", "com.sun.source");
    private final List<String> resolvers = List.of("eu.maveniverse", "org.eclipse.aether", "org.apache.maven");

    @Test
    void start_second_loadsNeitherCompilerNorResolver() throws IOException {
        Path file = flow();

        assertThat(ChildJava.run(logged("first"), cache(), file)).contains("compiling", "says: 42");
        assertThat(loaded("first")).anyMatch(line -> line.contains("com.sun.tools.javac"));
        assertThat(loaded("first")).noneMatch(line -> resolvers.stream().anyMatch(line::contains));

        assertThat(ChildJava.run(logged("second"), cache(), file))
                .doesNotContain("progress")
                .contains("says: 42");
        assertThat(loaded("second"))
                .anyMatch(line -> line.contains("dev.tagwerk.script.Scripts"))
                .noneMatch(line -> compilers.stream().anyMatch(line::contains))
                .noneMatch(line -> resolvers.stream().anyMatch(line::contains));
    }

    @Test
    void start_withoutCompiler_refusedOnlyWhereOneIsNeeded() throws IOException {
        Path file = flow();
        for (String modules : List.of("java.base,java.xml,java.compiler", "java.base,java.xml")) {
            assertThat(ChildJava.run(List.of("--limit-modules", modules), cache(), file))
                    .contains("refused: " + file + " must be compiled, and the Java that runs")
                    .contains("has no compiler. Install a JDK 17 or newer");
        }
        ChildJava.run(List.of(), cache(), file);
        for (String modules : List.of("java.base,java.xml,java.compiler", "java.base,java.xml")) {
            assertThat(ChildJava.run(List.of("--limit-modules", modules), cache(), file))
                    .contains("says: 42");
        }
    }

    @Test
    void start_manyAtOnce_allGood() throws IOException {
        Path file = flow();
        for (int round = 0; round < 2; round++) {
            List<Process> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(ChildJava.start(List.of(), folder.resolve("cache-" + round), file));
            }
            for (Process one : all) {
                assertThat(ChildJava.output(one)).contains("says: 42").doesNotContain("cannot");
            }
            // The mark of the sweep and the one entry; nothing that was half done.
            assertThat(new Folder(folder.resolve("cache-" + round)).files()).hasSize(2);
        }
    }

    private Path flow() {
        return new Folder(folder)
                .write(
                        "Flow.java",
                        "class Flow {",
                        "    record Pair(int a, int b) {}",
                        "    static Object say() {",
                        "        return new Pair(6, 7).a() * new Pair(6, 7).b();",
                        "    }",
                        "}");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private List<String> logged(String name) {
        return List.of("-Xlog:class+load:file=" + folder.resolve(name + ".log"));
    }

    private List<String> loaded(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name + ".log"));
    }
}
