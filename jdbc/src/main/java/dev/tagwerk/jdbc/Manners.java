package dev.tagwerk.jdbc;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Policy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The manners of a store and their numbers, as far as this connection has met them. A manner is never changed nor removed,
 * so what was once committed can be remembered; {@link #forget} is for what was not. For one thread at a time.
 */
final class Manners {
    private static final int EVEN_IF_DEPENDENCIES_FAIL = 1;
    private static final int OWN_FINGERPRINT_ONLY = 2;
    private static final int OWN_BUDGET = 4;

    private final Statements statements;
    private final Map<Integer, Manner> byNumber = new HashMap<>();
    private final Map<Manner, Integer> numbers = new HashMap<>();

    Manners(Statements statements) {
        this.statements = statements;
    }

    /** The manner with this number. */
    Manner get(int number) {
        Manner known = byNumber.get(number);
        if (known == null) {
            load();
            known = byNumber.get(number);
        }
        if (known == null) {
            throw new IllegalStateException(
                    "Manner " + number + " is missing in the store. Run 'tagwerk check' and report what it says.");
        }
        return known;
    }

    /** The number of this manner, which is added if the store does not have it. */
    int numberOf(Manner manner) {
        Integer known = numbers.get(manner);
        if (known == null) {
            load();
            known = numbers.get(manner);
        }
        return known == null ? add(manner) : known;
    }

    /** Forgets everything: some of it may have been taken back. */
    void forget() {
        byNumber.clear();
        numbers.clear();
    }

    private int add(Manner manner) {
        int number = byNumber.size() + 1;
        Policy policy = manner.policy();
        Budget own = policy.budget();
        int flags = (policy.evenIfDependenciesFail() ? EVEN_IF_DEPENDENCIES_FAIL : 0)
                | (policy.ownFingerprintOnly() ? OWN_FINGERPRINT_ONLY : 0)
                | (own == null ? 0 : OWN_BUDGET);
        Batch batch = statements.batch("INSERT INTO manner(id, slots, flags, own_failed, own_killed, failed, killed)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)");
        batch.put(number).put(policy.slots()).put(flags);
        batch.putOrNull(own == null ? null : (long) own.failed()).putOrNull(own == null ? null : (long) own.killed());
        batch.put(manner.budget().failed()).put(manner.budget().killed()).add();
        batch.run();
        remember(number, manner);
        return number;
    }

    private void load() {
        statements.list(
                "SELECT id, slots, flags, own_failed, own_killed, failed, killed FROM manner WHERE id > ? ORDER BY id",
                row -> {
                    int flags = row.small(3);
                    @Nullable Budget own = (flags & OWN_BUDGET) == 0 ? null : new Budget(row.small(4), row.small(5));
                    Policy policy = new Policy(
                            0,
                            row.small(2),
                            own,
                            (flags & EVEN_IF_DEPENDENCIES_FAIL) != 0,
                            (flags & OWN_FINGERPRINT_ONLY) != 0);
                    remember(row.small(1), new Manner(policy, new Budget(row.small(6), row.small(7))));
                    return row.small(1);
                },
                byNumber.size());
    }

    private void remember(int number, Manner manner) {
        byNumber.put(number, manner);
        numbers.put(manner, number);
    }
}
