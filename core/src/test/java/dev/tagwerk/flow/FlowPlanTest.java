package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FlowPlanTest {
    private static final int SMALL_STACK = 256 * 1024;

    private final TestFlow flow = new TestFlow();

    @Test
    @DisplayName("TO-019, W-16: the order of declaration does not matter; names may be used before they are declared")
    void plan_forwardReference_works() throws Exception {
        flow.action("last", context -> {}).after("first", "middle");
        flow.action("middle", context -> {}).after("first");
        flow.action("first", context -> {});
        assertThat(flow.run().ran).containsExactly("first", "middle", "last");
    }

    @Test
    @DisplayName("TO-018, TO-019, TO-020, TO-023: all problems are listed at once")
    void plan_manyProblems_allListed() {
        flow.action("load", context -> {});
        flow.action("load", context -> {});
        flow.action("  ", context -> {});
        flow.action("a", context -> {}).after("laod", "nowhere");
        flow.action("itself", context -> {}).after("itself");
        flow.action("one", context -> {}).after("three");
        flow.action("two", context -> {}).after("one");
        flow.action("three", context -> {}).after("two");
        assertThat(flow.problems())
                .hasSize(6)
                .anySatisfy(problem -> assertThat(problem).contains("task load is declared twice"))
                .anySatisfy(problem -> assertThat(problem).contains("name is blank"))
                .anySatisfy(problem -> assertThat(problem).contains("a comes after laod", "did you mean load?"))
                .anySatisfy(problem -> assertThat(problem).contains("a comes after nowhere, which is not declared (at"))
                .anySatisfy(problem -> assertThat(problem).contains("wait for each other: itself -> itself;"))
                .anySatisfy(problem -> assertThat(problem)
                        .containsAnyOf(
                                "wait for each other: one -> two -> three -> one;",
                                "wait for each other: two -> three -> one -> two;",
                                "wait for each other: three -> one -> two -> three;"));
    }

    @Test
    void plan_hundredsOfProblems_firstHundredAndTheNumber() {
        for (int i = 0; i < 250; i++) {
            flow.action("t" + i, context -> {}).after("missing" + i);
        }
        assertThat(flow.problems()).hasSize(101).last().isEqualTo("… and 150 more");
        TestFlow fewer = new TestFlow();
        for (int i = 0; i < 40; i++) {
            fewer.action("t" + i, context -> {}).after("missing" + i);
        }
        assertThat(fewer.problems()).hasSize(40);
    }

    @Test
    @DisplayName(
            "TO-021: several cycles are each shown with the whole path, and what only hangs behind one is not blamed")
    void plan_twoCycles_bothWhole() {
        flow.action("a", context -> {}).after("b");
        flow.action("b", context -> {}).after("a");
        flow.action("behind", context -> {}).after("a", "y");
        flow.action("x", context -> {}).after("y");
        flow.action("y", context -> {}).after("z");
        flow.action("z", context -> {}).after("x");
        assertThat(flow.problems())
                .hasSize(2)
                .anySatisfy(
                        problem -> assertThat(problem).contains("a -> b -> a").doesNotContain("behind"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("y -> x -> z -> y").doesNotContain("behind"));
    }

    @Test
    @DisplayName("TO-024, W-03, W-04: a name is one name, and a dependency said twice is one dependency")
    void after_repeatedOrText_oneDependency() throws Exception {
        FlowTask<Integer> abc = flow.task("abc", context -> 1);
        flow.task("b", abc, value -> value + 1).after("abc").after(abc).after(List.of("abc", "abc"));
        PlannedTask b = flow.planned().task("b");
        assertThat(b.dependencies()).containsExactly("abc");
        assertThat(b.inputs()).hasSize(1);
    }

    @Test
    @DisplayName("W-04: what is done to a list afterwards changes no task")
    void after_listChangedLater_copied() {
        List<String> names = new ArrayList<>(List.of("a"));
        flow.action("a", context -> {});
        flow.action("b", context -> {}).after(names);
        names.clear();
        assertThat(flow.planned().task("b").dependencies()).containsExactly("a");
    }

    @Test
    @DisplayName("TO-022, TO-032: a planned flow can be planned again, and not be changed")
    void plan_twice_sameAndFrozen() {
        FlowTask<Integer> task = flow.task("a", context -> 1);
        FlowPlan first = flow.planned();
        assertThat(flow.planned().tasks().keySet()).isEqualTo(first.tasks().keySet());
        assertThatThrownBy(() -> flow.task("b", context -> 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Flow test has been planned or run");
        assertThatThrownBy(() -> task.retry(3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> task.after("b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> flow.each("c", List.of(1), String::valueOf, item -> item))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> first.tasks().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private void diamond() {
        flow.action("a", context -> {});
        flow.action("b", context -> {}).after("a").tags("fast");
        flow.action("c", context -> {}).after("a");
        flow.action("d", context -> {}).after("b", "c").tags("fast");
        flow.action("e", context -> {}).after("d");
    }

    @Test
    @DisplayName("TO-103: what is left out between two tasks is bridged")
    void only_middleLeftOut_bridged() {
        diamond();
        FlowPlan plan = flow.planned().only(task -> List.of("a", "d", "e").contains(task.name()));
        assertThat(plan.tasks().keySet()).containsExactly("a", "d", "e");
        assertThat(plan.task("d").dependencies()).containsExactly("a");
        assertThat(plan.task("e").dependencies()).containsExactly("d");
        FlowPlan ends = flow.planned().only(task -> List.of("a", "e").contains(task.name()));
        assertThat(ends.task("e").dependencies()).containsExactly("a");
        FlowPlan fast =
                flow.planned().only(task -> task.settings().about().tags().contains("fast"));
        assertThat(fast.task("b").dependencies()).isEmpty();
        assertThat(fast.task("d").dependencies()).containsExactly("b");
    }

    @Test
    @DisplayName("TO-088, TO-090: chosen tasks come with all that they need")
    void withAncestors_chosen_withAllTheyNeed() {
        diamond();
        assertThat(flow.planned().withAncestors(List.of("c")).tasks().keySet()).containsExactly("a", "c");
        assertThat(flow.planned().withAncestors(List.of("e")).tasks()).hasSize(5);
        assertThatThrownBy(() -> flow.planned().withAncestors(List.of("bb", "zzzz")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Flow test has no task \"bb\"; did you mean b?, \"zzzz\"");
    }

    @Test
    @DisplayName("W-12: a chain of 10,000 is planned without a deep stack, in whatever order it was declared")
    void plan_deepChain_noOverflow() throws Exception {
        int size = 10_000;
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, new Random(7));
        for (int i : order) {
            FlowTask<?> task = flow.action("t" + i, context -> {});
            if (i > 0) {
                task.after("t" + (i - 1));
            }
        }
        FlowPlan plan = onSmallStack(flow::planned);
        assertThat(plan.tasks()).hasSize(size);
        FlowPlan ends = onSmallStack(
                () -> plan.only(task -> task.name().equals("t0") || task.name().equals("t9999")));
        assertThat(ends.task("t9999").dependencies()).containsExactly("t0");
        assertThat(onSmallStack(() -> plan.withAncestors(List.of("t9999"))).tasks())
                .hasSize(size);
    }

    @Test
    @DisplayName("TO-021: a cycle of 10,000 is found without a deep stack")
    void plan_longCycle_found() throws Exception {
        int size = 10_000;
        for (int i = 0; i < size; i++) {
            flow.action("t" + i, context -> {}).after("t" + (i + size - 1) % size);
        }
        List<String> problems = onSmallStack(flow::problems);
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.split(" -> ", -1)).hasSize(size + 1));
    }

    @Test
    @DisplayName("W-12: a fan of 100,000 is planned in time that grows with its size alone")
    void plan_wideFan_planned() throws Exception {
        int width = 100_000;
        FlowTask<Integer> root = flow.task("root", context -> 1);
        List<FlowTask<Integer>> all = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            all.add(flow.task("t" + i, root, value -> value));
        }
        flow.taskOfAll(
                "sum",
                all,
                values -> values.stream().mapToInt(Integer::intValue).sum());
        FlowPlan plan = onSmallStack(flow::planned);
        assertThat(plan.task("sum").dependencies()).hasSize(width);
        assertThat(onSmallStack(() -> plan.withAncestors(List.of("sum"))).tasks())
                .hasSize(width + 2);
        FlowPlan ends = onSmallStack(
                () -> plan.only(task -> task.inputs().size() != 1 || task.name().equals("sum")));
        assertThat(ends.task("sum").dependencies()).containsExactly("root");
    }

    private static <T> T onSmallStack(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        new Thread(null, task, "small stack", SMALL_STACK).start();
        return task.get(60, TimeUnit.SECONDS);
    }

    @Test
    void declaration_settings_toldToTheStore() {
        flow.action("a", context -> {});
        flow.action("b", context -> {})
                .after("a")
                .retry(2)
                .priority(3)
                .requires("gpu", "big")
                .fingerprint("v1")
                .evenIfDependenciesFail();
        FlowPlan plan = flow.planned();
        Declaration told = plan.task("b").declaration();
        assertThat(told.dependencies()).containsExactly("a");
        assertThat(told.policy().budget()).isEqualTo(new Budget(2, Budget.DEFAULT.killed()));
        assertThat(told.policy().priority()).isEqualTo(3);
        assertThat(told.policy().evenIfDependenciesFail()).isTrue();
        assertThat(told.conditions().requirements()).containsExactly("big", "gpu");
        assertThat(told.evidence().fingerprint()).isEqualTo("v1");
        assertThat(plan.task("a").declaration().policy().budget()).isNull();
    }
}
