package dev.tagwerk.jdbc;

import dev.tagwerk.store.ClaimRow;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Lane;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.store.WorkerRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the connection that writes has read or written last, and what is therefore in the file still: nobody else has
 * committed since. Whoever alone works on a file reads most of its rows once. For one thread at a time.
 *
 * <p><b>Invariant.</b> Inside a transaction, each of these is what a query would give, but for the rows of {@code hot}, which
 * are written at its end. {@link #bring} keeps it when others have committed, {@link #forget} after a rollback.
 */
final class Known {
    static final long UNREAD = -1;
    private static final int TASKS = 4_000;
    private static final int CLAIMS = 4_000;
    private static final int WORKERS = 1_000;

    final Map<Long, GraphRow> graphs = new HashMap<>();
    /** The lanes of a graph; their tallies are those of when they were read, and {@link #tallies} has the last ones. */
    final Map<Long, List<Lane>> lanes = new HashMap<>();

    final Map<Integer, Tally> tallies = new HashMap<>();
    final Recent<WorkerRow> workers = new Recent<>(WORKERS);
    final Recent<TaskRow> tasks = new Recent<>(TASKS);
    final Recent<ClaimRow> claims = new Recent<>(CLAIMS);
    long counter = UNREAD;

    private long version = UNREAD;

    /** Forgets everything unless this is still the version of the data; to be called when a transaction has begun. */
    void bring(long dataVersion) {
        if (dataVersion != version) {
            forget();
            version = dataVersion;
        }
    }

    /** Forgets everything: some of it may have been taken back. */
    void forget() {
        graphs.clear();
        lanes.clear();
        tallies.clear();
        workers.clear();
        tasks.clear();
        claims.clear();
        counter = UNREAD;
    }
}
