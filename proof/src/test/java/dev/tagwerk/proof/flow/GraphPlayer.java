package dev.tagwerk.proof.flow;

import dev.tagwerk.Flow;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.flow.Input;
import dev.tagwerk.flow.MissingValueException;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.flow.TaskContext;
import dev.tagwerk.proof.flow.RandomGraph.Act;
import dev.tagwerk.proof.flow.RandomGraph.Need;
import dev.tagwerk.proof.flow.RandomGraph.Node;
import dev.tagwerk.proof.flow.RandomGraph.Take;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Makes a flow of a graph for one run, and watches over its bodies while they run. Safe for use by several threads. */
final class GraphPlayer {
    private final RandomGraph graph;
    private final int run;
    private final AtomicIntegerArray starts;
    private final AtomicIntegerArray open;
    private final AtomicInteger bodies = new AtomicInteger();
    private final List<String> complaints = new ArrayList<>();
    private final List<List<Integer>> after = new ArrayList<>();
    private volatile IntConsumer onStart = count -> {};

    GraphPlayer(RandomGraph graph, int run) {
        this.graph = graph;
        this.run = run;
        this.starts = new AtomicIntegerArray(graph.tasks().size());
        this.open = new AtomicIntegerArray(graph.tasks().size());
        graph.tasks().forEach(node -> after.add(new ArrayList<>()));
        graph.tasks()
                .forEach(node ->
                        node.needs().forEach(need -> after.get(need.task()).add(node.number())));
    }

    /** Does this as each body starts, with the number of bodies so far. */
    GraphPlayer onStart(IntConsumer newOnStart) {
        onStart = newOnStart;
        return this;
    }

    /** How many bodies have started. */
    int bodies() {
        return bodies.get();
    }

    /** How many bodies of this task have started. */
    int bodiesOf(int task) {
        return starts.get(task);
    }

    /** What was against the rules. */
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    private synchronized void complain(String what) {
        complaints.add(what);
    }

    @SuppressWarnings("NullAway") // whether a body gives null is inferred from its target
    Flow flow(String name) {
        Flow flow = Flow.named(name);
        Map<Integer, FlowTask<@Nullable Integer>> handles = new HashMap<>();
        for (int number : graph.order()) {
            Node node = graph.tasks().get(number);
            List<Input<Optional<Integer>>> values = new ArrayList<>();
            for (Need need : node.needs()) {
                if (need.take() != Take.ORDER) {
                    values.add(input(need, handles.get(need.task())));
                }
            }
            FlowTask<@Nullable Integer> task = values.isEmpty()
                    ? flow.task(node.name(), ctx -> body(node, List.of()))
                    : flow.taskOfAll(node.name(), values, list -> body(node, list));
            declare(node, task.returns(Integer.class));
            handles.put(number, task);
        }
        return flow;
    }

    /** By its handle, or, where it is declared later, by its name. Both give null as an empty value. */
    private Input<Optional<Integer>> input(Need need, @Nullable FlowTask<@Nullable Integer> handle) {
        String name = graph.tasks().get(need.task()).name();
        if (need.take() == Take.OPTIONAL) {
            return handle != null
                    ? handle.optional()
                    : new Input.Joined<>(List.of(name), values -> optional(values.apply(name)));
        }
        return new Input.Joined<>(List.of(name), values -> {
            if (handle != null) {
                return Optional.ofNullable(handle.join(values));
            }
            Input.Value value = values.apply(name);
            if (!value.there()) {
                throw new MissingValueException(name);
            }
            return optional(value);
        });
    }

    private static Optional<Integer> optional(Input.Value value) {
        return value.there() ? Optional.ofNullable((Integer) value.value()) : Optional.empty();
    }

    private void declare(Node node, FlowTask<@Nullable Integer> task) {
        for (Need need : node.needs()) {
            task.after(graph.tasks().get(need.task()).name());
        }
        task.retry(Retry.times(node.retries())
                .fixed(Duration.ofMillis(node.traits().pauseMillis()))
                .notOn(IllegalStateException.class));
        task.priority(node.number() % 3);
        task.fingerprint(node.fingerprint(run));
        if (node.traits().evenIf()) {
            task.evenIfDependenciesFail();
        }
        if (node.traits().always()) {
            task.alwaysRun();
        }
    }

    private @Nullable Integer body(Node node, List<Optional<Integer>> values) throws IOException {
        int attempt = starts.incrementAndGet(node.number());
        if (open.incrementAndGet(node.number()) > 1) {
            complain(node.name() + " ran twice at a time");
        }
        for (Need need : node.needs()) {
            if (open.get(need.task()) > 0) {
                complain(node.name() + " started while t" + need.task() + " ran");
            }
        }
        for (int later : after.get(node.number())) {
            if (starts.get(later) > 0) {
                complain(node.name() + " started after t" + later + ", which comes after it");
            }
        }
        onStart.accept(bodies.incrementAndGet());
        try {
            return act(node, attempt, values.stream().mapToInt(v -> v.orElse(0)).sum());
        } finally {
            open.decrementAndGet(node.number());
        }
    }

    private @Nullable Integer act(Node node, int attempt, int sum) throws IOException {
        Act act = node.act(run, attempt);
        return switch (act) {
            case FAIL -> throw new IOException("attempt " + attempt);
            case FAIL_FOR_GOOD -> throw new IllegalStateException("attempt " + attempt);
            case SKIP -> throw TaskContext.skip("nothing to do");
            case NO_CHANGE -> throw TaskContext.noChange("as before");
            case SUCCEED -> node.value(run, sum);
        };
    }
}
