package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlowDeclarationsTest {
    private final TestFlow flow = new TestFlow();

    @Test
    @DisplayName("TO-016, TO-045: handles declare the dependencies and pass the values, up to eight, in their order")
    void task_anyNumberOfInputs_passedInOrder() throws Exception {
        List<FlowTask<String>> v = IntStream.range(0, 8)
                .mapToObj(i -> flow.task("v" + i, context -> String.valueOf(i)))
                .toList();
        flow.task("1", v.get(0), a -> a);
        flow.task("2", v.get(0), v.get(1), (a, b) -> a + b);
        flow.task("3", v.get(0), v.get(1), v.get(2), (a, b, c) -> a + b + c);
        flow.task("4", v.get(0), v.get(1), v.get(2), v.get(3), (a, b, c, d) -> a + b + c + d);
        flow.task("5", v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), (a, b, c, d, e) -> a + b + c + d + e);
        flow.task(
                "6",
                v.get(0),
                v.get(1),
                v.get(2),
                v.get(3),
                v.get(4),
                v.get(5),
                (a, b, c, d, e, f) -> a + b + c + d + e + f);
        flow.task(
                "7",
                v.get(0),
                v.get(1),
                v.get(2),
                v.get(3),
                v.get(4),
                v.get(5),
                v.get(6),
                (a, b, c, d, e, f, g) -> a + b + c + d + e + f + g);
        flow.task(
                "8",
                v.get(0),
                v.get(1),
                v.get(2),
                v.get(3),
                v.get(4),
                v.get(5),
                v.get(6),
                v.get(7),
                (a, b, c, d, e, f, g, h) -> a + b + c + d + e + f + g + h);
        flow.run();
        for (int n = 1; n <= 8; n++) {
            assertThat(flow.value(String.valueOf(n))).isEqualTo("01234567".substring(0, n));
            assertThat(flow.planned().task(String.valueOf(n)).dependencies()).hasSize(n);
        }
    }

    @Test
    void action_anyNumberOfInputs_passedInOrder() throws Exception {
        List<String> seen = new ArrayList<>();
        List<FlowTask<String>> v = IntStream.range(0, 8)
                .mapToObj(i -> flow.task("v" + i, context -> String.valueOf(i)))
                .toList();
        flow.action("0", context -> seen.add(context.name() + "!"));
        flow.action("1", v.get(0), a -> seen.add(a));
        flow.action("2", v.get(0), v.get(1), (a, b) -> seen.add(a + b));
        flow.action("3", v.get(0), v.get(1), v.get(2), (a, b, c) -> seen.add(a + b + c));
        flow.action("4", v.get(0), v.get(1), v.get(2), v.get(3), (a, b, c, d) -> seen.add(a + b + c + d));
        flow.action(
                "5", v.get(0), v.get(1), v.get(2), v.get(3), v.get(4), (a, b, c, d, e) -> seen.add(a + b + c + d + e));
        flow.action(
                "6",
                v.get(0),
                v.get(1),
                v.get(2),
                v.get(3),
                v.get(4),
                v.get(5),
                (a, b, c, d, e, f) -> seen.add(a + b + c + d + e + f));
        flow.action(
                "7",
                v.get(0),
                v.get(1),
                v.get(2),
                v.get(3),
                v.get(4),
                v.get(5),
                v.get(6),
                (a, b, c, d, e, f, g) -> seen.add(a + b + c + d + e + f + g));
        flow.action(
                "8",
                v.get(0),
                v.get(1),
                v.get(2),
                v.get(3),
                v.get(4),
                v.get(5),
                v.get(6),
                v.get(7),
                (a, b, c, d, e, f, g, h) -> seen.add(a + b + c + d + e + f + g + h));
        flow.run();
        assertThat(seen)
                .containsExactlyInAnyOrder("0!", "0", "01", "012", "0123", "01234", "012345", "0123456", "01234567");
        assertThat(flow.value("8")).isNull();
        assertThat(flow.planned().task("8").settings().handling().action()).isTrue();
    }

    @Test
    @DisplayName("any number of values as a list or a map, in their order")
    void taskOfAll_listAndMap_inOrder() throws Exception {
        FlowTask<Integer> two = flow.task("two", context -> 2);
        FlowTask<Integer> one = flow.task("one", context -> 1);
        flow.taskOfAll("list", List.of(two, one, two), values -> new ArrayList<>(values));
        Map<String, FlowTask<Integer>> byName = new LinkedHashMap<>();
        byName.put("z", one);
        byName.put("a", two);
        flow.taskOfAll("map", byName, values -> values.toString());
        flow.task(
                "both",
                FlowDeclarations.listOf(List.of(one)),
                FlowDeclarations.mapOf(byName),
                (list, map) -> list.toString() + map);
        flow.run();
        assertThat(flow.value("list")).isEqualTo(List.of(2, 1, 2));
        assertThat(flow.value("map")).isEqualTo("{z=1, a=2}");
        assertThat(flow.value("both")).isEqualTo("[1]{z=1, a=2}");
    }

    @Test
    @DisplayName("a value that is missing is told apart from null")
    void optional_missingOrNull_empty() {
        FlowTask<String> maybe = flow.task("maybe", context -> "x");
        Input<Optional<String>> optional = maybe.optional();
        assertThat(optional.names()).containsExactly("maybe");
        assertThat(optional.join(name -> Input.Value.NONE)).isEmpty();
        assertThat(optional.join(name -> Input.Value.of(null))).isEmpty();
        assertThat(optional.join(name -> Input.Value.of("y"))).contains("y");
        assertThat(maybe.join(name -> Input.Value.of(null))).isNull();
        assertThatThrownBy(() -> maybe.join(name -> Input.Value.NONE))
                .isInstanceOf(MissingValueException.class)
                .hasMessageContainingAll("maybe", "optional()");
        Input<Optional<List<String>>> list =
                FlowDeclarations.listOf(List.of(maybe)).optional();
        assertThat(list.join(name -> Input.Value.NONE)).isEmpty();
    }

    @Test
    @DisplayName("one task for each item, with values in the order of the items")
    void each_items_tasksAndValues() throws Exception {
        Bulk<Integer> sizes = flow.each("size", List.of("bb", "a"), word -> word, String::length)
                .retry(Retry.times(2));
        flow.task("all", sizes.all(), all -> all.toString());
        flow.task("one", sizes.one("bb"), size -> size);
        flow.run();
        assertThat(flow.value("all")).isEqualTo("[2, 1]");
        assertThat(flow.value("one")).isEqualTo(2);
        FlowPlan plan = flow.planned();
        assertThat(plan.tasks().keySet()).contains("size::bb", "size::a");
        assertThat(plan.task("size::a").settings().handling().retry()).isEqualTo(Retry.times(2));
        assertThat(plan.task("all").dependencies()).containsExactly("size::a", "size::bb");
        assertThat(sizes.size()).isEqualTo(2);
        assertThat(sizes.nameOf("a")).isEqualTo("size::a");
    }

    @Test
    void each_someWithoutValue_presentOnesAreThere() {
        Bulk<Integer> sizes = flow.each("size", List.of("bb", "a"), word -> word, String::length);
        assertThat(sizes.present().join(name -> name.endsWith("a") ? Input.Value.of(1) : Input.Value.NONE))
                .containsExactly(1);
        assertThatThrownBy(() -> sizes.all().join(name -> Input.Value.NONE))
                .isInstanceOf(MissingValueException.class)
                .hasMessageContaining("size::bb");
    }

    @Test
    @DisplayName("TO-018, KO-009, V-24: items with the same id are listed, and so is a task that has the name of one")
    void each_idsClash_listed() {
        flow.each("size", List.of("a", "b", "a"), word -> word, String::length);
        flow.task("size::b", context -> 1);
        assertThat(flow.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("task size::a is declared twice, both times at", "so are the ids of items"))
                .anySatisfy(problem -> assertThat(problem).contains("task size::b is declared twice"));
    }

    @Test
    void settings_thatMakeNoSense_refusedAtOnce() {
        FlowTask<Integer> task = flow.task("t", context -> 1);
        assertThatThrownBy(() -> task.timeout(Duration.ZERO)).hasMessageContainingAll("Task t", "PT0S");
        assertThatThrownBy(() -> task.retry(-1)).hasMessageContainingAll("0 or more", "-1");
        assertThatThrownBy(() -> task.tags("a,b")).hasMessageContaining("\"a,b\"");
        assertThatThrownBy(() -> task.requires("")).hasMessageContaining("label is blank");
    }

    @Test
    void context_signalsAndCancellation_say() {
        assertThat(TaskContext.skip("why").kind()).isEqualTo(TaskSignal.Kind.SKIP);
        assertThat(TaskContext.noChange("why").kind()).isEqualTo(TaskSignal.Kind.NO_CHANGE);
        assertThat(TaskContext.fail("why").kind()).isEqualTo(TaskSignal.Kind.FAIL);
        assertThat(TaskContext.fail("why").reason()).isEqualTo("why");
        assertThatThrownBy(TaskContext::current)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Thread.currentThread().getName());
        TestFlow.Context context = new TestFlow.Context("t", new State(), Params.NONE);
        TaskContext.Scope outer = context.enter();
        try (outer) {
            assertThat(TaskContext.current()).isSameAs(context);
            TestFlow.Context inside = new TestFlow.Context("inside", new State(), Params.NONE);
            TaskContext.Scope inner = inside.enter();
            try (inner) {
                assertThat(TaskContext.current()).isSameAs(inside);
            }
            assertThat(TaskContext.current()).isSameAs(context);
            context.checkCancelled();
            context.cancelled = true;
            assertThatThrownBy(context::checkCancelled)
                    .isInstanceOf(CancellationException.class)
                    .hasMessageContaining("task t");
        }
        assertThatThrownBy(TaskContext::current).isInstanceOf(IllegalStateException.class);
    }
}
