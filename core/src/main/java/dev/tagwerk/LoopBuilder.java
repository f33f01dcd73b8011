package dev.tagwerk;

import dev.tagwerk.engine.EnvironmentReader;
import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.task.Budget;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says how a shared loop is to be opened. What is not said here is taken from the environment ({@code TAGWERK_…}, read when the
 * loop is opened), else the default counts. For one thread at a time.
 *
 * @param <T> type of the items
 */
public final class LoopBuilder<T extends @Nullable Object> {
    static final String DEFAULT_STORE = ".tagwerk/store.db";

    private final Function<@Nullable Function<? super T, String>, Source<T>> source;
    private final String defaultName;
    private final List<LoopListener> listeners = new ArrayList<>();
    private final List<Runnable> stops = new ArrayList<>();
    private @Nullable Function<? super T, String> key;
    private @Nullable Function<? super T, String> fingerprint;
    private @Nullable String name;
    private @Nullable String address;
    private @Nullable Store store;
    private StoreOptions.@Nullable Durability durability;
    private @Nullable String identity;
    private @Nullable SortedSet<String> labels;
    private @Nullable Duration lease;
    private @Nullable Duration beat;
    private @Nullable Integer failedRetries;
    private @Nullable Integer killedRetries;
    private @Nullable Integer maxFailures;
    private @Nullable Boolean ownFingerprintOnly;
    private @Nullable Integer threads;
    private @Nullable Boolean commitEach;
    private @Nullable Boolean waits;
    private @Nullable Boolean disabled;
    private @Nullable Boolean progress;
    private Map<String, String> environment = System.getenv();
    private Platform platform = Platform.system();
    private Request.Renewal renewal = Request.Renewal.NONE;

    LoopBuilder(Function<@Nullable Function<? super T, String>, Source<T>> source, String defaultName) {
        this.source = source;
        this.defaultName = defaultName;
    }

    /**
     * Takes each item's id from the item: the same text in every process and every run, and different for different items.
     * Recommended; without it ids are positions, and the input must not change between runs.
     */
    public LoopBuilder<T> keyedBy(Function<? super T, String> newKey) {
        this.key = newKey;
        return this;
    }

    /**
     * Gives each item a fingerprint: a digest of all that its result depends on. An item that is done runs again when its
     * fingerprint changes.
     */
    public LoopBuilder<T> fingerprint(Function<? super T, String> newFingerprint) {
        this.fingerprint = newFingerprint;
        return this;
    }

    /** Names the loop within its store; by default the class and method that open it. {@code TAGWERK_NAME} */
    public LoopBuilder<T> named(String newName) {
        if (newName.isBlank()) {
            throw new IllegalArgumentException("The name of a loop is blank; give a text, or none");
        }
        this.name = newName;
        return this;
    }

    /** Keeps progress in the store at this address; by default {@code .tagwerk/store.db}. {@code TAGWERK_STORE} */
    public LoopBuilder<T> store(String newAddress) {
        this.address = newAddress;
        this.store = null;
        return this;
    }

    /** Keeps progress in this store, which stays open when the loop is closed. */
    public LoopBuilder<T> store(Store newStore) {
        this.store = newStore;
        return this;
    }

    /** What a commit survives; by default {@code NORMAL}. {@code TAGWERK_DURABILITY} */
    public LoopBuilder<T> durability(StoreOptions.Durability newDurability) {
        this.durability = newDurability;
        return this;
    }

    /** Names this worker; by default host, process and a random part. Blank for the default. {@code TAGWERK_WORKER} */
    public LoopBuilder<T> worker(String newIdentity) {
        this.identity = newIdentity.isBlank() ? null : newIdentity;
        return this;
    }

    /** Labels that this worker offers to tasks with requirements. {@code TAGWERK_LABELS}, separated by commas */
    public LoopBuilder<T> labels(String... newLabels) {
        return labels(Arrays.asList(newLabels));
    }

    /** Labels that this worker offers to tasks with requirements. {@code TAGWERK_LABELS}, separated by commas */
    public LoopBuilder<T> labels(Collection<String> newLabels) {
        this.labels = new TreeSet<>(newLabels);
        return this;
    }

    /** After how long a silence this worker counts as dead; by default 15 s. {@code TAGWERK_LEASE} */
    public LoopBuilder<T> lease(Duration newLease) {
        this.lease = newLease;
        return this;
    }

    /** How often this worker gives a sign of life; by default a third of the lease. {@code TAGWERK_BEAT} */
    public LoopBuilder<T> beat(Duration newBeat) {
        this.beat = newBeat;
        return this;
    }

    /** How often a failed task is tried again; 0 by default. {@code TAGWERK_RETRIES} */
    public LoopBuilder<T> retries(int newRetries) {
        this.failedRetries = newRetries;
        return this;
    }

    /** How often a task is tried again whose worker died; 3 by default. {@code TAGWERK_KILLED_RETRIES} */
    public LoopBuilder<T> killedRetries(int newRetries) {
        this.killedRetries = newRetries;
        return this;
    }

    /** Stops the loop, with a {@link LoopStoppedException}, once a task has failed for good. {@code TAGWERK_FAILURE_POLICY} */
    public LoopBuilder<T> stopOnFailure() {
        return maxFailures(1);
    }

    /** Stops the loop once so many tasks have failed for good; 0 for never, the default. {@code TAGWERK_MAX_FAILURES} */
    public LoopBuilder<T> maxFailures(int newMax) {
        this.maxFailures = newMax;
        return this;
    }

    /** Leaves done tasks alone when something they depend on is redone. {@code TAGWERK_OWN_FINGERPRINT_ONLY} */
    public LoopBuilder<T> ownFingerprintOnly() {
        this.ownFingerprintOnly = true;
        return this;
    }

    /** Number of threads for a body given as a function; by default one per processor. {@code TAGWERK_THREADS} */
    public LoopBuilder<T> threads(int newThreads) {
        if (newThreads < 1) {
            throw new IllegalArgumentException("A loop needs at least one thread; got " + newThreads);
        }
        this.threads = newThreads;
        return this;
    }

    /** Commits every result before the next claim, and neither claims nor draws ahead. {@code TAGWERK_COMMIT_EACH} */
    public LoopBuilder<T> commitEach() {
        this.commitEach = true;
        return this;
    }

    /** Ends when nothing can be claimed now, rather than wait for what may become ready. {@code TAGWERK_WAIT=false} */
    public LoopBuilder<T> doNotWait() {
        this.waits = false;
        return this;
    }

    /** Makes it a plain loop over the input, without a store. {@code TAGWERK_DISABLED} */
    public LoopBuilder<T> disabled(boolean newDisabled) {
        this.disabled = newDisabled;
        return this;
    }

    /** Whether to show a progress line when standard error is a terminal; on by default. {@code TAGWERK_PROGRESS} */
    public LoopBuilder<T> progress(boolean newProgress) {
        this.progress = newProgress;
        return this;
    }

    /** Tells this listener what happens. */
    public LoopBuilder<T> listener(LoopListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Runs this when the process is asked to stop (Ctrl-C, SIGTERM), before anything is given back, so that what works for the
     * tasks in hand can be ended before somebody else takes them. No new task is given out meanwhile.
     */
    public LoopBuilder<T> onStop(Runnable stop) {
        stops.add(stop);
        return this;
    }

    /** Takes the time of day from this clock; nothing that decides over life and death uses it. */
    public LoopBuilder<T> clock(Clock clock) {
        this.platform = new ClockedPlatform(platform, clock);
        return this;
    }

    /** Lets this much of earlier runs not count in a new one. */
    LoopBuilder<T> renewal(Request.Renewal newRenewal) {
        this.renewal = newRenewal;
        return this;
    }

    LoopBuilder<T> platform(Platform newPlatform) {
        this.platform = newPlatform;
        return this;
    }

    LoopBuilder<T> environment(Map<String, String> newEnvironment) {
        this.environment = Map.copyOf(newEnvironment);
        return this;
    }

    /**
     * Opens the loop: reads the environment, opens the store, joins the run.
     *
     * @throws dev.tagwerk.task.BadSettingException when a variable has a value that is not allowed
     * @throws dev.tagwerk.store.StoreException when the store cannot be used
     * @throws dev.tagwerk.store.IdentityInUseException when a live worker has this identity
     * @throws dev.tagwerk.store.ChangedInputException when ids are positions and the number of items has changed
     */
    public SharedLoop<T> open() {
        return SharedLoop.open(new LoopParts<>(
                fingerprinted(), settings(), store, new LoopParts.Audience(listeners, stops), platform));
    }

    /**
     * Opens the loop, runs {@code body} for every item on {@link #threads} threads, and closes it.
     *
     * @throws LoopStoppedException when too many tasks have failed
     */
    public LoopReport forEach(Body<? super T> body) {
        try (SharedLoop<T> loop = open()) {
            return loop.run(body);
        }
    }

    private Source<T> fingerprinted() {
        Source<T> plain = source.apply(key);
        Function<? super T, String> how = fingerprint;
        return how == null ? plain : new FingerprintedSource<>(plain, how);
    }

    private LoopSettings settings() {
        EnvironmentReader read = new EnvironmentReader(environment);
        Duration givenLease = or(lease, read.duration("TAGWERK_LEASE").orElse(Duration.ofSeconds(15)));
        Duration givenBeat = or(beat, read.duration("TAGWERK_BEAT").orElse(givenLease.dividedBy(3)));
        boolean stop = read.text("TAGWERK_FAILURE_POLICY").isPresent()
                && read.enumeration("TAGWERK_FAILURE_POLICY", FailurePolicy.class)
                                .orElse(FailurePolicy.CONTINUE)
                        == FailurePolicy.STOP;
        int most = Integer.MAX_VALUE;
        return new LoopSettings(
                new LoopSettings.Place(
                        or(name, read.text("TAGWERK_NAME").orElse(defaultName)),
                        or(address, read.text("TAGWERK_STORE").orElse(DEFAULT_STORE)),
                        or(
                                durability,
                                read.enumeration("TAGWERK_DURABILITY", StoreOptions.Durability.class)
                                        .orElse(StoreOptions.Durability.NORMAL))),
                new LoopSettings.Who(
                        or(identity, read.text("TAGWERK_WORKER").orElseGet(this::randomIdentity)),
                        or(labels, new TreeSet<>(read.list("TAGWERK_LABELS").orElse(List.of()))),
                        givenLease,
                        givenBeat),
                new LoopSettings.Patience(
                        new Budget(
                                or(
                                        failedRetries,
                                        read.integer("TAGWERK_RETRIES", 0, most).orElse(0)),
                                or(
                                        killedRetries,
                                        read.integer("TAGWERK_KILLED_RETRIES", 0, most)
                                                .orElse(Budget.DEFAULT.killed()))),
                        or(
                                maxFailures,
                                read.integer("TAGWERK_MAX_FAILURES", 0, most).orElse(stop ? 1 : 0)),
                        or(
                                ownFingerprintOnly,
                                read.flag("TAGWERK_OWN_FINGERPRINT_ONLY").orElse(false)),
                        renewal),
                new LoopSettings.Rhythm(
                        or(
                                threads,
                                read.integer("TAGWERK_THREADS", 1, 100_000)
                                        .orElse(Runtime.getRuntime().availableProcessors())),
                        or(commitEach, read.flag("TAGWERK_COMMIT_EACH").orElse(false)),
                        or(waits, read.flag("TAGWERK_WAIT").orElse(true)),
                        or(disabled, read.flag("TAGWERK_DISABLED").orElse(false)),
                        or(progress, read.flag("TAGWERK_PROGRESS").orElse(true))));
    }

    /** The policies of {@code TAGWERK_FAILURE_POLICY}. */
    enum FailurePolicy {
        CONTINUE,
        STOP
    }

    private String randomIdentity() {
        return platform.self().host() + ":" + platform.self().pid() + ":" + platform.randomText();
    }

    private static <V> V or(@Nullable V given, V otherwise) {
        return given == null ? otherwise : given;
    }
}
