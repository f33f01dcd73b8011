package dev.tagwerk.testkit;

import dev.tagwerk.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/**
 * What every store must do: extend this class, say how your store is opened, and run it with JUnit. For one thread at a
 * time.
 *
 * <pre>{@code
 * class MyStoreTest extends StoreContract {
 *     @Override
 *     protected Store open(Path directory) {
 *         return new MyStore(directory.resolve("my.store"));
 *     }
 * }
 * }</pre>
 */
public abstract class StoreContract {
    /** For subclasses. */
    protected StoreContract() {}

    /** Opens the store that lies in this directory; an empty one when the directory is empty. */
    protected abstract Store open(Path directory);

    /** Whether a store that is opened again in the same directory is in the same state. */
    protected boolean isDurable() {
        return true;
    }

    /** What can be read. */
    @Nested
    @DisplayName("Reading")
    class Reading extends ReadingContract {
        Reading() {
            super(StoreContract.this);
        }
    }

    /** What can be changed. */
    @Nested
    @DisplayName("Writing")
    class Writing extends WritingContract {
        Writing() {
            super(StoreContract.this);
        }
    }

    /** All or nothing, and nothing in between. */
    @Nested
    @DisplayName("Transactions")
    class Transactions extends TransactionContract {
        Transactions() {
            super(StoreContract.this);
        }
    }

    /** Which tasks a worker is given. */
    @Nested
    @DisplayName("Claims")
    class Claims extends ClaimContract {
        Claims() {
            super(StoreContract.this);
        }
    }

    /** What the end of an attempt does to its task. */
    @Nested
    @DisplayName("Ends of attempts")
    class Ends extends EndContract {
        Ends() {
            super(StoreContract.this);
        }
    }

    /** What tasks do to those that need them. */
    @Nested
    @DisplayName("Dependencies")
    class Dependencies extends DependencyContract {
        Dependencies() {
            super(StoreContract.this);
        }
    }

    /** What must run again. */
    @Nested
    @DisplayName("Fingerprints")
    class Fingerprints extends FingerprintContract {
        Fingerprints() {
            super(StoreContract.this);
        }
    }

    /** How workers come and go. */
    @Nested
    @DisplayName("Workers and runs")
    class Members extends MembershipContract {
        Members() {
            super(StoreContract.this);
        }
    }

    /** What a run keeps for later ones, and what a later one does not let count. */
    @Nested
    @DisplayName("Results and renewal")
    class Renewals extends RenewalContract {
        Renewals() {
            super(StoreContract.this);
        }
    }
}
