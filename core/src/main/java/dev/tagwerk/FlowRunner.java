package dev.tagwerk;

import dev.tagwerk.engine.EnvironmentReader;
import dev.tagwerk.engine.Platform;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.ResultCodec;
import dev.tagwerk.flow.ResultCoding;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.task.FileNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Says how a flow is to be run. What is not said here is taken from the environment ({@code TAGWERK_…}, as for loops), else the
 * default counts. For one thread at a time.
 *
 * <pre>{@code
 * RunReport report = flow.runner().store("report.db").workers(8).failFast().run();
 * }</pre>
 */
public final class FlowRunner {
    private static final Duration LONGEST_GRACE = Duration.ofDays(36_500);

    private final Flow flow;
    private final List<FlowListener> listeners = new ArrayList<>();
    private final Map<String, @Nullable Object> given = new HashMap<>();
    private final Map<String, String> params = new HashMap<>();
    private UnaryOperator<FlowPlan> choice = plan -> plan;
    private UnaryOperator<LoopBuilder<PlannedTask>> settings = builder -> builder;
    private @Nullable String address;
    private @Nullable Store store;
    private Retry retry = Retry.NONE;
    private boolean full;
    private boolean virtual;
    private @Nullable ResultCodec codec;
    private @Nullable TaskLogs logs;
    private @Nullable StopCondition stopWhen;
    private Duration grace = Duration.ofSeconds(5);
    private Map<String, String> environment = System.getenv();
    private Platform platform = Platform.system();

    FlowRunner(Flow flow) {
        this.flow = flow;
    }

    /** Keeps progress and values in the store at this address; by default in memory, for this run alone. {@code TAGWERK_STORE} */
    public FlowRunner store(String newAddress) {
        this.address = newAddress;
        this.store = null;
        return this;
    }

    /** Keeps progress and values in this store, which stays open. */
    public FlowRunner store(Store newStore) {
        this.store = newStore;
        return this;
    }

    /** Runs so many tasks at a time; by default one per processor. {@code TAGWERK_THREADS} */
    public FlowRunner workers(int threads) {
        return set(builder -> builder.threads(threads));
    }

    /** Runs tasks on virtual threads where the JVM has them (21 and later): for many tasks that wait. */
    public FlowRunner virtualThreads() {
        virtual = true;
        return this;
    }

    /** Labels that this process offers to tasks with requirements. {@code TAGWERK_LABELS}, separated by commas */
    public FlowRunner labels(String... labels) {
        return set(builder -> builder.labels(labels));
    }

    /** Names this process; by default host, process and a random part. {@code TAGWERK_WORKER} */
    public FlowRunner worker(String identity) {
        return set(builder -> builder.worker(identity));
    }

    /** After how long a silence this process counts as dead; by default 15 s. {@code TAGWERK_LEASE} */
    public FlowRunner lease(Duration lease) {
        return set(builder -> builder.lease(lease));
    }

    /** Commits every result before the next task starts. {@code TAGWERK_COMMIT_EACH} */
    public FlowRunner commitEach() {
        return set(LoopBuilder::commitEach);
    }

    /** Starts nothing further once a task has failed for good. {@code TAGWERK_FAILURE_POLICY} */
    public FlowRunner failFast() {
        return set(LoopBuilder::stopOnFailure);
    }

    /** Starts nothing further once so many tasks have failed for good. {@code TAGWERK_MAX_FAILURES} */
    public FlowRunner maxFailures(int most) {
        return set(builder -> builder.maxFailures(most));
    }

    /** How tasks that do not say so themselves are tried again; not at all by default. */
    public FlowRunner retry(Retry newRetry) {
        retry = newRetry;
        return set(builder -> builder.retries(newRetry.times()));
    }

    /** Runs everything, even what is done. */
    public FlowRunner full() {
        full = true;
        return this;
    }

    /** Gives the run a parameter. */
    public FlowRunner param(String name, String value) {
        params.put(name, value);
        return this;
    }

    /** Gives the run parameters. */
    public FlowRunner params(Map<String, String> more) {
        params.putAll(more);
        return this;
    }

    /** Lets the task of this name have this value for those that take it, whether it runs or not. */
    public FlowRunner result(String task, @Nullable Object value) {
        given.put(task, value);
        return this;
    }

    /** Runs these tasks and all that they need. */
    public FlowRunner tasks(String... names) {
        return tasks(Arrays.asList(names));
    }

    /** Runs these tasks and all that they need. */
    public FlowRunner tasks(Collection<String> names) {
        List<String> all = List.copyOf(names);
        return choose(plan -> plan.withAncestors(all));
    }

    /** Runs these tasks alone: what they take must be in the store, or be given. */
    public FlowRunner alone(Collection<String> names) {
        Set<String> all = new HashSet<>(names);
        return choose(plan -> {
            all.forEach(plan::task);
            return plan.only(task -> all.contains(task.name()));
        });
    }

    /**
     * Runs the tasks for which this holds, alone. Where tasks between two of them are left out, the later one still comes after
     * the earlier one.
     */
    public FlowRunner only(Predicate<PlannedTask> which) {
        return choose(plan -> plan.only(which));
    }

    private FlowRunner choose(UnaryOperator<FlowPlan> further) {
        UnaryOperator<FlowPlan> before = choice;
        choice = plan -> further.apply(before.apply(plan));
        return this;
    }

    /** Writes values with this codec in stores that keep bytes; as JSON by default. */
    public FlowRunner codec(ResultCodec newCodec) {
        codec = newCodec;
        return this;
    }

    /** Tells this listener what happens. */
    public FlowRunner listener(FlowListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Keeps what each task prints, to the standard streams or to a logger that writes there, in a place of its own.
     *
     * <p>Meanwhile the standard streams of this process are replaced by ones that look at the thread; threads that a task starts
     * print where it prints.
     */
    public FlowRunner logs(TaskLogs newLogs) {
        logs = newLogs;
        return this;
    }

    /** Keeps what each task prints in a file of its own in this folder, named after the task; the last attempt's is kept. */
    public FlowRunner logs(Path folder) {
        return logs((task, attempt) -> {
            Files.createDirectories(folder);
            return Files.newOutputStream(folder.resolve(FileNames.safe(task) + ".log"));
        });
    }

    /** Starts nothing further once this holds; it is asked after each end of a task. */
    public FlowRunner stopWhen(StopCondition condition) {
        stopWhen = condition;
        return this;
    }

    /** How long tasks may go on after the run was cancelled or their time was over, before they are given up; 5 s by default. */
    public FlowRunner grace(Duration newGrace) {
        if (newGrace.isNegative()) {
            throw new IllegalArgumentException("A grace period is not negative; got " + newGrace);
        }
        grace = newGrace.compareTo(LONGEST_GRACE) < 0 ? newGrace : LONGEST_GRACE;
        return this;
    }

    FlowRunner environment(Map<String, String> newEnvironment) {
        environment = Map.copyOf(newEnvironment);
        return set(builder -> builder.environment(newEnvironment));
    }

    FlowRunner platform(Platform newPlatform) {
        platform = newPlatform;
        return set(builder -> builder.platform(newPlatform));
    }

    private FlowRunner set(UnaryOperator<LoopBuilder<PlannedTask>> further) {
        UnaryOperator<LoopBuilder<PlannedTask>> before = settings;
        settings = builder -> further.apply(before.apply(builder));
        return this;
    }

    /**
     * Runs the flow and returns when it has ended. Failed tasks are in the report, not thrown.
     *
     * @throws dev.tagwerk.flow.FlowDefinitionException with all that is wrong with the declarations
     * @throws dev.tagwerk.flow.BadParametersException when the parameters do not fit
     * @throws dev.tagwerk.store.StoreException when the store cannot be used
     * @throws LoopInterruptedException when this thread is interrupted; the run is cancelled, and has ended then
     */
    public RunReport run() {
        return start().await();
    }

    /**
     * Starts the run and returns at once.
     *
     * @throws dev.tagwerk.flow.FlowDefinitionException with all that is wrong with the declarations
     * @throws dev.tagwerk.flow.BadParametersException when the parameters do not fit
     * @throws dev.tagwerk.store.StoreException when the store cannot be used
     */
    public FlowRun start() {
        FlowPlan all = flow.planned();
        FlowPlan plan = choice.apply(all);
        given.keySet().forEach(all::task);
        Params outside = new Params(params);
        plan.surroundings().parameters().validate(outside);
        FlowRun.Place place = place();
        try {
            return FlowRun.start(new FlowRun.Parts(
                    plan,
                    place,
                    settings.apply(new LoopBuilder<PlannedTask>(key -> new FlowSource(plan, outside), flow.name())
                            .named(flow.name())
                            .progress(false)),
                    new FlowRun.Manner(retry, full, virtual, grace, stopWhen),
                    new FlowRun.Dealings(
                            new FlowRun.Audience(listeners, logs),
                            outside,
                            new FlowValues(all, given, coding(), flow.loader()),
                            platform)));
        } catch (RuntimeException failed) {
            place.close();
            throw failed;
        }
    }

    private ResultCoding coding() {
        return codec == null ? ResultCoding.found(flow.loader()) : ResultCoding.with(codec);
    }

    private FlowRun.Place place() {
        if (store != null) {
            return new FlowRun.Place(store, "", false);
        }
        String at = address != null
                ? address
                : new EnvironmentReader(environment).text("TAGWERK_STORE").orElse(Stores.MEMORY);
        StoreOptions options = StoreOptions.DEFAULT.with(new EnvironmentReader(environment)
                .enumeration("TAGWERK_DURABILITY", StoreOptions.Durability.class)
                .orElse(StoreOptions.Durability.NORMAL));
        return new FlowRun.Place(Stores.open(at, options), at, !at.equals(Stores.MEMORY));
    }
}
