package dev.tagwerk.task;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One unit of work: an id, dependencies, conditions, and the user's own data. Immutable.
 *
 * <pre>{@code
 * Task<Path> clean = Task.of("clean", path).after("load").requires("gpu").retries(2);
 * }</pre>
 *
 * @param declaration what the store is told; the data is never stored
 * @param data anything of the user's; may be null
 * @param info carried along for the user; neither stored nor interpreted
 * @param <T> type of the data
 */
public record Task<T extends @Nullable Object>(Declaration declaration, T data, Map<String, Object> info) {
    /** Copies the map. */
    public Task {
        info = Map.copyOf(info);
    }

    /** A task with this id and these data, and nothing else. */
    public static <T extends @Nullable Object> Task<T> of(String id, T data) {
        return new Task<>(Declaration.of(id), data, Map.of());
    }

    /** A task with this id, which is its data as well. */
    public static Task<String> of(String id) {
        return new Task<>(Declaration.of(id), id, Map.of());
    }

    /** The task's name. */
    public String id() {
        return declaration.id();
    }

    /** Ids of the tasks that must be satisfied first. */
    public Set<String> dependencies() {
        return declaration.dependencies();
    }

    /** Labels that a worker must have to run this task. */
    public Set<String> requirements() {
        return declaration.conditions().requirements();
    }

    /** The user's digest of all that the result depends on; empty for none. */
    public String fingerprint() {
        return declaration.evidence().fingerprint();
    }

    /** The same task, run after these as well. */
    public Task<T> after(String... ids) {
        return after(List.of(ids));
    }

    /** The same task, run after these as well. */
    public Task<T> after(Collection<String> ids) {
        Set<String> all = new TreeSet<>(dependencies());
        all.addAll(ids);
        return with(declaration.withDependencies(all));
    }

    /** The same task, for workers with all of these labels only. */
    public Task<T> requires(String... labels) {
        return requires(List.of(labels));
    }

    /** The same task, for workers with all of these labels only. */
    public Task<T> requires(Collection<String> labels) {
        Set<String> all = new TreeSet<>(requirements());
        all.addAll(labels);
        return with(declaration.withConditions(Conditions.requiring(all)));
    }

    /** The same task with room for this many workers at a time (1 by default). */
    public Task<T> workers(int atMost) {
        return with(declaration.withPolicy(declaration.policy().withSlots(atMost)));
    }

    /** The same task with a priority: larger is claimed earlier, 0 is the default. */
    public Task<T> priority(int priority) {
        return with(declaration.withPolicy(declaration.policy().withPriority(priority)));
    }

    /** The same task with its own number of retries after failures; otherwise those of the loop count. */
    public Task<T> retries(int failed) {
        Budget old = declaration.policy().budget();
        return budget(new Budget(failed, old == null ? Budget.DEFAULT.killed() : old.killed()));
    }

    /** The same task with its own budget; otherwise that of the loop counts. */
    public Task<T> budget(Budget budget) {
        return with(declaration.withPolicy(declaration.policy().withBudget(budget)));
    }

    /** The same task with a fingerprint: it runs again when that changes. Empty for none. */
    public Task<T> fingerprint(String fingerprint) {
        return with(declaration.withEvidence(
                new Evidence(fingerprint, declaration.evidence().guard())));
    }

    /** The same task, run once its dependencies have ended, well or not. */
    public Task<T> evenIfDependenciesFail() {
        return with(declaration.withPolicy(declaration.policy().withEvenIfDependenciesFail(true)));
    }

    /** The same task, left alone when a dependency is redone. */
    public Task<T> ownFingerprintOnly() {
        return with(declaration.withPolicy(declaration.policy().withOwnFingerprintOnly(true)));
    }

    /** The same task with something to carry along. */
    public Task<T> info(Map<String, Object> newInfo) {
        return new Task<>(declaration, data, newInfo);
    }

    private Task<T> with(Declaration changed) {
        return new Task<>(changed, data, info);
    }
}
