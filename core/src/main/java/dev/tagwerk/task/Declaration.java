package dev.tagwerk.task;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

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
    /** Checks the id and copies the dependencies. */
    public Declaration {
        if (id.isBlank()) {
            throw new IllegalArgumentException("A task's id is blank; an id is a non-empty text");
        }
        dependencies = dependencies.isEmpty() ? Set.of() : Collections.unmodifiableSet(new TreeSet<>(dependencies));
        if (dependencies.contains(id)) {
            throw new IllegalArgumentException(
                    "Task " + id + " depends on itself; remove it from its own dependencies");
        }
        for (String dependency : dependencies) {
            if (dependency.isBlank()) {
                throw new IllegalArgumentException("Task " + id + " has a blank dependency; name an id");
            }
        }
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
        long hash = 0xcbf29ce484222325L;
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
        long mixed = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            mixed = (mixed ^ (b & 0xff)) * 0x100000001b3L;
        }
        return (mixed ^ 0xff) * 0x100000001b3L;
    }

    private static long mix(long hash, int number) {
        return mix(hash, Integer.toString(number));
    }
}
