package dev.tagwerk;

import dev.tagwerk.flow.FlowDeclarations;
import dev.tagwerk.flow.FlowPlan;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that carry their own function: declared with what they need of each other, then run, each once and in order, on
 * threads, and by as many processes as share a store.
 *
 * <pre>{@code
 * var flow  = Flow.named("report");
 * var load  = flow.task("load", ctx -> readRows("rows.csv"));
 * var clean = flow.task("clean", load, rows -> dropBad(rows));
 * var stats = flow.task("stats", clean, rows -> summarize(rows)).retry(3);
 * flow.action("print", clean, stats, (rows, s) -> print(rows, s));
 *
 * RunReport report = flow.run();
 * Stats s = report.result(stats);
 * }</pre>
 *
 * <p>A flow can be run again and again. Without a store each run begins anew; with one, what is done is not done again.
 * Declaring is for one thread; running is not. Safe for use by several threads.
 */
public final class Flow extends FlowDeclarations {
    private static final StackWalker CALLER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private final String name;
    private final ClassLoader loader;
    private @Nullable FlowPlan plan;

    private Flow(String name, ClassLoader loader) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("The name of a flow is blank; give a text");
        }
        this.name = name;
        this.loader = loader;
    }

    /** A flow without tasks. The name is that of its progress in the store: the same in every process and every run. */
    public static Flow named(String name) {
        return new Flow(name, CALLER.getCallerClass().getClassLoader());
    }

    /**
     * The flow that an annotated class describes (see {@link dev.tagwerk.flow.Task}), named after the class.
     *
     * <p>What is wrong with it is reported when it is run or planned.
     */
    public static Flow from(Class<?> type) {
        Flow flow = new Flow(type.getSimpleName(), type.getClassLoader());
        flow.addAll(type);
        return flow;
    }

    /** The same under another name. */
    public static Flow from(String name, Class<?> type) {
        Flow flow = new Flow(name, type.getClassLoader());
        flow.addAll(type);
        return flow;
    }

    /** The flow that this object of an annotated class describes; otherwise like {@link #from(Class)}. */
    public static Flow from(Object instance) {
        if (instance instanceof Class<?> type) {
            return from(type);
        }
        Class<?> type = instance.getClass();
        Flow flow = new Flow(type.getSimpleName(), type.getClassLoader());
        flow.addAll(instance);
        return flow;
    }

    /** Finds the classes of its tasks' values. */
    ClassLoader loader() {
        return loader;
    }

    @Override
    public String name() {
        return name;
    }

    /**
     * The checked tasks. No task can be declared any more.
     *
     * @throws dev.tagwerk.flow.FlowDefinitionException with all that is wrong with the declarations
     */
    public synchronized FlowPlan planned() {
        FlowPlan known = plan;
        if (known == null) {
            known = plan();
            plan = known;
        }
        return known;
    }

    /** Says how the flow is to be run. */
    public FlowRunner runner() {
        return new FlowRunner(this);
    }

    /**
     * Runs these tasks and all that they need; all tasks when none is named.
     *
     * @throws dev.tagwerk.flow.FlowDefinitionException with all that is wrong with the declarations
     */
    public RunReport run(String... tasks) {
        return tasks.length == 0 ? runner().run() : runner().tasks(tasks).run();
    }
}
