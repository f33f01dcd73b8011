package dev.tagwerk.proof.loop;

import dev.tagwerk.LoopBuilder;
import dev.tagwerk.SharedLoop;
import dev.tagwerk.store.Store;
import dev.tagwerk.task.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** What many tests of loops do: a loop named "loop" on a store. Immutable. */
record Ground(Store store) {
    static final String LOOP = "loop";

    /** The numbers from 0. */
    static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** A loop over items. */
    <T> LoopBuilder<T> over(Collection<T> items) {
        return SharedLoop.over(items).named(LOOP).store(store).progress(false);
    }

    /** A loop over tasks. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the tasks are only read
    final <D> LoopBuilder<Task<D>> tasks(Task<D>... tasks) {
        return SharedLoop.overTasks(List.of(tasks)).named(LOOP).store(store).progress(false);
    }

    /** What is in the store. */
    Look look() {
        return new Look(store, LOOP);
    }

    /** The items of one pass of a loop that is opened and closed. */
    static <T> List<T> walk(LoopBuilder<T> builder) {
        try (SharedLoop<T> loop = builder.open()) {
            return walk(loop);
        }
    }

    /** The items of one pass. */
    static <T> List<T> walk(SharedLoop<T> loop) {
        List<T> items = new ArrayList<>();
        for (T item : loop) {
            items.add(item);
        }
        return items;
    }

    /** The ids of one pass. */
    static <D> List<String> ids(LoopBuilder<Task<D>> builder) {
        return walk(builder).stream().map(Task::id).toList();
    }

    /** The ids of one pass. */
    static <D> List<String> ids(SharedLoop<Task<D>> loop) {
        return walk(loop).stream().map(Task::id).toList();
    }

    /** Walks a loop until this item, and leaves it there by break. */
    static <T> List<T> breakAt(SharedLoop<T> loop, T last) {
        List<T> items = new ArrayList<>();
        for (T item : loop) {
            items.add(item);
            if (last.equals(item)) {
                break;
            }
        }
        return items;
    }
}
