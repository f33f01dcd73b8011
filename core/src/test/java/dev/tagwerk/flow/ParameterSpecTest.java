package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tagwerk.flow.ParameterSpec.Parameter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterSpecTest {
    @Parameters
    private record Options(int rows, @Default("out.csv") Path target, Optional<String> filter, boolean dry) {
        Options {
            if (rows == 13) {
                throw new IllegalArgumentException("13 rows bring bad luck");
            }
        }
    }

    private final ParameterSpec spec = ParameterSpec.of(Options.class);

    @Test
    @DisplayName("TO-092: texts from outside fill a record, with types")
    void bind_allGiven_filled() {
        Params given = new Params(Map.of("rows", " 7 ", "target", "a/b", "filter", "x", "dry", "yes"));
        spec.validate(given);
        assertThat(spec.bind(given, Options.class)).isEqualTo(new Options(7, Path.of("a/b"), Optional.of("x"), true));
    }

    @Test
    void bind_leftOut_defaultsCount() {
        Params given = new Params(Map.of("rows", "7"));
        spec.validate(given);
        assertThat(spec.bind(given, Options.class))
                .isEqualTo(new Options(7, Path.of("out.csv"), Optional.empty(), false));
    }

    @Test
    @DisplayName("TO-091, W-17: what nobody asked for is refused, with near matches, and all problems are listed")
    void validate_severalProblems_allListed() {
        Params given = new Params(Map.of("row", "7", "dry", "perhaps", "zzz", "1"));
        BadParametersException refused = catchThrowableOfType(BadParametersException.class, () -> spec.validate(given));
        assertThat(refused.problems())
                .containsExactly(
                        "row is not known; did you mean rows?",
                        "zzz is not known; there are rows, target, filter, dry",
                        "rows is missing; it is a whole number: give it as --rows=…, or in code",
                        "dry: \"perhaps\" is not true or false");
        assertThat(refused)
                .hasMessageStartingWith("4 parameters cannot be used:")
                .hasMessageContaining("zzz");
    }

    @Test
    void validate_oneProblem_oneLine() {
        assertThatThrownBy(() -> spec.validate(new Params(Map.of("rows", "many"))))
                .hasMessage("Parameter rows: \"many\" is not a whole number");
        assertThatThrownBy(() -> spec.validate(new Params(Map.of("rows", "99999999999"))))
                .hasMessage(
                        "Parameter rows: \"99999999999\" is not a whole number: it is from -2147483648 to 2147483647");
    }

    @Test
    void validate_refusedByTheRecord_saysWhatTheRecordSays() {
        assertThatThrownBy(() -> spec.validate(new Params(Map.of("rows", "13"))))
                .isInstanceOf(BadParametersException.class)
                .hasMessageContainingAll("rows", "13 rows bring bad luck");
    }

    @Test
    void describe_record_forPeople() {
        assertThat(spec.describe())
                .containsExactly(
                        new Parameter("rows", "a whole number", null, true),
                        new Parameter("target", "a path", "out.csv", false),
                        new Parameter("filter", "a text", null, false),
                        new Parameter("dry", "true or false", "false", false));
    }

    static final class Code {
        final String text;

        Code(String text) {
            this.text = text;
        }
    }

    record Tag(String text) {
        static Tag of(String text) {
            return new Tag("#" + text);
        }
    }

    enum Level {
        LOW,
        VERY_HIGH
    }

    record Everything(
            Duration pause,
            LocalDate day,
            Instant at,
            List<Integer> sizes,
            Set<DayOfWeek> days,
            Level level,
            Code code,
            Tag tag,
            UUID id,
            BigDecimal price,
            char sign,
            double ratio,
            Long big) {}

    @Test
    void bind_manyTypes_read() {
        Everything all = ParameterSpec.of(Everything.class)
                .bind(
                        new Params(Map.ofEntries(
                                Map.entry("pause", "1m30s"),
                                Map.entry("day", "2026-01-31"),
                                Map.entry("at", "2026-01-31T14:30:00Z"),
                                Map.entry("sizes", "3, 1,3"),
                                Map.entry("days", "friday,MONDAY,friday"),
                                Map.entry("level", "very-high"),
                                Map.entry("code", "c"),
                                Map.entry("tag", "t"),
                                Map.entry("id", "00000000-0000-0001-0000-000000000002"),
                                Map.entry("price", "1.50"),
                                Map.entry("sign", "+"),
                                Map.entry("ratio", "0.5"),
                                Map.entry("big", "5000000000"))),
                        Everything.class);
        assertThat(all.pause()).isEqualTo(Duration.ofSeconds(90));
        assertThat(all.day()).isEqualTo(LocalDate.of(2026, 1, 31));
        assertThat(all.at()).isEqualTo(Instant.parse("2026-01-31T14:30:00Z"));
        assertThat(all.sizes()).containsExactly(3, 1, 3);
        assertThat(all.days()).containsExactly(DayOfWeek.FRIDAY, DayOfWeek.MONDAY);
        assertThat(all.level()).isEqualTo(Level.VERY_HIGH);
        assertThat(all.code().text).isEqualTo("c");
        assertThat(all.tag()).isEqualTo(new Tag("#t"));
        assertThat(all.id()).isEqualTo(new UUID(1, 2));
        assertThat(all.price()).isEqualTo(new BigDecimal("1.50"));
        assertThat(all.sign()).isEqualTo('+');
        assertThat(all.ratio()).isEqualTo(0.5);
        assertThat(all.big()).isEqualTo(5_000_000_000L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pause | soon  | a duration such as 500ms",
                "pause | -1s   | a duration such as 500ms",
                "day   | today | a date such as 2026-01-31",
                "at    | noon  | a moment such as 2026-01-31T14:30:00Z",
                "sizes | 1,b   | a list, separated by commas, each a whole number",
                "level | high  | one of low, very-high",
                "id    | 1     | a text for UUID",
                "price | much  | a number",
                "sign  | ab    | a single character",
                "ratio | half  | a number",
                "big   | 1.5   | a whole number"
            })
    void validate_textThatDoesNotFit_saysWhatDoes(String name, String text, String allowed) {
        assertThatThrownBy(() -> ParameterSpec.of(Everything.class).validate(new Params(Map.of(name, text))))
                .isInstanceOf(BadParametersException.class)
                .hasMessageContaining(name + ": \"" + text + "\" is not " + allowed);
    }

    record Unreadable(
            Pattern pattern,
            Optional<Object> object,
            @Default("x") int number,
            @Default("1") Optional<Integer> both) {}

    @Test
    void of_unreadableTypesAndBadDefaults_allListed() {
        assertThatThrownBy(() -> ParameterSpec.of(Unreadable.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "Unreadable.pattern is of the type Pattern",
                        "valueOf(String)",
                        "@Default of number: \"x\" is not a whole number",
                        "Unreadable.both is Optional and has a @Default");
    }

    static class WithMember {
        @Parameters
        record Count(@Default("1") int n) {}

        @Task
        int n(Count options) {
            return options.n();
        }

        @Task
        int viaContext(TaskContext context) {
            return context.params(Count.class).n();
        }
    }

    @Test
    void flow_memberRecord_boundForTasks() throws Exception {
        TestFlow flow = TestFlow.of(WithMember.class);
        assertThat(flow.planned().surroundings().parameters().free()).isFalse();
        flow = TestFlow.of(WithMember.class).run(new Params(Map.of("n", "5")));
        assertThat(flow.value("n")).isEqualTo(5);
        assertThat(flow.value("viaContext")).isEqualTo(5);
        ParameterSpec parameters =
                TestFlow.of(WithMember.class).planned().surroundings().parameters();
        assertThatThrownBy(() -> parameters.validate(new Params(Map.of("m", "5"))))
                .hasMessage("Parameter m is not known; did you mean n?");
    }

    static class Free {
        @Task
        String any(Params params, Options options) {
            return params.text("any") + options.rows();
        }
    }

    @Test
    @DisplayName("TO-091: a method that takes Params says that any name may be given")
    void flow_methodTakesParams_anyNameAllowed() throws Exception {
        TestFlow flow = TestFlow.of(Free.class).run(new Params(Map.of("any", "thing", "rows", "2")));
        assertThat(flow.value("any")).isEqualTo("thing2");
        ParameterSpec parameters =
                TestFlow.of(Free.class).planned().surroundings().parameters();
        assertThat(parameters.free()).isTrue();
        assertThat(parameters.describe()).extracting(Parameter::name).contains("rows", "target");
    }

    static class Deaf {
        @Task
        void nothing(TaskContext context) {}
    }

    @Test
    @DisplayName("TO-092: what nobody would look at is not dropped in silence")
    void flow_noParameters_allRefused() {
        ParameterSpec parameters =
                TestFlow.of(Deaf.class).planned().surroundings().parameters();
        assertThatThrownBy(() -> parameters.validate(new Params(Map.of("rows", "1"))))
                .hasMessage("Parameter rows is not known; this flow takes no parameters");
    }

    @Test
    void flow_inCode_freeUntilARecordIsNamed() {
        TestFlow free = new TestFlow();
        free.task("t", context -> 1);
        assertThat(free.planned().surroundings().parameters().free()).isTrue();
        TestFlow named = new TestFlow();
        named.parameters(Options.class);
        named.task("t", context -> context.params(Options.class).rows());
        ParameterSpec parameters = named.planned().surroundings().parameters();
        assertThat(parameters.free()).isFalse();
        assertThat(parameters.describe()).hasSize(4);
    }

    @Test
    void flow_badRecord_listedWithTheFlow() {
        TestFlow flow = new TestFlow();
        flow.parameters(Unreadable.class);
        assertThat(flow.problems())
                .hasSize(4)
                .anySatisfy(problem -> assertThat(problem).contains("Unreadable.object", "Optional<Object>"));
    }

    @Test
    void params_recordThatDoesNotFit_allProblems() {
        TaskContext context = new TestFlow.Context("t", new State(), new Params(Map.of("dry", "x")));
        assertThatThrownBy(() -> context.params(Options.class))
                .isInstanceOf(BadParametersException.class)
                .hasMessageContainingAll("rows is missing", "dry: \"x\"");
    }
}
