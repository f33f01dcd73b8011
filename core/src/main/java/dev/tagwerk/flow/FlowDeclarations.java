package dev.tagwerk.flow;

import dev.tagwerk.flow.TaskFunctions.*;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The ways to declare the tasks of a flow. Values by {@code task}, no value by {@code action}; handing over handles of other
 * tasks declares the dependency and passes their values. For one thread at a time.
 */
public abstract class FlowDeclarations extends DescribedFlow {
    private final List<FlowTask<?>> tasks = new ArrayList<>();
    private final List<Bulk<?>> bulks = new ArrayList<>();

    /** For the front door. */
    protected FlowDeclarations() {}

    /** A task with a value. */
    public <R extends @Nullable Object> FlowTask<R> task(String name, Call<R> body) {
        return add(name, List.of(), (context, values) -> body.run(context));
    }

    /** A task without a value. */
    public FlowTask<@Nullable Void> action(String name, Act body) {
        return addAction(name, List.of(), (context, values) -> {
            body.run(context);
            return null;
        });
    }

    /** A task that takes one value. */
    public <A extends @Nullable Object, R extends @Nullable Object> FlowTask<R> task(
            String name, Input<? extends A> a, Call1<? super A, ? extends R> body) {
        return add(name, List.of(a), (context, values) -> body.run(at(values, 0)));
    }

    /** A task that takes one value and has none itself. */
    public <A extends @Nullable Object> FlowTask<@Nullable Void> action(
            String name, Input<? extends A> a, Act1<? super A> body) {
        return addAction(name, List.of(a), (context, values) -> {
            body.run(at(values, 0));
            return null;
        });
    }

    /** A task that takes two values. */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> FlowTask<R> task(
            String name, Input<? extends A> a, Input<? extends B> b, Call2<? super A, ? super B, ? extends R> body) {
        return add(name, List.of(a, b), (context, values) -> body.run(at(values, 0), at(values, 1)));
    }

    /** A task that takes two values and has none itself. */
    public <A extends @Nullable Object, B extends @Nullable Object> FlowTask<@Nullable Void> action(
            String name, Input<? extends A> a, Input<? extends B> b, Act2<? super A, ? super B> body) {
        return addAction(name, List.of(a, b), (context, values) -> {
            body.run(at(values, 0), at(values, 1));
            return null;
        });
    }

    /** A task that takes three values. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    R extends @Nullable Object>
            FlowTask<R> task(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Call3<? super A, ? super B, ? super C, ? extends R> body) {
        return add(name, List.of(a, b, c), (context, values) -> body.run(at(values, 0), at(values, 1), at(values, 2)));
    }

    /** A task that takes three values and has none itself. */
    public <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
            FlowTask<@Nullable Void> action(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Act3<? super A, ? super B, ? super C> body) {
        return addAction(name, List.of(a, b, c), (context, values) -> {
            body.run(at(values, 0), at(values, 1), at(values, 2));
            return null;
        });
    }

    /** A task that takes four values. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    R extends @Nullable Object>
            FlowTask<R> task(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Call4<? super A, ? super B, ? super C, ? super D, ? extends R> body) {
        return add(
                name,
                List.of(a, b, c, d),
                (context, values) -> body.run(at(values, 0), at(values, 1), at(values, 2), at(values, 3)));
    }

    /** A task that takes four values and has none itself. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object>
            FlowTask<@Nullable Void> action(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Act4<? super A, ? super B, ? super C, ? super D> body) {
        return addAction(name, List.of(a, b, c, d), (context, values) -> {
            body.run(at(values, 0), at(values, 1), at(values, 2), at(values, 3));
            return null;
        });
    }

    /** A task that takes five values. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    R extends @Nullable Object>
            FlowTask<R> task(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Call5<? super A, ? super B, ? super C, ? super D, ? super E, ? extends R> body) {
        return add(
                name,
                List.of(a, b, c, d, e),
                (context, values) ->
                        body.run(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4)));
    }

    /** A task that takes five values and has none itself. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object>
            FlowTask<@Nullable Void> action(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Act5<? super A, ? super B, ? super C, ? super D, ? super E> body) {
        return addAction(name, List.of(a, b, c, d, e), (context, values) -> {
            body.run(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4));
            return null;
        });
    }

    /** A task that takes six values. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    R extends @Nullable Object>
            FlowTask<R> task(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Input<? extends F> f,
                    Call6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? extends R> body) {
        return add(
                name,
                List.of(a, b, c, d, e, f),
                (context, values) -> body.run(
                        at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4), at(values, 5)));
    }

    /** A task that takes six values and has none itself. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object>
            FlowTask<@Nullable Void> action(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Input<? extends F> f,
                    Act6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F> body) {
        return addAction(name, List.of(a, b, c, d, e, f), (context, values) -> {
            body.run(at(values, 0), at(values, 1), at(values, 2), at(values, 3), at(values, 4), at(values, 5));
            return null;
        });
    }

    /** A task that takes seven values. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    R extends @Nullable Object>
            FlowTask<R> task(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Input<? extends F> f,
                    Input<? extends G> g,
                    Call7<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, ? extends R>
                            body) {
        return add(
                name,
                List.of(a, b, c, d, e, f, g),
                (context, values) -> body.run(
                        at(values, 0),
                        at(values, 1),
                        at(values, 2),
                        at(values, 3),
                        at(values, 4),
                        at(values, 5),
                        at(values, 6)));
    }

    /** A task that takes seven values and has none itself. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object>
            FlowTask<@Nullable Void> action(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Input<? extends F> f,
                    Input<? extends G> g,
                    Act7<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G> body) {
        return addAction(name, List.of(a, b, c, d, e, f, g), (context, values) -> {
            body.run(
                    at(values, 0),
                    at(values, 1),
                    at(values, 2),
                    at(values, 3),
                    at(values, 4),
                    at(values, 5),
                    at(values, 6));
            return null;
        });
    }

    /** A task that takes eight values. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object,
                    R extends @Nullable Object>
            FlowTask<R> task(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Input<? extends F> f,
                    Input<? extends G> g,
                    Input<? extends H> h,
                    Call8<
                                    ? super A,
                                    ? super B,
                                    ? super C,
                                    ? super D,
                                    ? super E,
                                    ? super F,
                                    ? super G,
                                    ? super H,
                                    ? extends R>
                            body) {
        return add(
                name,
                List.of(a, b, c, d, e, f, g, h),
                (context, values) -> body.run(
                        at(values, 0),
                        at(values, 1),
                        at(values, 2),
                        at(values, 3),
                        at(values, 4),
                        at(values, 5),
                        at(values, 6),
                        at(values, 7)));
    }

    /** A task that takes eight values and has none itself. */
    public <
                    A extends @Nullable Object,
                    B extends @Nullable Object,
                    C extends @Nullable Object,
                    D extends @Nullable Object,
                    E extends @Nullable Object,
                    F extends @Nullable Object,
                    G extends @Nullable Object,
                    H extends @Nullable Object>
            FlowTask<@Nullable Void> action(
                    String name,
                    Input<? extends A> a,
                    Input<? extends B> b,
                    Input<? extends C> c,
                    Input<? extends D> d,
                    Input<? extends E> e,
                    Input<? extends F> f,
                    Input<? extends G> g,
                    Input<? extends H> h,
                    Act8<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, ? super H> body) {
        return addAction(name, List.of(a, b, c, d, e, f, g, h), (context, values) -> {
            body.run(
                    at(values, 0),
                    at(values, 1),
                    at(values, 2),
                    at(values, 3),
                    at(values, 4),
                    at(values, 5),
                    at(values, 6),
                    at(values, 7));
            return null;
        });
    }

    /** A task that takes any number of values of one type, in this order. */
    public <A extends @Nullable Object, R extends @Nullable Object> FlowTask<R> taskOfAll(
            String name, Collection<? extends Input<? extends A>> inputs, Call1<? super List<A>, ? extends R> body) {
        return add(name, List.of(listOf(inputs)), (context, values) -> body.run(at(values, 0)));
    }

    /** A task that takes any number of values of one type by keys of its own, in the order of the map. */
    public <K, A extends @Nullable Object, R extends @Nullable Object> FlowTask<R> taskOfAll(
            String name, Map<K, ? extends Input<? extends A>> inputs, Call1<? super Map<K, A>, ? extends R> body) {
        return add(name, List.of(mapOf(inputs)), (context, values) -> body.run(at(values, 0)));
    }

    /**
     * One task for each of these items, named {@code name::ID}. The items are held, not copied: a million of them cost little
     * more than themselves.
     *
     * @param id the same text for an item in every process and every run, and different for different items
     */
    public <I, R extends @Nullable Object> Bulk<R> each(
            String name,
            Collection<? extends I> items,
            Function<? super I, String> id,
            Call1<? super I, ? extends R> body) {
        requireOpen();
        Bulk<R> bulk = new Bulk<>(this, name, new Bulk.Items<I>(items, id, body), TaskSettings.ofTask(place()));
        bulks.add(bulk);
        return bulk;
    }

    /** All values of these tasks, in this order, as one input. */
    public static <A extends @Nullable Object> Input<List<A>> listOf(Collection<? extends Input<? extends A>> inputs) {
        List<Input<? extends A>> all = List.copyOf(inputs);
        List<String> names =
                all.stream().flatMap(input -> input.names().stream()).toList();
        return new Input.Joined<>(names, values -> {
            List<A> list = new ArrayList<>(all.size());
            all.forEach(input -> list.add(input.join(values)));
            return list;
        });
    }

    /** All values of these tasks by their keys, in the order of the map, as one input. */
    public static <K, A extends @Nullable Object> Input<Map<K, A>> mapOf(Map<K, ? extends Input<? extends A>> inputs) {
        Map<K, Input<? extends A>> all = new LinkedHashMap<>(inputs);
        List<String> names =
                all.values().stream().flatMap(input -> input.names().stream()).toList();
        return new Input.Joined<>(names, values -> {
            Map<K, A> map = new LinkedHashMap<>();
            all.forEach((key, input) -> map.put(key, input.join(values)));
            return map;
        });
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the input's type says what its value is
    private static <A extends @Nullable Object> A at(List<@Nullable Object> values, int place) {
        return (A) values.get(place);
    }

    private <R extends @Nullable Object> FlowTask<R> add(String name, List<? extends Input<?>> inputs, Body body) {
        return add(name, inputs, body, TaskSettings.ofTask(place()));
    }

    private FlowTask<@Nullable Void> addAction(String name, List<? extends Input<?>> inputs, Body body) {
        return add(name, inputs, body, TaskSettings.ofAction(place()));
    }

    @Override
    final <R extends @Nullable Object> FlowTask<R> add(
            String name, List<? extends Input<?>> inputs, Body body, TaskSettings settings) {
        requireOpen();
        FlowTask<R> task = new FlowTask<>(this, name, inputs, body, settings);
        tasks.add(task);
        return task;
    }

    /**
     * Ends the declaring and checks all of it.
     *
     * @throws FlowDefinitionException with all that is wrong
     */
    protected final FlowPlan plan() {
        Described described = freeze();
        return FlowPlan.of(name(), tasks, bulks, described);
    }

    private static String place() {
        return DeclarationPlace.current();
    }
}
