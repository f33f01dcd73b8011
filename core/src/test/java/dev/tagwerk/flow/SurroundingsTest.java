package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static final State.Key<String> LOG = State.key("log", String.class);

    private final State state = new State();

    private static void log(State state, String word) {
        state.update(LOG, "", log -> log + word + " ");
    }

    static class Stages {
        @TearDown
        void lastDown(State state) {
            log(state, "down2");
        }

        @SetUp
        CompletableFuture<Void> first(State state, Params params) {
            return CompletableFuture.runAsync(() -> log(state, "up1" + params.text("x", "")));
        }

        @SetUp
        @SuppressWarnings("UnusedMethod") // nobody calls it but the flow
        private void second(State state) {
            log(state, "up2");
        }

        @TearDown
        static void firstDown(State state, Params params) {
            log(state, "down1" + params.text("x", ""));
        }

        @Task
        void work(State state) {
            log(state, "work");
        }
    }

    @Test
    @DisplayName(
            "TO-100, TO-011: set-ups fill the state before the first task, in the order of the source; tear-downs run in reverse")
    void run_setUpsAndTearDowns_aroundTheTasks() throws Exception {
        TestFlow flow = new TestFlow();
        flow.setUp((state, params) -> log(state, "code"));
        flow.tearDown((state, params) -> log(state, "codeDown"));
        flow.addAll(Stages.class);
        flow.run(new Params(Map.of("x", "!")));
        assertThat(flow.state.get(LOG)).isEqualTo("code up1! up2 work down1! down2 codeDown ");
    }

    @Test
    void withAncestors_surroundings_kept() {
        TestFlow flow = new TestFlow();
        flow.setUp((state, params) -> log(state, "up"));
        flow.task("a", context -> 1);
        flow.task("b", context -> 1);
        FlowPlan plan = flow.planned();
        assertThat(plan.withAncestors(List.of("a")).surroundings()).isSameAs(plan.surroundings());
        assertThat(plan.only(task -> task.name().equals("b")).surroundings()).isSameAs(plan.surroundings());
        assertThat(plan.surroundings().setUps()).hasSize(1);
    }

    @Test
    void setUp_oneThrows_laterOnesAreLeftOut() {
        Surroundings around = new Surroundings(
                List.of(
                        (state, params) -> log(state, "one"),
                        (state, params) -> fail("two"),
                        (state, params) -> log(state, "three")),
                List.of(),
                ParameterSpec.FREE);
        assertThatThrownBy(() -> around.setUp(state, Params.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("two");
        assertThat(state.get(LOG)).isEqualTo("one ");
    }

    @Test
    void tearDown_severalThrow_allRunAndNoneIsLost() {
        Surroundings around = new Surroundings(
                List.of(),
                List.of(
                        (state, params) -> log(state, "first"),
                        (state, params) -> fail("second"),
                        (state, params) -> log(state, "third"),
                        (state, params) -> {
                            throw new StackOverflowError("fourth");
                        }),
                ParameterSpec.FREE);
        Throwable thrown = catchThrowable(() -> around.tearDown(state, Params.NONE));
        assertThat(thrown).isInstanceOf(StackOverflowError.class).hasMessage("fourth");
        assertThat(thrown.getSuppressed())
                .singleElement()
                .satisfies(other -> assertThat(other).hasMessage("second"));
        assertThat(state.get(LOG)).isEqualTo("third first ");
    }

    private static void fail(String word) throws IOException {
        throw new IOException(word);
    }

    static class Bound {
        @Parameters
        record Options(int n) {}

        @SetUp
        void open(State state, Options options) {
            log(state, "n=" + options.n());
        }

        @Task
        void work() {}
    }

    @Test
    void setUp_recordOfParameters_bound() throws Exception {
        TestFlow flow = TestFlow.of(Bound.class).run(new Params(Map.of("n", "4")));
        assertThat(flow.state.get(LOG)).isEqualTo("n=4 ");
    }
}
