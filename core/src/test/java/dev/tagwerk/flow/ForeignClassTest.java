package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Classes that were compiled elsewhere, and are loaded by somebody else. */
class ForeignClassTest {
    private static final String REPORT = """
            package acme;
            import dev.tagwerk.flow.*;
            import java.util.List;
            class Report {
                record Row(String text) {}
                @Parameters record Options(@Default("1") int n) {}
                @Task private List<Row> load(Options options) { return List.of(new Row("r" + options.n())); }
                @Task String first(@From("load") List<Row> rows) { return rows.get(0).text(); }
                @Task String zebra() { return ""; }
                @Task String ant() { return ""; }
            }
            """;

    @TempDir
    Path folder;

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(Objects.requireNonNull(type.getProtectionDomain().getCodeSource(), type::getName)
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String library() {
        return Stream.of(Task.class, Logger.class, Nullable.class)
                .map(type -> placeOf(type).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Compiles these sources, named by their first lines, into the folder. */
    private void compile(String pathOption, String... sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-d", folder.toString(), pathOption, library()));
        for (int i = 0; i < sources.length; i++) {
            String name = sources[i].contains("class Report") ? "Report.java" : "module-info.java";
            arguments.add(Files.writeString(folder.resolve(name), sources[i]).toString());
        }
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int code = ToolProvider.findFirst("javac").orElseThrow().run(out, out, arguments.toArray(String[]::new));
        assertThat(code).as(said.toString()).isZero();
    }

    @Test
    @DisplayName("a class may come from any class loader, with its types and records")
    void addAll_otherClassLoader_works() throws Exception {
        compile("-classpath", REPORT);
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            TestFlow flow = TestFlow.of(loader.loadClass("acme.Report")).run();
            assertThat(flow.value("first")).isEqualTo("r1");
            assertThat(flow.ran).containsExactly("load", "first", "zebra", "ant");
        }
    }

    /** Makes classes out of thin air, as a compiler in memory does, and gives nobody their files. */
    private static final class BareLoader extends ClassLoader {
        private final Path folder;

        BareLoader(Path folder) {
            super(ForeignClassTest.class.getClassLoader());
            this.folder = folder;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            try {
                byte[] bytes = Files.readAllBytes(folder.resolve(name.replace('.', '/') + ".class"));
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException missing) {
                throw new ClassNotFoundException(name, missing);
            }
        }
    }

    @Test
    @DisplayName("TO-089: without its file, the tasks of a class are in the order of their names")
    void addAll_noClassFile_orderOfNames() throws Exception {
        compile("-classpath", REPORT);
        Class<?> report = new BareLoader(folder).loadClass("acme.Report");
        try (InputStream none = report.getResourceAsStream("Report.class")) {
            assertThat(none).isNull();
        }
        assertThat(TestFlow.of(report).planned().tasks().keySet()).containsExactly("ant", "first", "load", "zebra");
    }

    @Test
    void addAll_classMissing_saysWhich() throws Exception {
        compile("-classpath", REPORT);
        Files.delete(folder.resolve("acme/Report$Options.class"));
        assertThat(TestFlow.of(new BareLoader(folder).loadClass("acme.Report")).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("acme.Report cannot be read, because a class that it names is missing: ")
                        .contains("acme/Report$Options", "class path"));
    }

    @Test
    void addAll_marksOfAnotherCopy_saysSo() throws Exception {
        compile("-classpath", """
                package acme;
                class Report {
                    @dev.tagwerk.flow.Task String load() { return ""; }
                }
                """);
        URL[] all = {folder.toUri().toURL(), placeOf(Task.class).toUri().toURL()};
        try (URLClassLoader alone = new URLClassLoader(all, null)) {
            assertThat(TestFlow.of(alone.loadClass("acme.Report")).problems())
                    .singleElement()
                    .satisfies(problem ->
                            assertThat(problem).contains("only of one that another class loader has loaded"));
        }
    }

    @Test
    @DisplayName("a module that is closed to us is named, with the line to write")
    void addAll_closedModule_namesOpens() throws Exception {
        compile("--module-path", "module acme { requires dev.tagwerk; }", REPORT);
        assertThat(TestFlow.of(fromModule()).problems())
                .contains(
                        "Report is in the module acme, which does not open it; write opens acme to dev.tagwerk; in its"
                                + " module-info.java");
    }

    @Test
    void addAll_openedModule_works() throws Exception {
        compile("--module-path", "module acme { requires dev.tagwerk; opens acme to dev.tagwerk; }", REPORT);
        assertThat(TestFlow.of(fromModule()).run().value("first")).isEqualTo("r1");
    }

    private Class<?> fromModule() throws ClassNotFoundException {
        ModuleLayer boot = ModuleLayer.boot();
        Configuration with = boot.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of("acme"));
        return boot.defineModulesWithOneLoader(with, getClass().getClassLoader())
                .findLoader("acme")
                .loadClass("acme.Report");
    }
}
