package dev.tagwerk.flow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One task for each item of a collection, all with the same function and settings. For one thread at a time.
 * From the first run on it does not change.
 *
 * <pre>{@code
 * Bulk<Integer> sizes = flow.each("size", urls, Url::text, url -> download(url).length).retry(Retry.times(3));
 * flow.task("total", sizes.all(), all -> all.stream().mapToInt(Integer::intValue).sum());
 * }</pre>
 *
 * @param <T> type of the tasks' values
 */
public final class Bulk<T extends @Nullable Object> {
    private final FlowDeclarations flow;
    private final String name;
    private final Items<?> items;
    private TaskSettings settings;

    Bulk(FlowDeclarations flow, String name, Items<?> items, TaskSettings settings) {
        this.flow = flow;
        this.name = name;
        this.items = items;
        this.settings = settings;
    }

    /** Items, what to call them, what to do with each. */
    record Items<I>(
            Collection<? extends I> all,
            Function<? super I, String> id,
            TaskFunctions.Call1<? super I, ? extends @Nullable Object> body) {
        void forEach(String name, TaskSettings settings, Consumer<PlannedTask> to) {
            for (I item : all) {
                to.accept(new PlannedTask(
                        name + "::" + id.apply(item),
                        settings,
                        Set.of(),
                        List.of(),
                        (context, values) -> body.run(item)));
            }
        }

        List<String> names(String name) {
            List<String> names = new ArrayList<>(all.size());
            all.forEach(item -> names.add(name + "::" + id.apply(item)));
            return names;
        }
    }

    /** What the names of its tasks begin with. */
    public String name() {
        return name;
    }

    /** How many tasks it has. */
    public int size() {
        return items.all().size();
    }

    /** Name of the task for the item of this id. */
    public String nameOf(String id) {
        return name + "::" + id;
    }

    /** The values of all its tasks, in the order of the items, as an input for another one. */
    public Input<List<T>> all() {
        List<String> names = items.names(name);
        return new Input.Joined<>(names, values -> {
            List<T> list = new ArrayList<>(names.size());
            for (String task : names) {
                list.add(value(task, values.apply(task)));
            }
            return list;
        });
    }

    /** The values of those of its tasks that have one, in the order of the items, as an input for another one. */
    public Input<List<T>> present() {
        List<String> names = items.names(name);
        return new Input.Joined<>(names, values -> {
            List<T> list = new ArrayList<>(names.size());
            for (String task : names) {
                Input.Value value = values.apply(task);
                if (value.there()) {
                    list.add(value(task, value));
                }
            }
            return list;
        });
    }

    /** The value of the task for the item of this id, as an input for another one. */
    public Input<T> one(String id) {
        String task = nameOf(id);
        return new Input.Joined<>(List.of(task), values -> value(task, values.apply(task)));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // what the task of this name returns is what it was declared to return
    private T value(String task, Input.Value value) {
        if (!value.there()) {
            throw new MissingValueException(task);
        }
        return (T) value.value();
    }

    /** Says how all of them are to be treated, with the methods of a single task. */
    public Bulk<T> with(UnaryOperator<FlowTask<T>> how) {
        flow.requireOpen();
        FlowTask<T> model = new FlowTask<>(flow, name, List.of(), (context, values) -> Optional.empty(), settings);
        settings = how.apply(model).settings();
        return this;
    }

    /** Tries each of them again after failures, in this way. */
    public Bulk<T> retry(Retry retry) {
        return with(task -> task.retry(retry));
    }

    void forEach(Consumer<PlannedTask> to) {
        items.forEach(name, settings, to);
    }
}
