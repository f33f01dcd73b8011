package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {
    @Test
    void deps_severalOnSeveralLines_inOrder() {
        assertThat(names("//DEPS a:b:1 c:d:2,e:f:3;g:h:4", "//DEPS\ti:j:5  // and why"))
                .containsExactly("a:b:1", "c:d:2", "e:f:3", "g:h:4", "i:j:5");
    }

    @Test
    void deps_classifierTypeAndRange_kept() {
        assertThat(names("//DEPS g:a:1:linux@so g:b:1@zip 'g:c:[1,2)' g:d:1-SNAPSHOT"))
                .containsExactly("g:a:1:linux@so", "g:b:1@zip", "g:c:[1,2)", "g:d:1-SNAPSHOT");
        assertThat(Coordinate.parse("g:a:1:linux@so")).contains(new Coordinate("g", "a", "1", "linux", "so"));
    }

    @Test
    void header_aboveTheFirstType_isRead() {
        assertThat(names(
                        "///usr/bin/env jbang \"$0\" \"$@\" ; exit $?",
                        "/* A licence",
                        "//DEPS in:a:comment",
                        " */ // the end",
                        "",
                        "//DEPS a:b:1",
                        "package a.b;",
                        "import java.util.List; // lists",
                        "/** What it does. */",
                        "//DEPS c:d:2",
                        "class Flow {",
                        "//DEPS too:late:1",
                        "}"))
                .containsExactly("a:b:1", "c:d:2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "// DEPS a:b:1",
                " //DEPS a:b:1",
                "//deps a:b:1",
                "//DEPSa:b:1",
                "//DEPENDS a:b:1",
                "//REPOS central",
                "//SOURCES Helper.java",
                "//DEPS",
                "//DEPS // nothing",
                "//",
                "/* //DEPS a:b:1 */"
            })
    void header_otherWords_areComments(String line) {
        assertThat(read(line, "class Flow {}")).isEqualTo(read("class Flow {}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "a", "https://example.org/x/y", "a:b:1:c:d", "a:b:${v}@", "a::1"})
    void deps_noCoordinate_refusedWithPlace(String word) {
        assertThatThrownBy(() -> read("", "//DEPS a:b:1 " + word))
                .isInstanceOf(ScriptException.class)
                .hasMessageStartingWith(
                        "jobs/Flow.java:2: //DEPS: \"" + word + "\" is no coordinate. Expected group:artifact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom", "fatjar"})
    void deps_typesOfJbangOnly_refused(String type) {
        assertThatThrownBy(() -> read("//DEPS a:b:1@" + type))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("the type " + type + " is not supported");
    }

    @ParameterizedTest
    @CsvSource({"17,17,true", "17,25,false", "17+,17,true", "17+,25,true", "25,17,false", "25+,17,false", "25+,24,false"
    })
    void java_demand_allows(String text, int running, boolean allowed) {
        assertThat(JavaDemand.parse(text).orElseThrow().allows(running)).isEqualTo(allowed);
    }

    @Test
    void java_older_refusedWithBothVersions() {
        WrongJavaException e = catchThrowableOfType(
                WrongJavaException.class,
                () -> read("//JAVA 17+", "//JAVA 25+").check(Runtime.Version.parse("17.0.15")));

        assertThat(e)
                .hasMessageContaining(
                        "jobs/Flow.java:2: //JAVA 25+: this file wants Java 25 or newer, and Tagwerk runs on"
                                + " Java 17.0.15 (" + System.getProperty("java.home")
                                + "). Set JAVA_HOME to such a JDK");
        assertThat(e.demanded()).isEqualTo(25);
        assertThat(e.orNewer()).isTrue();
        assertThat(e.running()).isEqualTo(17);
    }

    @Test
    void java_newerThanDemanded_saysHowToAllowIt() {
        assertThatThrownBy(() -> read("//JAVA 17").check(Runtime.Version.parse("25")))
                .hasMessageContaining("//JAVA 17: this file wants Java 17, and")
                .hasMessageEndingWith("to //JAVA 17+ if newer ones will do.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " x", " 1.8", " 17 +", " 17++", " -1", " 0", " 99999"})
    void java_noVersion_refused(String value) {
        assertThatThrownBy(() -> read("//JAVA" + value))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("jobs/Flow.java:1: //JAVA: \"" + value.strip() + "\" is no version.");
    }

    @Test
    void options_quoted_split() {
        assertThat(read("//JAVAC_OPTIONS -Xlint:all \"-Akey=a b\"", "//COMPILE_OPTIONS --release 17")
                        .compilerOptions())
                .containsExactly("-Xlint:all", "-Akey=a b", "--release", "17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-d", "-cp", "--class-path"})
    void options_thatAreOurs_refused(String option) {
        assertThatThrownBy(() -> read("//JAVAC_OPTIONS -g " + option + " x"))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("the option " + option + " is set by Tagwerk");
    }

    private static List<String> names(String... lines) {
        return read(lines).dependencies().stream().map(Coordinate::toString).toList();
    }

    private static Directives read(String... lines) {
        return Directives.of(new SourceFile(Path.of("jobs", "Flow.java"), String.join("\n", lines)));
    }
}
