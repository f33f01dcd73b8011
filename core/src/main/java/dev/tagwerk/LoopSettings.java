package dev.tagwerk;

import dev.tagwerk.store.Request;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.task.Budget;
import java.time.Duration;
import java.util.SortedSet;

/**
 * The settings of a loop, resolved: what was said in code, else in the environment, else the default. Immutable.
 *
 * @param place where its progress is kept
 * @param worker who takes part
 * @param patience how failures are treated
 * @param rhythm how it works
 */
record LoopSettings(Place place, Who worker, Patience patience, Rhythm rhythm) {
    /**
     * Where progress is kept.
     *
     * @param name name of the loop within the store
     * @param store address of the store
     * @param durability what a commit survives
     */
    record Place(String name, String store, StoreOptions.Durability durability) {}

    /**
     * Who takes part.
     *
     * @param identity name of the worker
     * @param labels what it offers
     * @param lease after how long a silence it counts as dead
     * @param beat how often it gives a sign of life
     */
    record Who(String identity, SortedSet<String> labels, Duration lease, Duration beat) {}

    /**
     * How failures are treated.
     *
     * @param budget retries
     * @param maxFailures after how many final failures to stop; 0 for never
     * @param ownFingerprintOnly whether redone dependencies leave satisfied tasks alone
     * @param renewal what of earlier runs does not count any more
     */
    record Patience(Budget budget, int maxFailures, boolean ownFingerprintOnly, Request.Renewal renewal) {}

    /**
     * How the loop works.
     *
     * @param threads number of threads for a body given as a function
     * @param commitEach whether every result is committed before the next claim
     * @param waits whether it waits for tasks that may become ready
     * @param disabled whether it is a plain loop without any store
     * @param progress whether to show a progress line on a terminal
     */
    record Rhythm(int threads, boolean commitEach, boolean waits, boolean disabled, boolean progress) {}
}
