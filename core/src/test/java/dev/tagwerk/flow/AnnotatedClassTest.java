package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.task.Conditions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What an annotated class becomes when nothing is wrong with it. */
class AnnotatedClassTest {
    record Row(String text) {}

    static class Report {
        private final List<String> calls = new ArrayList<>();

        @Task
        private int total(@From("clean") List<Row> rows, TaskContext context) {
            calls.add(context.name());
            return rows.size();
        }

        @Task(name = "clean")
        List<Row> dropBad(@From("load") List<Row> rows) {
            calls.add("clean");
            return rows.stream().filter(row -> !row.text().isEmpty()).toList();
        }

        @Task
        public static List<Row> load(Params params) {
            return List.of(new Row(params.text("first", "a")), new Row(""));
        }

        @Task(after = "total")
        protected List<String> publish() {
            return calls;
        }
    }

    @Test
    @DisplayName(
            "TO-016, TO-025, TO-045, W-16: methods become tasks, wherever they stand in the source, of any access level")
    void addAll_class_tasksWithValues() throws Exception {
        TestFlow flow = TestFlow.of(Report.class).run(new Params(Map.of("first", "x")));
        assertThat(flow.value("clean")).isEqualTo(List.of(new Row("x")));
        assertThat(flow.value("total")).isEqualTo(1);
        assertThat(flow.value("publish")).isEqualTo(List.of("clean", "total"));
    }

    @Test
    @DisplayName("TO-089: tasks stand in the order of the source")
    void addAll_class_orderOfSource() {
        assertThat(TestFlow.of(Report.class).planned().tasks().keySet())
                .containsExactly("total", "clean", "load", "publish");
    }

    @Test
    void addAll_class_dependenciesAndTypes() throws Exception {
        FlowPlan plan = TestFlow.of(Report.class).planned();
        assertThat(plan.task("total").dependencies()).containsExactly("clean");
        assertThat(plan.task("publish").dependencies()).containsExactly("total");
        assertThat(plan.task("total").settings().handling().type()).isEqualTo(Integer.class);
        assertThat(plan.task("load").settings().handling().type())
                .isEqualTo(Report.class.getDeclaredMethod("load", Params.class).getGenericReturnType());
        assertThat(plan.task("clean").settings().about().place()).isEqualTo("AnnotatedClassTest.Report.dropBad");
    }

    @Test
    @DisplayName("TO-025: an annotated method stays an ordinary method")
    void addAll_instance_usedAsItIs() throws Exception {
        Report report = new Report();
        TestFlow flow = new TestFlow();
        flow.addAll(report);
        flow.run();
        assertThat(report.calls).containsExactly("clean", "total");
        assertThat(report.total(List.of(), new TestFlow.Context("direct", new State(), Params.NONE)))
                .isZero();
    }

    static class More {
        @Task
        String shout(@From("clean") List<Row> rows) {
            return rows + "!";
        }
    }

    @Test
    void addAll_twoClasses_oneFlow() throws Exception {
        TestFlow flow = new TestFlow();
        flow.addAll(new More());
        flow.addAll(Report.class);
        flow.run();
        assertThat(flow.value("shout")).isEqualTo("[Row[text=a]]!");
    }

    static class Mixed {
        @Task
        int twice(@From("n") int n) {
            return 2 * n;
        }
    }

    @Test
    void addAll_valueOfTaskInCode_passed() throws Exception {
        TestFlow flow = TestFlow.of(Mixed.class);
        flow.task("n", context -> 21).returns(Integer.class);
        assertThat(flow.run().value("twice")).isEqualTo(42);
    }

    static class Settings {
        @Task(
                description = "Fetches",
                tags = {"slow", "net"},
                retries = 5,
                pause = "500ms",
                factor = 2,
                cap = "1m30s",
                jitter = 0.25,
                retryOn = {IOException.class, UncheckedIOException.class},
                noRetryOn = NoSuchFileException.class,
                timeout = "2m",
                priority = 7,
                requires = "gpu",
                fingerprint = "v1",
                evenIfDependenciesFail = true,
                ownFingerprintOnly = true,
                alwaysRun = true)
        void fetch() {}

        @Task(retries = 2, pause = "2h")
        void patient() {}

        @Task
        void plain() {}
    }

    @Test
    @DisplayName("TO-029, W-20: whatever can be said of a task in code can be said by annotation")
    void addAll_settings_kept() {
        FlowPlan plan = TestFlow.of(Settings.class).planned();
        TaskSettings all = plan.task("fetch").settings();
        assertThat(all.about().description()).isEqualTo("Fetches");
        assertThat(all.about().tags()).isEqualTo(Set.of("net", "slow"));
        assertThat(all.handling().retry())
                .isEqualTo(new Retry(
                        5,
                        new Retry.Pause(Duration.ofMillis(500), 2, Duration.ofSeconds(90), 0.25),
                        new Retry.Filter(
                                List.of(IOException.class, UncheckedIOException.class),
                                List.of(NoSuchFileException.class))));
        assertThat(all.handling().timeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(all.handling().always()).isTrue();
        assertThat(all.handling().action()).isTrue();
        assertThat(all.policy().priority()).isEqualTo(7);
        assertThat(all.policy().evenIfDependenciesFail()).isTrue();
        assertThat(all.policy().ownFingerprintOnly()).isTrue();
        assertThat(all.conditions()).isEqualTo(Conditions.requiring(List.of("gpu")));
        assertThat(all.fingerprint()).isEqualTo("v1");
        TaskSettings none = plan.task("plain").settings();
        assertThat(none).isEqualTo(TaskSettings.ofAction("AnnotatedClassTest.Settings.plain"));
    }

    @Test
    void addAll_pauseLongerThanAnHour_keptWithoutCap() {
        Retry retry = TestFlow.of(Settings.class)
                .planned()
                .task("patient")
                .settings()
                .handling()
                .retry();
        assertThat(Objects.requireNonNull(retry).pause().before(1, 0)).isEqualTo(Duration.ofHours(2));
    }

    abstract static class Source<T> {
        abstract T one();

        @Task
        List<T> all() {
            return List.of(one());
        }

        @Task
        int size(@From("all") List<T> all) {
            return all.size();
        }

        @Task
        String name() {
            return "source";
        }

        @SetUp
        void open(State state) {
            state.update(Stages.LOG, "", log -> log + "source ");
        }
    }

    static class Rows extends Source<Row> {
        @Override
        Row one() {
            return new Row("r");
        }

        @Override
        @Task
        String name() {
            return "rows";
        }

        @Override
        int size(List<Row> all) {
            return -all.size();
        }

        @SetUp
        void openRows(State state) {
            state.update(Stages.LOG, "", log -> log + "rows ");
        }

        @Task
        Row last(@From("all") List<Row> all) {
            return all.get(0);
        }
    }

    @Test
    void addAll_superclass_tasksAndSetUpsIncluded() throws Exception {
        TestFlow flow = TestFlow.of(Rows.class);
        assertThat(flow.planned().tasks().keySet()).containsExactly("all", "size", "name", "last");
        flow = TestFlow.of(Rows.class).run();
        assertThat(flow.value("last")).isEqualTo(new Row("r"));
        assertThat(flow.value("name")).isEqualTo("rows");
        assertThat(flow.value("size")).isEqualTo(-1);
        assertThat(flow.state.get(Stages.LOG)).isEqualTo("source rows ");
        assertThat(TestFlow.of(Rows.class)
                        .planned()
                        .task("all")
                        .settings()
                        .handling()
                        .type())
                .hasToString("java.util.List<" + Row.class.getName() + ">");
    }

    interface Loader {
        @Task
        default String load() {
            return "default";
        }

        @Task
        Object described();
    }

    static class FileLoader implements Loader, Supplier<String> {
        @Override
        public String described() {
            return load() + " of file";
        }

        @Override
        @Task
        public String get() { // has a bridge to Supplier.get, which must be no second task
            return "got";
        }
    }

    @Test
    void addAll_interface_methodsIncluded() throws Exception {
        TestFlow flow = TestFlow.of(FileLoader.class).run();
        assertThat(flow.ran).containsExactlyInAnyOrder("load", "described", "get");
        assertThat(flow.value("described")).isEqualTo("default of file");
    }

    static class Maybe {
        @Task
        String late(@From("early") Optional<String> early, @From("wrapped") Optional<Integer> wrapped) {
            return early.orElse("none") + wrapped.orElse(0);
        }

        @Task
        String early() {
            throw TaskContext.skip("not today");
        }

        @Task
        Optional<Integer> wrapped() {
            return Optional.of(3);
        }
    }

    @Test
    void optional_valueThereOrNot_passed() throws Exception {
        TestFlow flow = TestFlow.of(Maybe.class);
        PlannedTask late = flow.planned().task("late");
        assertThat(flow.call(late, Params.NONE)).isEqualTo("none0");
        flow.values.put("early", Input.Value.of("early"));
        flow.values.put("wrapped", Input.Value.of(Optional.of(3)));
        assertThat(flow.call(late, Params.NONE)).isEqualTo("early3");
        flow.values.put("early", Input.Value.of(null));
        flow.values.put("wrapped", Input.Value.of(Optional.empty()));
        assertThat(flow.call(late, Params.NONE)).isEqualTo("none0");
    }

    static class Vague {
        @Task
        Object anything() {
            return 1;
        }

        @Task
        @SuppressWarnings("rawtypes")
        List raw() {
            return List.of(1);
        }

        @Task
        List<?> some() {
            return List.of(1);
        }

        @Task
        void all(@From("anything") Object value, @From("raw") List<Integer> list, @From("some") List<?> some) {}
    }

    @Test
    void addAll_typesThatTellNothing_leftToTheValue() {
        FlowPlan plan = TestFlow.of(Vague.class).planned();
        assertThat(plan.task("anything").settings().handling().type()).isNull();
        assertThat(plan.task("raw").settings().handling().type()).isNull();
        assertThat(plan.task("some").settings().handling().type()).hasToString("java.util.List<?>");
    }

    static class Narrow {
        @Task
        int strict(@From("nothing") int n) {
            return n;
        }

        @Task
        @Nullable
        Integer nothing() {
            return null;
        }

        @Task
        String text(@From("coded") String text) {
            return text;
        }
    }

    @Test
    @DisplayName("TO-046: null is a value; where it cannot be one, the failure names both tasks and the way out")
    void value_nullForPrimitive_saysSo() {
        TestFlow flow = TestFlow.of(Narrow.class);
        flow.task("coded", context -> 1);
        assertThatThrownBy(flow::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Narrow.strict", "parameter n (int)", "nothing", "Integer");
    }

    @Test
    void value_ofAnotherTypeAtRunTime_saysSo() {
        TestFlow flow = TestFlow.of(Narrow.class);
        flow.task("coded", context -> 1);
        PlannedTask text = flow.planned().task("text");
        flow.values.put("coded", Input.Value.of(1));
        assertThatThrownBy(() -> flow.call(text, Params.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("Narrow.text", "coded", "Integer", "String");
    }

    static class Throwing {
        @Task
        void error() {
            throw new StackOverflowError("as it is");
        }

        @Task
        void checked() throws Exception {
            throw new IOException("disk");
        }

        @Task
        void odd() throws Throwable {
            throw new Throwable("odd");
        }
    }

    @Test
    @DisplayName("TO-051, W-05, W-09: what a body throws arrives as it was thrown")
    void call_bodyThrows_unwrapped() {
        TestFlow flow = TestFlow.of(Throwing.class);
        FlowPlan plan = flow.planned();
        assertThatThrownBy(() -> flow.call(plan.task("error"), Params.NONE))
                .isExactlyInstanceOf(StackOverflowError.class)
                .hasMessage("as it is")
                .hasNoCause();
        assertThatThrownBy(() -> flow.call(plan.task("checked"), Params.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() -> flow.call(plan.task("odd"), Params.NONE))
                .isExactlyInstanceOf(Throwable.class)
                .hasMessage("odd");
    }

    static class Heavy {
        static int made;

        Heavy() {
            made++;
            if (made == 1) {
                throw new IllegalStateException("no disk");
            }
        }

        @Task
        int made() {
            return made;
        }

        @Task
        int again(@From("made") int before) {
            return made;
        }
    }

    @Test
    @DisplayName(
            "TO-100, W-25: listing a flow runs no code of the user; one object per flow, made before the first task")
    void instance_madeOnce_whenNeeded() throws Exception {
        Heavy.made = 0;
        TestFlow flow = TestFlow.of(Heavy.class);
        Surroundings around = flow.planned().surroundings();
        assertThat(Heavy.made).isZero();
        assertThatThrownBy(() -> around.setUp(new State(), Params.NONE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no disk");
        flow.run();
        assertThat(flow.value("again")).isEqualTo(2);
    }

    static final class AllStatic {
        private AllStatic() {
            throw new IllegalStateException("nobody needs one");
        }

        @Task
        static String only() {
            return "static";
        }
    }

    @Test
    void addAll_staticMethodsOnly_needNoObject() throws Exception {
        assertThat(TestFlow.of(AllStatic.class).run().value("only")).isEqualTo("static");
    }

    /** Set-up and tear-down are tested elsewhere; this is what they write to. */
    static final class Stages {
        static final State.Key<String> LOG = State.key("log", String.class);

        private Stages() {}
    }
}
