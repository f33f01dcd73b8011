package dev.tagwerk.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a flow may have besides tasks that are made in code: annotated classes, set-ups and tear-downs, parameters. For one thread
 * at a time.
 */
public abstract class DescribedFlow {
    private final Described described = new Described();
    private volatile boolean frozen;

    DescribedFlow() {}

    /** The flow's name. */
    public abstract String name();

    /**
     * Adds the tasks of an annotated class, with its set-ups, tear-downs and parameters (see {@link Task}). One object of it is
     * made by its constructor without parameters, when it is first needed.
     *
     * <p>What is wrong with it is reported together with all other problems of the flow, when it is run or listed.
     */
    public final void addAll(Class<?> type) {
        requireOpen();
        new ClassReader(this, described, type).read(null);
    }

    /** Adds the tasks of an object of an annotated class; otherwise like {@link #addAll(Class)}. */
    public final void addAll(Object instance) {
        requireOpen();
        if (instance instanceof Class<?> type) {
            addAll(type);
            return;
        }
        new ClassReader(this, described, instance.getClass()).read(instance);
    }

    /** Runs this before the first task of a run in this process, after the set-ups declared so far. */
    public final void setUp(Stage stage) {
        requireOpen();
        described.setUp(stage);
    }

    /** Runs this after the last task of a run in this process, however it ended, before the tear-downs declared so far. */
    public final void tearDown(Stage stage) {
        requireOpen();
        described.tearDown(stage);
    }

    /**
     * Says which parameters may be given to a run, with their types; others are then refused. Tasks find them with {@link
     * TaskContext#params(Class)}.
     */
    public final void parameters(Class<? extends Record> type) {
        requireOpen();
        described.parameters(type);
    }

    abstract <R extends @Nullable Object> FlowTask<R> add(
            String name, List<? extends Input<?>> inputs, Body body, TaskSettings settings);

    final void requireOpen() {
        if (frozen) {
            throw new IllegalStateException("Flow " + name()
                    + " has been planned or run, and cannot be changed any more; declare all tasks before");
        }
    }

    final Described freeze() {
        frozen = true;
        return described;
    }
}
