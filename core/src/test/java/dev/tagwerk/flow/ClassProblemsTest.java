package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is said of classes that are not right: which class, which method, which parameter, and what to write instead. */
class ClassProblemsTest {
    record Row(String text) {}

    static class WrongTypes {
        @Task
        List<Row> load() {
            return List.of();
        }

        @Task
        void takesSet(@From("load") Set<Row> rows) {}

        @Task
        void takesTexts(@From("load") List<String> rows) {}

        @Task
        void takesLong(@From("count") Long count) {}

        @Task
        CompletableFuture<Integer> count() {
            return CompletableFuture.completedFuture(1);
        }

        @Task
        void takesNothing(@From("takesSet") Object nothing, @From("count") Optional<String> maybe) {}
    }

    @Test
    @DisplayName("types of passed values are checked when the class is loaded, with both types and both methods")
    void addAll_typesDoNotFit_bothNamed() {
        assertThat(TestFlow.of(WrongTypes.class).problems())
                .containsExactlyInAnyOrder(
                        "ClassProblemsTest.WrongTypes.takesSet: parameter rows (Set<ClassProblemsTest.Row>) takes the value of load as"
                                + " Set<ClassProblemsTest.Row>, but ClassProblemsTest.WrongTypes.load returns"
                                + " List<ClassProblemsTest.Row>; let both have the same type",
                        "ClassProblemsTest.WrongTypes.takesTexts: parameter rows (List<String>) takes the value of load as"
                                + " List<String>, but ClassProblemsTest.WrongTypes.load returns List<ClassProblemsTest.Row>;"
                                + " let both have the same type",
                        "ClassProblemsTest.WrongTypes.takesLong: parameter count (Long) takes the value of count as Long, but"
                                + " ClassProblemsTest.WrongTypes.count returns Integer; let both have the same type",
                        "ClassProblemsTest.WrongTypes.takesNothing: parameter nothing (Object) takes the value of takesSet, but"
                                + " ClassProblemsTest.WrongTypes.takesSet returns none; let it return one, or leave the parameter"
                                + " out and write @Task(after = \"takesSet\")",
                        "ClassProblemsTest.WrongTypes.takesNothing: parameter maybe (Optional<String>) takes the value of count as"
                                + " String, but ClassProblemsTest.WrongTypes.count returns Integer; let both have the same type");
    }

    static class TooWide {
        @Task
        Object load() {
            return "";
        }

        @Task
        void use(@From("load") String text) {}
    }

    @Test
    void addAll_objectForText_refused() {
        assertThat(TestFlow.of(TooWide.class).problems())
                .containsExactly(
                        "ClassProblemsTest.TooWide.use: parameter text (String) takes the value of load as String, but"
                                + " ClassProblemsTest.TooWide.load returns Object; let both have the same type");
    }

    static class FromCode {
        @Task
        void use(@From("coded") int n, @From("act") String text) {}
    }

    @Test
    void addAll_taskInCodeOfAnotherType_bothNamed() {
        TestFlow flow = TestFlow.of(FromCode.class);
        flow.task("coded", context -> "text").returns(String.class);
        flow.action("act", context -> {});
        assertThat(flow.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).contains("FromCode.use", "as int", "returns String"))
                .anySatisfy(problem -> assertThat(problem).contains("FromCode.use", "act", "returns none"));
    }

    static class WrongParameters {
        @Parameters
        interface NoRecord {}

        @Task
        void a(List<Row> rows, Row row) {}

        @Task
        void b(NoRecord options) {}

        @SetUp
        int c(TaskContext context, @From("a") String value) {
            return 1;
        }

        void d(@From("a") String value) {}

        @Task
        @TearDown
        void e() {}
    }

    @Test
    @DisplayName("TO-017: whatever cannot be called is refused before anything runs")
    void addAll_parametersFromNowhere_eachSaysWhatToWrite() {
        String place = "ClassProblemsTest.WrongParameters";
        String take =
                "write @From(\"…\") with the name of a task before it, or take TaskContext, State, Params or a record"
                        + " that is marked @Parameters";
        assertThat(TestFlow.of(WrongParameters.class).problems())
                .containsExactlyInAnyOrder(
                        place + ".a: nothing is known to pass to parameter rows (List<ClassProblemsTest.Row>); " + take,
                        place + ".a: nothing is known to pass to parameter row (ClassProblemsTest.Row); " + take
                                + "; to fill it with the parameters of the run, mark the record @Parameters",
                        place
                                + ".NoRecord is marked @Parameters, but is no record; write record NoRecord(…) with a component"
                                + " for each parameter",
                        place
                                + ".c: nothing is known to pass to parameter context (TaskContext); no task runs then; take State,"
                                + " Params or a record that is marked @Parameters",
                        place
                                + ".c: parameter value (String) is marked @From, but only a task can take the value of a task;"
                                + " pass it through the State",
                        place + ".c returns a value, which goes nowhere; put it into the State, and return void",
                        place + ".d takes a value by @From, but is no task; write @Task before it",
                        place
                                + ".e is marked with more than one of @Task, @SetUp and @TearDown; write a method for each");
    }

    static class WrongSettings {
        @Task(retries = -2)
        void a() {}

        @Task(pause = "1s", retryOn = RuntimeException.class)
        void b() {}

        @Task(retries = 1, factor = 2)
        void c() {}

        @Task(retries = 1, pause = "soon", cap = "1s")
        void d() {}

        @Task(retries = 1, pause = "1s", factor = 0.5)
        void e() {}

        @Task(timeout = "0s", tags = "a,b", requires = " ")
        void f() {}

        @Task(timeout = "fast")
        void g() {}

        @Task(name = " ")
        void h() {}
    }

    @Test
    @DisplayName("TO-023, TO-029: settings that make no sense are all listed, with the method")
    void addAll_badSettings_allListed() {
        List<String> problems = TestFlow.of(WrongSettings.class).problems();
        assertThat(problems).hasSize(10);
        Map.of(
                        "a", "retries is 0 or more; got -2",
                        "b", "how to retry is said, but not how often; write retries = 3",
                        "c", "factor, cap and jitter shape a pause, but there is none",
                        "d", "pause = \"soon\" is not a duration such as 500ms",
                        "e", "its factor at least 1",
                        "f", "a timeout is longer than nothing",
                        "g", "timeout = \"fast\" is not a duration such as 500ms",
                        "h", "a task's name is blank")
                .forEach((method, words) -> assertThat(problems)
                        .anySatisfy(problem -> assertThat(problem)
                                .contains("WrongSettings." + method)
                                .contains(words)));
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains("A tag is a word without commas"));
        assertThat(problems).anySatisfy(problem -> assertThat(problem).contains("A required label is blank"));
    }

    static class Lost {
        @Task
        String load(@From("laod") String self) {
            return self;
        }

        @Task(after = {"nowhere", "load"})
        void store(@From("load") String value, @From("loud") String other) {}

        @Task
        void ping(@From("pong") String value) {}

        @Task(after = "ping")
        String pong() {
            return "";
        }

        @Task
        void twice() {}

        @Task
        void twice(State state) {}

        @Task(after = "own")
        void own() {}
    }

    @Test
    @DisplayName("TO-018, TO-019, TO-020: the problems of a class are listed together with those of the plan")
    void addAll_namesAndCycles_allListed() {
        String place = "ClassProblemsTest.Lost";
        assertThat(TestFlow.of(Lost.class).problems())
                .containsExactlyInAnyOrder(
                        "task load comes after laod, which is not declared; did you mean load? (at " + place + ".load)",
                        "task store comes after nowhere, which is not declared (at " + place + ".store)",
                        "task store comes after loud, which is not declared; did you mean load? (at " + place
                                + ".store)",
                        "these tasks wait for each other: ping -> pong -> ping; take one of the dependencies away",
                        "these tasks wait for each other: own -> own; take one of the dependencies away",
                        "task twice is declared twice, at " + place + ".twice() and at " + place
                                + ".twice(State); names are unique");
    }

    static class Empty {
        void load() {}
    }

    static class Around {
        static class Inside {
            @Task
            void load() {}
        }
    }

    @Test
    void addAll_noTask_saysSo() {
        assertThat(TestFlow.of(Empty.class).problems())
                .containsExactly(
                        "ClassProblemsTest.Empty has no method that is marked @Task; write @Task before each method"
                                + " that is a task");
        assertThat(TestFlow.of(Around.class).problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).contains("(ClassProblemsTest.Around.Inside has: name that class)"));
    }

    abstract static class Abstract {
        @Task
        void load() {}
    }

    interface Interface {
        @Task
        default void load() {}
    }

    @SuppressWarnings("ClassCanBeStatic")
    class Inner {
        @Task
        void load() {}
    }

    static class Needy {
        final String need;

        Needy(String need) {
            this.need = need;
        }

        @Task
        void load() {}
    }

    enum Constants {
        ONE
    }

    @Test
    @DisplayName("classes that no object can be made of are refused, with what to do")
    void addAll_noObjectPossible_saysWhatToDo() {
        assertThat(TestFlow.of(Abstract.class).problems())
                .containsExactly(
                        "ClassProblemsTest.Abstract is abstract, so that no object can be made of it; name a class that"
                                + " extends it");
        assertThat(TestFlow.of(Inner.class).problems())
                .containsExactly(
                        "ClassProblemsTest.Inner is an inner class, whose objects belong to one of ClassProblemsTest;"
                                + " write static before it, or hand over an object");
        assertThat(TestFlow.of(Needy.class).problems())
                .containsExactly(
                        "ClassProblemsTest.Needy has no constructor without parameters; write one, or hand over an"
                                + " object");
        for (Class<?> none : List.of(Interface.class, Constants.class, int.class, Row[].class)) {
            assertThat(TestFlow.of(none).problems())
                    .containsExactly(none.getTypeName()
                            + " is no class of tasks; write a class with a method that is marked" + " @Task");
        }
    }

    @Test
    void addAll_objectOfSuchAClass_works() throws Exception {
        TestFlow flow = new TestFlow();
        flow.addAll(new Inner());
        assertThat(flow.run().ran).containsExactly("load");
        TestFlow other = new TestFlow();
        other.addAll(new Needy("need"));
        assertThat(other.run().ran).containsExactly("load");
    }

    @Test
    void addAll_localClassThatUsesItsSurroundings_refused() {
        String around = "x".repeat(2);
        class Local {
            @Task
            @SuppressWarnings("UnusedMethod") // nobody calls it but the flow
            String load() {
                return around;
            }
        }
        assertThat(TestFlow.of(Local.class).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("uses what surrounds it", "hand over an object"));
    }

    @Test
    void addAll_afterPlanning_refused() {
        TestFlow flow = TestFlow.of(Around.Inside.class);
        flow.planned();
        assertThatThrownBy(() -> flow.addAll(Needy.class)).hasMessageContaining("cannot be changed any more");
        assertThatThrownBy(() -> flow.addAll(new Needy(""))).hasMessageContaining("cannot be changed any more");
        assertThatThrownBy(() -> flow.setUp((state, params) -> {})).hasMessageContaining("cannot be changed any more");
        assertThatThrownBy(() -> flow.tearDown((state, params) -> {}))
                .hasMessageContaining("cannot be changed any more");
        assertThatThrownBy(() -> flow.parameters(Row.class)).hasMessageContaining("cannot be changed any more");
    }

    @Test
    void problems_manyAndFew_inTheMessage() {
        assertThatThrownBy(() -> TestFlow.of(Empty.class).planned())
                .isInstanceOf(FlowDefinitionException.class)
                .hasMessageStartingWith("Flow test: ClassProblemsTest.Empty has no method");
        assertThatThrownBy(() -> TestFlow.of(WrongTypes.class).planned())
                .hasMessageStartingWith("Flow test has 5 problems:\n  - ClassProblemsTest.WrongTypes");
    }
}
