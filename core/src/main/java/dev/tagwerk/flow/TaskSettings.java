package dev.tagwerk.flow;

import dev.tagwerk.task.Conditions;
import dev.tagwerk.task.Policy;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How a task of a flow is to be treated. Immutable.
 *
 * @param about what people are told of it
 * @param handling what the worker that runs it does
 * @param policy what the store does
 * @param conditions what else must hold
 * @param fingerprint the user's digest of all that the value depends on; empty for none
 */
public record TaskSettings(About about, Handling handling, Policy policy, Conditions conditions, String fingerprint) {
    /**
     * What people are told of a task. Immutable.
     *
     * @param description a sentence; empty for none
     * @param tags words by which it can be chosen, sorted
     * @param place where it was declared
     */
    public record About(String description, Set<String> tags, String place) {
        /** Copies the set. */
        public About {
            tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        }

        About withDescription(String newDescription) {
            return new About(newDescription, tags, place);
        }

        About withTags(Collection<String> more) {
            Set<String> all = new TreeSet<>(tags);
            for (String tag : more) {
                if (tag.isBlank() || tag.contains(",")) {
                    throw new IllegalArgumentException(
                            "A tag is a word without commas; got \"" + tag + "\" at " + place);
                }
                all.add(tag.strip());
            }
            return new About(description, all, place);
        }
    }

    /**
     * What a worker that runs the task does. Immutable.
     *
     * @param retry how often and when it is tried again; null for what the flow says
     * @param timeout after how long it is interrupted; null for never
     * @param always whether it runs in every run
     * @param type the type of its value; null where nobody said
     * @param action whether it has no value at all
     */
    public record Handling(
            @Nullable Retry retry,
            @Nullable Duration timeout,
            boolean always,
            @Nullable Type type,
            boolean action) {
        static final Handling OF_TASK = new Handling(null, null, false, null, false);
        static final Handling OF_ACTION = new Handling(null, null, false, null, true);

        Handling withRetry(@Nullable Retry newRetry) {
            return new Handling(newRetry, timeout, always, type, action);
        }

        Handling withTimeout(@Nullable Duration newTimeout) {
            return new Handling(retry, newTimeout, always, type, action);
        }

        Handling withAlways(boolean newAlways) {
            return new Handling(retry, timeout, newAlways, type, action);
        }

        Handling withType(@Nullable Type newType) {
            return new Handling(retry, timeout, always, newType, action);
        }
    }

    static TaskSettings ofTask(String place) {
        return new TaskSettings(new About("", Set.of(), place), Handling.OF_TASK, Policy.DEFAULT, Conditions.NONE, "");
    }

    static TaskSettings ofAction(String place) {
        return ofTask(place).with(Handling.OF_ACTION);
    }

    TaskSettings with(About newAbout) {
        return new TaskSettings(newAbout, handling, policy, conditions, fingerprint);
    }

    TaskSettings with(Handling newHandling) {
        return new TaskSettings(about, newHandling, policy, conditions, fingerprint);
    }

    TaskSettings with(Policy newPolicy) {
        return new TaskSettings(about, handling, newPolicy, conditions, fingerprint);
    }

    TaskSettings with(Conditions newConditions) {
        return new TaskSettings(about, handling, policy, newConditions, fingerprint);
    }

    TaskSettings withFingerprint(String newFingerprint) {
        return new TaskSettings(about, handling, policy, conditions, newFingerprint);
    }
}
