package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real sources, really compiled. */
class ScriptsTest {
    @TempDir
    Path folder;

    private final List<String> progress = new ArrayList<>();

    @Test
    void load_sourceFile_compiledWithAllItsTypes() throws Exception {
        Path file = write(
                "Flow.java",
                "package a.b;",
                "import java.util.List;",
                "record Pair(int left, int right) {}",
                "interface Sum { int of(Pair pair); }",
                "class Flow {",
                "    enum Kind { GOOD }",
                "    static String say() { Sum sum = p -> p.left() + p.right(); return Kind.GOOD + \" \" + sum.of(new Pair(1, 2)); }",
                "}");

        try (LoadedScript script = load(file)) {
            assertThat(script.main().getName()).isEqualTo("a.b.Flow");
            assertThat(script.topLevel()).extracting(Class::getSimpleName).containsExactly("Pair", "Sum", "Flow");
            assertThat(script.topLevel()).allMatch(type -> type.getClassLoader() == script.loader());
            assertThat(say(script)).isEqualTo("GOOD 3");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "class First {} public class Second {} class Flow {}, Second",
        "class First {} class Flow {} record Last() {}, Flow",
        "interface First {} class Last {}, First",
        "; @interface First {}, First",
    })
    void load_sourceFile_picksTheMainClass(String source, String main) {
        try (LoadedScript script = load(write("Flow.java", source))) {
            assertThat(script.main().getSimpleName()).isEqualTo(main);
        }
    }

    @Test
    void load_sourceFile_keepsNamesOfParametersAndLines() throws Exception {
        Path file = write(
                "Flow.java",
                "class Flow {",
                "    static String say(String name) {",
                "        throw null;",
                "    }",
                "}");

        try (LoadedScript script = load(file)) {
            Method method = script.main().getDeclaredMethod("say", String.class);
            assertThat(method.getParameters()[0].getName()).isEqualTo("name");
            method.setAccessible(true);
            assertThatThrownBy(() -> method.invoke(null, "x"))
                    .cause()
                    .satisfies(e -> assertThat(e.getStackTrace()[0]).hasToString("Flow.say(Flow.java:3)"));
        }
    }

    @Test
    void load_unchangedAgain_doesNotCompile() throws Exception {
        Path file = write("Flow.java", "class Flow { static String say() { return \"1\"; } }");
        load(file).close();
        assertThat(progress).containsExactly("compiling " + file);

        try (LoadedScript script = load(file)) {
            assertThat(say(script)).isEqualTo("1");
            assertThat(script.topLevel()).containsExactly(script.main());
        }
        assertThat(progress).hasSize(1);

        write("Flow.java", "class Flow { static String say() { return \"2\"; } }");
        try (LoadedScript script = load(file)) {
            assertThat(say(script)).isEqualTo("2");
        }
        assertThat(progress).hasSize(2);
    }

    @Test
    void load_copyElsewhere_sharesWhatIsCompiled() {
        String source = "class Flow {}";
        load(write("a/Flow.java", source)).close();
        load(write("b/Flow.java", source)).close();
        assertThat(progress).hasSize(1);

        load(write("b/Other.java", source)).close(); // the name decides what the main class is
        assertThat(progress).hasSize(2);
    }

    @Test
    void load_damagedEntry_compiledAgain() throws Exception {
        Path file = write("Flow.java", "class Flow { static String say() { return \"good\"; } }");
        load(file).close();
        Path entry = entry();
        byte[] good = Files.readAllBytes(entry);

        for (int at : List.of(0, 1, good.length / 3, good.length / 2, good.length - 80, good.length - 1)) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(entry, bad);
            assertCompiles(file, "byte " + at + " changed");
            Files.write(entry, Arrays.copyOf(good, at));
            assertCompiles(file, "cut to " + at + " bytes");
        }
        assertThat(Files.readAllBytes(entry)).isEqualTo(good);
    }

    private void assertCompiles(Path file, String what) throws Exception {
        progress.clear();
        try (LoadedScript script = load(file)) {
            assertThat(say(script)).isEqualTo("good");
        }
        assertThat(progress).as(what).hasSize(1);
    }

    @Test
    void load_withoutWritableCache_worksAndSaysSo() throws Exception {
        Path file = write("Flow.java", "class Flow { static String say() { return \"good\"; } }");
        Scripts scripts = scripts().withCache(write("no-folder", ""));

        for (int i = 0; i < 2; i++) {
            progress.clear();
            try (LoadedScript script = scripts.load(Target.parse(file.toString()))) {
                assertThat(say(script)).isEqualTo("good");
            }
            assertThat(progress)
                    .hasSize(2)
                    .element(1)
                    .asString()
                    .startsWith("cannot write to the cache, so each start compiles: ");
        }
    }

    @Test
    void load_errors_shownAsJavacShowsThem() {
        Path file = write(
                "Flow.java",
                "import java.util.List;",
                "class Flow {",
                "    int size(List<String> names) { return names.length; }",
                "\tvoid tabbed() { String name = 1; }",
                "    java.util.Date date = new java.util.Date(1, 2, 3);",
                "}");

        ScriptException e = catchThrowableOfType(ScriptException.class, () -> load(file));

        assertThat(e.getMessage())
                .isEqualTo(Folder.javac("-proc:none", "-d", folder, "-cp", "", file)
                        .stripTrailing());
        assertThat(e.getMessage())
                .startsWith(file + ":3: ")
                .contains("\n    int size(List<String> names) { return names.length; }\n" + " ".repeat(47) + "^\n");
        assertThat(new Folder(folder.resolve("cache")).files()).isEmpty();
    }

    @Test
    void load_compactSource_whereJavaHasIt() throws Exception {
        Path file = write(
                "Flow.java",
                "static String say() { return new Pair(1, 2).toString(); }",
                "record Pair(int a, int b) {}",
                "void main() {}"); // Java asks for one

        if (Runtime.version().feature() >= 25) {
            try (LoadedScript script = load(file)) {
                assertThat(script.main().getName()).isEqualTo("Flow");
                assertThat(say(script)).isEqualTo("Pair[a=1, b=2]");
            }
        } else {
            assertThatThrownBy(() -> load(file))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageStartingWith(file + ":1: ");
        }
    }

    @Test
    void load_warnings_stopNothing() {
        Path file = write(
                "Flow.java",
                "//JAVAC_OPTIONS -Xlint:all",
                "class Flow { java.util.List raw = new java.util.ArrayList(); }");
        load(file).close();
    }

    @Test
    void load_options_handedOver() {
        Path file = write(
                "Flow.java",
                "//JAVAC_OPTIONS -Xlint:all",
                "//JAVAC_OPTIONS -Werror",
                "class Flow { java.util.List raw = new java.util.ArrayList(); }");
        assertThatThrownBy(() -> load(file)).hasMessageContaining("-Werror");

        Path unknown = write("Flow.java", "//JAVAC_OPTIONS --no-such-option", "class Flow {}");
        assertThatThrownBy(() -> load(unknown))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(unknown + ": //JAVAC_OPTIONS: ")
                .hasMessageContaining("--no-such-option");
    }

    @Test
    @DisplayName("TO-113: siblings are not compiled along, and the error says so")
    void load_symbolOfSibling_says() {
        write("Helper.java", "class Helper {}");
        write("Other.java", "class Other {}");
        Path file =
                write("Flow.java", "class Flow {", "    Helper helper = new Helper();", "    Unknown unknown;", "}");

        ScriptException e = catchThrowableOfType(ScriptException.class, () -> load(file));

        assertThat(String.valueOf(e.getMessage()).lines().filter(line -> line.contains("not compiled along")))
                .containsExactly(folder.resolve("Helper.java")
                        + " is not compiled along: one file is compiled alone. Move what it"
                        + " declares into Flow.java, or compile it and give its folder as the class path.");
    }

    @Test
    void load_sourcesOnTheClassPath_notCompiled() {
        write("lib/Helper.java", "class Helper {}");
        Path file = write("Flow.java", "class Flow { Helper helper; }");

        assertThatThrownBy(() -> scripts()
                        .withClassPath(folder.resolve("lib").toString())
                        .load(Target.parse(file.toString())))
                .hasMessageContaining(file + ":1: ");
    }

    @Test
    void load_emptyFile_refused() {
        Path file = write("Flow.java", "// nothing yet");
        assertThatThrownBy(() -> load(file))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith(file + ": the file declares no class.");
    }

    @Test
    void load_noFile_refused() {
        assertThatThrownBy(() -> load(folder.resolve("Gone.java")))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("Gone.java: there is no such file");
        assertThatThrownBy(() -> load(Files.createDirectory(folder.resolve("Folder.java"))))
                .hasMessageContaining("this is not a file");
    }

    @Test
    void load_noUtf8_refused() throws IOException {
        Path file = folder.resolve("Flow.java");
        Files.write(file, "class Flow { String s = \"ä\"; }".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> load(file)).isInstanceOf(ScriptException.class).hasMessageContaining("is not UTF-8");

        Files.write(
                file, "\uFEFFclass Flow { static String say() { return \"ä\"; } }".getBytes(StandardCharsets.UTF_8));
        try (LoadedScript script = load(file)) {
            assertThat(script.main().getName()).isEqualTo("Flow");
        }
    }

    @Test
    void load_otherJavaDemanded_refusedBeforeAnythingElse() {
        Path file = write("Flow.java", "//JAVA 99", "//DEPS no.such:thing:1", "class Flow { error }");
        assertThatThrownBy(() -> load(file)).isInstanceOf(WrongJavaException.class);
        assertThat(progress).isEmpty();
    }

    @Test
    void load_library_compiledAgainstAndLoaded() throws Exception {
        Path file = write("Flow.java", "class Flow { static String say() { return lib.Lib.NAME + lib.Lib.name(); } }");
        Path old = lib("old", "old");
        Path changed = lib("new", "new");

        assertThat(sayWith(old, file)).isEqualTo("oldold");
        assertThat(sayWith(changed, file))
                .isEqualTo("newnew"); // constants are compiled in, so it must be compiled again
        assertThat(sayWith(old, file)).isEqualTo("oldold");
        assertThat(progress).hasSize(2);
    }

    private Path lib(String folderName, String name) {
        return new Folder(folder)
                .classes(
                        folderName,
                        "lib/Lib.java",
                        "package lib; public class Lib { public static final String NAME = \"" + name + "\";",
                        "public static String name() { return \"" + name + "\"; } }");
    }

    private String sayWith(Path classes, Path file) throws Exception {
        try (LoadedScript script = scripts().withClassPath(classes.toString()).load(Target.parse(file.toString()))) {
            assertThat(script.classPath()).hasSize(2).last().isEqualTo(classes);
            return say(script);
        }
    }

    @Test
    void load_parent_comesFirst() throws Exception {
        Path parent = lib("parent", "parent");
        Path own = lib("own", "own");
        Path file = write("Flow.java", "class Flow { static String say() { return lib.Lib.NAME + lib.Lib.name(); } }");

        try (URLClassLoader loader = new URLClassLoader(new ClassPath(List.of(parent)).urls());
                LoadedScript script = scripts()
                        .withParent(loader, parent.toString())
                        .withClassPath(own.toString())
                        .load(Target.parse(file.toString()))) {
            assertThat(say(script)).isEqualTo("parentparent");
        }
    }

    @Test
    void load_classThatTheParentHasToo_refused() throws Exception {
        Path parent = new Folder(folder).classes("parent", "Pair.java", "record Pair() {}");
        Path file = write("Flow.java", "class Flow {}", "record Pair(int a, int b) {}");

        try (URLClassLoader loader = new URLClassLoader(new ClassPath(List.of(parent)).urls())) {
            assertThatThrownBy(() ->
                            scripts().withParent(loader, parent.toString()).load(Target.parse(file.toString())))
                    .isInstanceOf(ScriptException.class)
                    .hasMessageContaining(file + ": its class Pair is hidden by one of the same name")
                    .hasMessageContaining("parent/Pair.class");
        }
    }

    @Test
    void load_class_fromTheClassPath() throws Exception {
        Path classes = new Folder(folder)
                .classes("classes", "a/Job.java", "package a; class Job { static String say() { return \"job\"; } }");
        Path jar = new Folder(folder).jar("lib/job.jar", classes);

        for (String path : List.of(classes.toString(), jar.toString(), folder.resolve("lib") + File.separator + "*")) {
            try (LoadedScript script = scripts().withClassPath(path).load(Target.parse("a.Job"))) {
                assertThat(say(script)).isEqualTo("job");
                assertThat(script.topLevel()).containsExactly(script.main());
            }
        }
        assertThat(progress).isEmpty();
    }

    @Test
    void load_classNotFound_namesNearOnes() {
        Path classes = new Folder(folder).classes("classes", "a/Job.java", "package a; class Job { class Part {} }");
        Scripts scripts = scripts().withClassPath(classes + File.pathSeparator + "gone.jar");

        assertThatThrownBy(() -> scripts.load(Target.parse("Job")))
                .isInstanceOf(ScriptException.class)
                .hasMessage("class Job: there is no class Job in " + classes
                        + ", gone.jar (not there: gone.jar). Did you mean a.Job?");
        assertThatThrownBy(() -> scripts.load(Target.parse("a.Job.Part")))
                .hasMessageEndingWith("Did you mean a.Job$Part?");
        assertThatThrownBy(() -> scripts.load(Target.parse("Jab")))
                .hasMessageEndingWith("correct it, or the class path.");
        assertThatThrownBy(() -> scripts().load(Target.parse("Job"))).hasMessageContaining("no class path is given");
    }

    @Test
    void load_jar_byItsManifest() throws Exception {
        Folder files = new Folder(folder);
        Path classes = files.classes(
                "classes",
                "Job.java",
                "class Job { static String say() { return Other.name(); } }",
                "class Other { static String name() { return \"other\"; } }");
        Path library = files.jar("lib/other.jar", onlyOther(classes));

        for (String attribute : List.of("Main-Class: Job", "Tagwerk-Class: Job")) {
            Path jar = files.jar("job.jar", classes, attribute, "Class-Path: lib/other.jar");
            try (LoadedScript script = scripts().load(Target.parse(jar.toString()))) {
                assertThat(say(script)).isEqualTo("other");
            }
        }
        Path both = files.jar("both.jar", classes, "Main-Class: No", "Tagwerk-Class: Job", "Class-Path: lib/other.jar");
        scripts().load(Target.parse(both.toString())).close();
        assertThat(library).exists();
    }

    /** Moves a class to a folder of its own, so that only the manifest's Class-Path finds it. */
    private Path onlyOther(Path classes) throws IOException {
        Path alone = Files.createDirectories(folder.resolve("alone"));
        Files.move(classes.resolve("Other.class"), alone.resolve("Other.class"));
        return alone;
    }

    @Test
    void load_endingForgotten_fileNamed() throws IOException {
        Path file =
                Files.createFile(Path.of("Forgotten.java")); // where the command is started, so that is where we are
        try {
            assertThatThrownBy(() -> scripts().load(Target.parse("Forgotten")))
                    .hasMessageEndingWith("Did you mean the file Forgotten.java?");
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void load_badJar_refused() throws IOException {
        Folder files = new Folder(folder);
        Path nameless = files.jar("nameless.jar", Files.createDirectories(folder.resolve("empty")));
        Path wrong = files.jar("wrong.jar", folder.resolve("empty"), "Main-Class: a.Job");
        Path damaged = files.write("damaged.jar", "no jar");

        assertRefused(nameless, "its manifest names no class to run. Expected Tagwerk-Class or Main-Class");
        assertRefused(wrong, "there is no class a.Job in " + wrong);
        assertRefused(damaged, "this is no jar, or a damaged one");
        assertRefused(folder.resolve("gone.jar"), "there is no such jar");
    }

    private void assertRefused(Path target, String words) {
        assertThatThrownBy(() -> load(target))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith(target + ": ")
                .hasMessageContaining(words);
    }

    @Test
    void load_classThatDoesNotLink_refused() throws IOException {
        Path classes =
                new Folder(folder).classes("classes", "Job.java", "class Job extends Parent {}", "class Parent {}");
        Files.delete(classes.resolve("Parent.class"));

        assertThatThrownBy(() -> scripts().withClassPath(classes.toString()).load(Target.parse("Job")))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining(
                        "class Job: its classes cannot be loaded: java.lang.NoClassDefFoundError: Parent");
    }

    private Path write(String name, String... lines) {
        return new Folder(folder).write(name, lines);
    }

    private Path entry() {
        return new Folder(folder.resolve("cache"))
                .files().stream()
                        .filter(file -> file.toString().endsWith(".jar"))
                        .findFirst()
                        .orElseThrow();
    }

    private Scripts scripts() {
        return Scripts.create().withCache(folder.resolve("cache")).withProgress(progress::add);
    }

    private LoadedScript load(Path target) {
        return scripts().load(Target.parse(target.toString()));
    }

    private static String say(LoadedScript script) throws ReflectiveOperationException {
        Method method = script.main().getDeclaredMethod("say");
        method.setAccessible(true);
        return String.valueOf(Objects.requireNonNull(method.invoke(null)));
    }
}
