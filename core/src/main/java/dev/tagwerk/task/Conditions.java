package dev.tagwerk.task;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What must hold beside the dependencies before a worker may claim a task. Immutable.
 *
 * <p>Tasks with equal conditions queue in one lane, so a closed lane is skipped as a whole.
 *
 * @param requirements labels that a worker must have, all of them; sorted
 */
public record Conditions(SortedSet<String> requirements) {
    /** No condition: any worker may take the task. */
    public static final Conditions NONE = new Conditions(Collections.emptySortedSet());

    /** Copies the set. */
    public Conditions {
        requirements = Collections.unmodifiableSortedSet(new TreeSet<>(requirements));
        for (String label : requirements) {
            if (label.isBlank()) {
                throw new IllegalArgumentException("A required label is blank; labels are non-empty texts");
            }
        }
    }

    /** Conditions that ask for these labels. */
    public static Conditions requiring(Collection<String> labels) {
        return labels.isEmpty() ? NONE : new Conditions(new TreeSet<>(labels));
    }

    /** Whether a worker with these labels may take a task with these conditions. */
    public boolean admit(Set<String> labels) {
        return requirements.isEmpty() || labels.containsAll(requirements);
    }
}
