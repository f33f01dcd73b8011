package dev.tagwerk.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagwerk.task.BadSettingException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentReaderTest {
    enum Policy {
        CONTINUE,
        STOP_AT_ONCE
    }

    private final Map<String, String> variables = new HashMap<>();
    private final EnvironmentReader environment = new EnvironmentReader(variables);

    @ParameterizedTest
    @CsvSource({"true,true", "1,true", "YES,true", "' on ',true", "False,false", "0,false", "no,false", "off,false"})
    @DisplayName("LB-146: a switch takes words and digits")
    void flag_anyWord_read(String text, boolean expected) {
        variables.put("TAGWERK_DISABLED", text);
        assertThat(environment.flag("TAGWERK_DISABLED")).contains(expected);
    }

    @Test
    @DisplayName("LB-146: a bad value names variable, value, and what is allowed")
    void flag_badWord_namesAll() {
        variables.put("TAGWERK_DISABLED", "maybe");
        BadSettingException e =
                catchThrowableOfType(BadSettingException.class, () -> environment.flag("TAGWERK_DISABLED"));
        assertThat(e).hasMessageContainingAll("TAGWERK_DISABLED", "\"maybe\"", "true, 1, yes, on");
        assertThat(e.variable()).isEqualTo("TAGWERK_DISABLED");
        assertThat(e.value()).isEqualTo("maybe");
        assertThat(e.allowed()).contains("false, 0, no, off");
    }

    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S",
        "15s,PT15S",
        "5m,PT5M",
        "1h30m,PT1H30M",
        "2d,PT48H",
        "15,PT15S",
        "0.25,PT0.25S",
        "1S,PT1S",
        "1m1ms,PT1M0.001S",
        "0,PT0S"
    })
    void duration_units_read(String text, Duration expected) {
        variables.put("TAGWERK_LEASE", text);
        assertThat(environment.duration("TAGWERK_LEASE")).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "-5s", "5 s", "s", "1s1m", "ten", "1e3", ".5", "99999999999999999999", "PT5S"})
    void duration_badText_refused(String text) {
        variables.put("TAGWERK_LEASE", text);
        assertThatThrownBy(() -> environment.duration("TAGWERK_LEASE"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContainingAll("TAGWERK_LEASE", '"' + text + '"', "500ms");
    }

    @Test
    void integer_bounds_checked() {
        variables.put("N", "7");
        assertThat(environment.integer("N", 0, 7)).contains(7);
        assertThatThrownBy(() -> environment.integer("N", 0, 6)).hasMessageContaining("a whole number from 0 to 6");
        variables.put("N", "x7");
        assertThatThrownBy(() -> environment.integer("N", 0, Integer.MAX_VALUE))
                .hasMessageContaining("a whole number, at least 0");
    }

    @Test
    void enumeration_words_read() {
        variables.put("P", "Stop-at_once");
        assertThat(environment.enumeration("P", Policy.class)).contains(Policy.STOP_AT_ONCE);
        variables.put("P", "halt");
        assertThatThrownBy(() -> environment.enumeration("P", Policy.class))
                .hasMessageContaining("one of continue, stop-at-once");
    }

    @Test
    void list_commas_read() {
        variables.put("LABELS", " gpu, big ,,x");
        assertThat(environment.list("LABELS")).contains(List.of("gpu", "big", "x"));
    }

    @Test
    @DisplayName("LB-145: read when asked, not when loaded; blank is not set")
    void text_changed_seenAtOnce() {
        assertThat(environment.text("X")).isEmpty();
        variables.put("X", "   ");
        assertThat(environment.text("X")).isEmpty();
        assertThat(environment.flag("X")).isEmpty();
        variables.put("X", " a ");
        assertThat(environment.text("X")).contains("a");
    }
}
