package dev.tagwerk.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.script.Target.Kind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    @Test
    @DisplayName("TO-087, TO-088: a target is a file, or a file and what to pick there")
    void parse_fileAndSelectors_split() {
        assertThat(Target.parse("jobs/Flow.java")).isEqualTo(new Target(Kind.SOURCE, "jobs/Flow.java", List.of()));
        assertThat(Target.parse("Flow.java::build")).isEqualTo(new Target(Kind.SOURCE, "Flow.java", List.of("build")));
        assertThat(Target.parse("Flow.java::+build"))
                .isEqualTo(new Target(Kind.SOURCE, "Flow.java", List.of("+build")));
        assertThat(Target.parse("Flow.java::a,b::c").selectors()).containsExactly("a,b", "c");
        assertThat(Target.parse("C:\\jobs\\Flow.java::a: b").selectors()).containsExactly("a: b");
    }

    @ParameterizedTest
    @CsvSource({
        "com.acme.Nightly, CLASS",
        "com.acme.Outer$Inner, CLASS",
        "Größe, CLASS",
        "nightly.jar, JAR",
        "/opt/lib/nightly.jar, JAR",
        "Flow.java, SOURCE",
        "../Flow.java, SOURCE",
    })
    void parse_place_knowsItsKind(String text, Kind kind) {
        assertThat(Target.parse(text + "::x")).isEqualTo(new Target(kind, text, List.of("x")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Flow.java::", "Flow.java::a::", "Flow.java::::a", "Flow.java:: "})
    @DisplayName("TO-104: an empty selector is refused, not taken for one that matches nothing")
    void parse_emptySelector_refused(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(ScriptException.class)
                .hasMessage("target \"" + text + "\": nothing stands after a \"::\". Write what to pick from Flow.java"
                        + " there, or leave the \"::\" out.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "::a"})
    void parse_noPlace_refused(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("no place is named. Expected FILE.java, CLASS or FILE.jar");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs/flow", "1abc", "a..b", "my-flow", "a.b.", "."})
    void parse_neitherFileNorClass_refused(String text) {
        assertThatThrownBy(() -> Target.parse(text))
                .isInstanceOf(ScriptException.class)
                .hasMessageContaining("\"" + text + "\": this is neither a source file");
    }
}
