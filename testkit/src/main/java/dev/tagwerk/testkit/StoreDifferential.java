package dev.tagwerk.testkit;

import dev.tagwerk.store.MemoryStore;
import dev.tagwerk.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plays random stories on a store, on the store in memory, and on a small sequential model, and compares every answer and
 * the state: extend this class as you extend {@link StoreContract}. For one thread at a time.
 *
 * <p>System properties: {@code tagwerk.sequences} for the number of stories, {@code tagwerk.seed} to play the story of one
 * seed only. A failure prints its seed, and the story with all steps left out that are not needed to make it fail.
 */
public abstract class StoreDifferential {
    /** Stories per store, in graphs of their own: opening a file costs more than a story. */
    private static final int STORIES_PER_STORE = 20;

    private static final int SHRINKS_AT_MOST = 2_000;

    @TempDir
    Path directory = Path.of("");

    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean failed;

    /** For subclasses. */
    protected StoreDifferential() {}

    /** Opens an empty store in this directory, which is empty. Called by several threads, each time for another directory. */
    protected abstract Store open(Path directory);

    /** How many stories are played. */
    protected int sequences() {
        return Integer.getInteger("tagwerk.sequences", 10_000);
    }

    /** The number of the first story. */
    protected long firstSeed() {
        return 1;
    }

    /** Plays the stories. */
    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void exchange_randomStories_allStoresAndTheModelAgree() {
        Long one = Long.getLong("tagwerk.seed");
        long first = one == null ? firstSeed() : one;
        long last = one == null ? first + sequences() - 1 : one;
        // Each thread plays on stores of its own; whatever thread it is, a story comes to the same.
        LongStream.rangeClosed(0, (last - first) / STORIES_PER_STORE)
                .map(block -> first + block * STORIES_PER_STORE)
                .parallel()
                .forEach(seed -> playOnNewStores(seed, Math.min(last, seed + STORIES_PER_STORE - 1)));
    }

    private void playOnNewStores(long first, long last) {
        List<Store> stores = openAll();
        try {
            for (long seed = first; seed <= last && !failed; seed++) {
                play(stores, seed);
            }
        } finally {
            stores.forEach(Store::close);
        }
    }

    private void play(List<Store> stores, long seed) {
        List<Operation> story = story(seed);
        try {
            new DifferentialRun(stores, "s" + seed + "-").play(story);
        } catch (AssertionError | RuntimeException e) {
            failed = true;
            List<Operation> shortest = shrink(story);
            StringBuilder text =
                    new StringBuilder("Seed " + seed + " (again with -Dtagwerk.seed=" + seed + "): " + e + "\n");
            text.append("The shortest story that fails:\n");
            shortest.forEach(step -> text.append("  ").append(step).append('\n'));
            Throwable why = failure(shortest);
            throw new AssertionError(text.append("It ends with ").append(why).toString(), why == null ? e : why);
        }
    }

    /** The story of this seed. */
    private static List<Operation> story(long seed) {
        Random random = new Random(seed);
        return new OperationGenerator(random.nextLong()).story(10 + random.nextInt(30));
    }

    private List<Store> openAll() {
        try {
            Path place = Files.createDirectory(directory.resolve("stores" + opened.incrementAndGet()));
            Store store = open(place);
            return store instanceof MemoryStore ? List.of(store) : List.of(new MemoryStore(), store);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why this story fails on fresh stores; null when it does not. */
    private @Nullable Throwable failure(List<Operation> story) {
        List<Store> stores = openAll();
        try {
            new DifferentialRun(stores, "g").play(story);
            return null;
        } catch (AssertionError | RuntimeException e) {
            return e;
        } finally {
            stores.forEach(Store::close);
        }
    }

    /** Leaves out what can be left out while the story still fails. */
    private List<Operation> shrink(List<Operation> story) {
        List<Operation> shortest = new ArrayList<>(story);
        boolean smaller = true;
        int tried = 0;
        while (smaller && tried < SHRINKS_AT_MOST) {
            smaller = false;
            for (int i = shortest.size() - 1; i >= 0; i--) {
                for (List<Operation> instead : instead(shortest.get(i))) {
                    List<Operation> candidate = new ArrayList<>(shortest);
                    candidate.remove(i);
                    candidate.addAll(i, instead);
                    tried++;
                    if (failure(candidate) != null) {
                        shortest = candidate;
                        smaller = true;
                        break;
                    }
                }
            }
        }
        return shortest;
    }

    /** Smaller things that may stand in the place of a step. */
    private static List<List<Operation>> instead(Operation step) {
        List<List<Operation>> smaller = new ArrayList<>();
        smaller.add(List.of());
        if (step instanceof Operation.Swap swap) {
            for (int i = 0; i < swap.ends().size(); i++) {
                smaller.add(
                        List.of(new Operation.Swap(swap.who(), without(swap.ends(), i), swap.offer(), swap.want())));
            }
            Operation.Offer offer = swap.offer();
            for (int i = 0; i < offer.declarations().size(); i++) {
                Operation.Offer less =
                        new Operation.Offer(without(offer.declarations(), i), offer.budget(), offer.sourceEnded());
                smaller.add(List.of(new Operation.Swap(swap.who(), swap.ends(), less, swap.want())));
            }
            Operation.Want none = new Operation.Want(0, 0, 0, 0);
            if (!swap.want().equals(none)) {
                smaller.add(List.of(new Operation.Swap(swap.who(), swap.ends(), swap.offer(), none)));
            }
        }
        return smaller;
    }

    private static <E> List<E> without(List<E> list, int place) {
        List<E> rest = new ArrayList<>(list);
        rest.remove(place);
        return List.copyOf(rest);
    }
}
