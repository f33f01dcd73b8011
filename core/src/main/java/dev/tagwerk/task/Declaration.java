package dev.tagwerk.task;

import java.util.Set;

/**
 * All that a store needs to know of a task: not its data, not its body. Immutable.
 *
 * @param id the task's name, unique within its loop or flow and the same in every process; not blank
 * @param dependencies ids of the tasks that must be satisfied first; kept sorted
 * @param conditions what else must hold
 * @param policy how it is to be treated
 * @param evidence what is known of its input
 */
public record Declaration(
        String id, Set<String> dependencies, Conditions conditions, Policy policy, Evidence evidence) {
    /** The digest of a task without dependencies, conditions or a policy of its own: of most tasks, in many loops. */
    private static final long PLAIN = of("plain").computedDigest();

    /** Checks the id and copies the dependencies. */
    public Declaration {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A task's id is blank; an id is a non-empty text");
        }
        requireWholeCharacters("id", id, id);
        requireWholeCharacters("fingerprint", evidence.fingerprint(), id);
        conditions.requirements().forEach(label -> requireWholeCharacters("requirement", label, id));
        dependencies = SortedTexts.of(dependencies);
        if (dependencies.contains(id)) {
            throw new IllegalArgumentException(
                    "Task " + id + " depends on itself; remove it from its own dependencies");
        }
        for (String dependency : dependencies) {
            if (dependency.isBlank()) {
                throw new IllegalArgumentException("Task " + id + " has a blank dependency; name an id");
            }
            requireWholeCharacters("dependency", dependency, id);
        }
    }

    /**
     * Refuses halves of characters: no store can write them down, and two texts that differ in nothing else would become the
     * same.
     */
    private static void requireWholeCharacters(String what, String text, String id) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) {
                continue;
            }
            if (Character.charCount(text.codePointAt(i)) == 2) {
                i++;
                continue;
            }
            throw new IllegalArgumentException("The " + what + " " + visible(text) + " of task " + visible(id)
                    + " has half a character (the lone surrogate " + visible(text.substring(i, i + 1)) + ") at place "
                    + i + "; no store can keep that. It comes from text that was cut or read in the wrong encoding:"
                    + " read it again, or replace what cannot be read");
        }
    }

    private static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(c -> shown.append(
                        c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE
                                ? String.format("\\u%04x", c)
                                : Character.toString(c)));
        return shown.toString();
    }

    /** A task without dependencies, conditions or evidence. */
    public static Declaration of(String id) {
        return new Declaration(id, Set.of(), Conditions.NONE, Policy.DEFAULT, Evidence.NONE);
    }

    /** The same with this policy. */
    public Declaration withPolicy(Policy newPolicy) {
        return new Declaration(id, dependencies, conditions, newPolicy, evidence);
    }

    /** The same with this evidence. */
    public Declaration withEvidence(Evidence newEvidence) {
        return new Declaration(id, dependencies, conditions, policy, newEvidence);
    }

    /** The same with these dependencies. */
    public Declaration withDependencies(Set<String> newDependencies) {
        return new Declaration(id, newDependencies, conditions, policy, evidence);
    }

    /** The same with these conditions. */
    public Declaration withConditions(Conditions newConditions) {
        return new Declaration(id, dependencies, newConditions, policy, evidence);
    }

    /**
     * A 64-bit digest (FNV-1a) of dependencies, conditions and policy without the budget: equal digests mean that
     * declaring the task again changes nothing. Stable across processes and versions of the JVM.
     */
    public long digest() {
        boolean plain = dependencies.isEmpty()
                && conditions.requirements().isEmpty()
                && policy.withBudget(null).equals(Policy.DEFAULT);
        return plain ? PLAIN : computedDigest();
    }

    private long computedDigest() {
        long hash = Fnv1a.START;
        for (String dependency : dependencies) {
            hash = mix(hash, dependency);
        }
        hash = mix(hash, "|");
        for (String label : conditions.requirements()) {
            hash = mix(hash, label);
        }
        hash = mix(hash, policy.priority());
        hash = mix(hash, policy.slots());
        return mix(hash, (policy.evenIfDependenciesFail() ? 1 : 0) + (policy.ownFingerprintOnly() ? 2 : 0));
    }

    private static long mix(long hash, String text) {
        return Fnv1a.add(Fnv1a.add(hash, text), (byte) 0xff);
    }

    private static long mix(long hash, int number) {
        return mix(hash, Integer.toString(number));
    }
}
