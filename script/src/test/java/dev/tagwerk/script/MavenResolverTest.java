package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real resolver, without a network: Maven's settings of a home of its own send it to a repository in a folder. Each start is a
 * process of its own, since the resolver reads the user's home once.
 */
class MavenResolverTest {
    private static final String NEEDS_PART = dependency("test.lib", "part", "compile", false);

    @TempDir
    Path folder;

    @BeforeEach
    void makeRepository() throws IOException {
        Folder files = new Folder(folder);
        Path both = files.classes(
                "both",
                "app/App.java",
                "package app;",
                "public class App { public static String name() { return Part.name(); } }",
                "class Part { static String name() { return \"from part\"; } }");
        Path part = Files.createDirectories(folder.resolve("part/app"));
        Files.move(both.resolve("app/Part.class"), part.resolve("Part.class"));
        publish(
                "app",
                both,
                NEEDS_PART
                        + dependency("test.lib", "no-such-test-library", "test", false)
                        + dependency("test.lib", "no-such-container", "provided", false)
                        + dependency("test.lib", "no-such-option", "compile", true)
                        + dependency("dev.tagwerk", "tagwerk-core", "compile", false));
        publish("part", folder.resolve("part"), "");
        publish("torn", both, dependency("test.lib", "lost", "compile", false));
        settings("");
    }

    @Test
    void resolve_library_withWhatItNeedsAtRunTime() throws IOException {
        Path file = flow("//DEPS test.lib:app:1.0 dev.tagwerk:tagwerk:9.9");

        assertThat(start(file)).contains("progress: resolving test.lib:app:1.0\n", "says: from part");
        assertThat(local("app")).exists();
        assertThat(local("part")).exists();

        Path log = folder.resolve("second.log");
        assertThat(ChildJava.run(home("-Xlog:class+load:file=" + log), folder.resolve("cache"), file))
                .contains("says: from part")
                .doesNotContain("progress");
        assertThat(Files.readAllLines(log))
                .anyMatch(line -> line.contains("dev.tagwerk.script.Dependencies"))
                .noneMatch(line -> line.contains("eu.maveniverse") || line.contains("org.eclipse.aether"));

        Files.delete(local("part"));
        assertThat(start(file)).contains("progress: resolving test.lib:app:1.0\n", "says: from part");
        assertThat(local("part")).exists();
    }

    @Test
    void resolve_localRepository_asMavenIsTold() throws IOException {
        Path other = folder.resolve("other");

        assertThat(ChildJava.run(
                        home("-Dmaven.repo.local=" + other), folder.resolve("cache"), flow("//DEPS test.lib:app:1.0")))
                .contains("says: from part");

        assertThat(other.resolve("test/lib/part/1.0/part-1.0.jar")).exists();
        assertThat(local("part")).doesNotExist();
    }

    @Test
    void resolve_unknown_namesCoordinateAndCause() throws IOException {
        Path file = flow("//DEPS test.lib:app:1.0 test.lib:nothing:2.0");

        assertThat(start(file))
                .contains("refused: " + file + ": libraries of //DEPS cannot be resolved:\n")
                .contains("  test.lib:nothing:jar:2.0: Could not find artifact test.lib:nothing:jar:2.0 in here (file:")
                .contains("Repositories, mirrors and proxies are those of Maven's settings (" + settingsFile() + ").");
    }

    @Test
    void resolve_unknownWithinAnother_namesWhoNeedsIt() throws IOException {
        assertThat(start(flow("//DEPS test.lib:torn:1.0")))
                .contains("  test.lib:lost:jar:1.0, which test.lib:torn:jar:1.0 needs: Could not find artifact");
    }

    @Test
    void resolve_offlineBySettings_asksNobody() throws IOException {
        settings("<offline>true</offline>");
        Path file = flow("//DEPS test.lib:app:1.0");

        assertThat(start(file))
                .contains("refused: ", "test.lib:app:jar:1.0: ", "offline mode")
                .contains("Maven's settings say that we are offline");

        settings("");
        start(file);
        new Folder(folder.resolve("cache")).files().forEach(MavenResolverTest::delete);
        settings("<offline>true</offline>");
        assertThat(start(file)).contains("progress: resolving", "says: from part");
    }

    @Test
    void resolve_settingsDamaged_saysSo() throws IOException {
        Files.writeString(settingsFile(), "<settings><mirrors>");

        assertThat(start(flow("//DEPS test.lib:app:1.0")))
                .contains("refused: ", "Maven's settings cannot be used: ")
                .contains(settingsFile().toString());
    }

    private Path flow(String directive) {
        return new Folder(folder)
                .write("Flow.java", directive, "class Flow { static String say() { return app.App.name(); } }");
    }

    private String start(Path file) throws IOException {
        return ChildJava.run(home(), folder.resolve("cache"), file);
    }

    private List<String> home(String... more) {
        return Stream.concat(Stream.of("-Duser.home=" + folder.resolve("home")), Stream.of(more))
                .toList();
    }

    private Path settingsFile() {
        return folder.resolve("home/.m2/settings.xml");
    }

    private Path local(String artifact) {
        return folder.resolve("home/.m2/repository/test/lib/" + artifact + "/1.0/" + artifact + "-1.0.jar");
    }

    private void settings(String more) {
        new Folder(folder)
                .write(
                        "home/.m2/settings.xml",
                        "<settings>" + more + "<mirrors><mirror><id>here</id><mirrorOf>*</mirrorOf><url>"
                                + folder.resolve("repository").toUri() + "</url></mirror></mirrors></settings>");
    }

    private void publish(String artifact, Path classes, String dependencies) throws IOException {
        Folder files = new Folder(folder.resolve("repository/test/lib/" + artifact + "/1.0"));
        files.write(
                artifact + "-1.0.pom",
                "<project><modelVersion>4.0.0</modelVersion><groupId>test.lib</groupId><artifactId>" + artifact
                        + "</artifactId><version>1.0</version><dependencies>" + dependencies
                        + "</dependencies></project>");
        files.jar(artifact + "-1.0.jar", classes);
    }

    private static String dependency(String group, String artifact, String scope, boolean optional) {
        return "<dependency><groupId>" + group + "</groupId><artifactId>" + artifact
                + "</artifactId><version>1.0</version>" + "<scope>" + scope + "</scope><optional>" + optional
                + "</optional></dependency>";
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
