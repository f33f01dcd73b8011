package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

/** A flow without an engine: its tasks are called one after the other on this thread. */
final class TestFlow extends FlowDeclarations {
    /** What tasks have returned. */
    final Map<String, Input.Value> values = new HashMap<>();

    /** The names in the order in which they ran. */
    final List<String> ran = new ArrayList<>();

    final State state = new State();

    static TestFlow of(Class<?>... types) {
        TestFlow flow = new TestFlow();
        for (Class<?> type : types) {
            flow.addAll(type);
        }
        return flow;
    }

    @Override
    public String name() {
        return "test";
    }

    FlowPlan planned() {
        return plan();
    }

    /** What is wrong with it; nothing if it can be planned. */
    List<String> problems() {
        FlowDefinitionException refused = catchThrowableOfType(FlowDefinitionException.class, this::plan);
        return refused == null ? List.of() : refused.problems();
    }

    TestFlow run(Params params) throws Exception {
        FlowPlan plan = plan();
        plan.surroundings().parameters().validate(params);
        plan.surroundings().setUp(state, params);
        List<PlannedTask> left = new ArrayList<>(plan.tasks().values());
        while (!left.isEmpty()) {
            PlannedTask next = left.stream()
                    .filter(task -> values.keySet().containsAll(task.dependencies()))
                    .findFirst()
                    .orElseThrow();
            left.remove(next);
            ran.add(next.name());
            values.put(next.name(), Input.Value.of(call(next, params)));
        }
        plan.surroundings().tearDown(state, params);
        return this;
    }

    TestFlow run() throws Exception {
        return run(Params.NONE);
    }

    /** Runs one task with the values that are there. */
    @Nullable
    Object call(PlannedTask task, Params params) throws Exception {
        List<@Nullable Object> inputs = new ArrayList<>();
        for (Input<?> input : task.inputs()) {
            inputs.add(input.join(name -> values.getOrDefault(name, Input.Value.NONE)));
        }
        return task.body().run(new Context(task.name(), state, params), inputs);
    }

    @Nullable
    Object value(String task) {
        return values.getOrDefault(task, Input.Value.NONE).value();
    }

    /** A context that knows no engine. */
    static final class Context extends TaskContext {
        private final String name;
        private final State state;
        private final Params params;
        boolean cancelled;

        Context(String name, State state, Params params) {
            this.name = name;
            this.state = state;
            this.params = params;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public long token() {
            return 1;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public Params params() {
            return params;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public Logger log() {
            return NOPLogger.NOP_LOGGER;
        }
    }
}
