package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HumanTest {
    @ParameterizedTest
    @CsvSource({
        "0,0 ms",
        "999,999 ms",
        "1000,1.0 s",
        "3240,3.2 s",
        "9949,9.9 s",
        "9950,10 s",
        "42400,42 s",
        "59499,59 s",
        "59500,1 min",
        "250000,4 min 10 s",
        "3599500,1 h",
        "7500000,2 h 5 min",
        "86399999,1 d",
        "273600000,3 d 4 h"
    })
    void duration_everySize_isShort(long millis, String shown) {
        assertThat(Human.duration(Duration.ofMillis(millis))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "10s,10000",
        "5m,300000",
        "5min,300000",
        "1h30m,5400000",
        "500ms,500",
        "2 d,172800000",
        "90,90000",
        "1.5h,5400000",
        "0,0",
        "' 1 H 2 M ',3720000",
        "0.25,250"
    })
    void parseDuration_asPeopleWriteIt_isRead(String text, long millis) {
        assertThat(Human.parseDuration("--timeout", text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5s", "5 weeks", "1h30", "1,5h", "10s!", "99999999999d", "1e3", "s5"})
    void parseDuration_anythingElse_namesValueAndWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Human.parseDuration("--timeout", text))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--timeout: \"" + text + "\"")
                .hasMessageContaining("1h30m");
    }

    @Test
    void percent_edges_doNotLie() {
        assertThat(Human.percent(9_999, 10_000)).isEqualTo("99 %");
        assertThat(Human.percent(10, 10)).isEqualTo("100 %");
        assertThat(Human.percent(1, 10_000)).isEqualTo("<1 %");
        assertThat(Human.percent(0, 10)).isEqualTo("0 %");
        assertThat(Human.percent(0, 0)).isEqualTo("-");
    }

    @Test
    void countRateAndRemaining_areReadable() {
        assertThat(Human.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Human.rate(1_234)).isEqualTo("1,234/s");
        assertThat(Human.rate(3.24)).isEqualTo("3.2/s");
        assertThat(Human.rate(2)).isEqualTo("2/s");
        assertThat(Human.rate(0.2)).isEqualTo("12/min");
        assertThat(Human.rate(0.001)).isEqualTo("3.6/h");
        assertThat(Human.rate(Double.NaN)).isEqualTo("-");
        assertThat(Human.remaining(100, 10)).isEqualTo("about 10 s");
        assertThat(Human.remaining(1_000, 4)).isEqualTo("about 4 min");
        assertThat(Human.remaining(5, 0)).isEqualTo("unknown");
        assertThat(Human.remaining(0, 0)).isEqualTo("nothing left");
        assertThat(Human.remaining(5, 2)).isEqualTo("about 3 s");
    }
}
