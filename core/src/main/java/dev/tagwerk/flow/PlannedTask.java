package dev.tagwerk.flow;

import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import dev.tagwerk.task.Evidence;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * A task as a plan has it. Immutable.
 *
 * @param name its name
 * @param settings how it is to be treated
 * @param dependencies names of the tasks that come first, sorted
 * @param inputs what it takes from them
 * @param body what it does
 */
public record PlannedTask(
        String name, TaskSettings settings, Set<String> dependencies, List<? extends Input<?>> inputs, Body body) {
    /** The same after these tasks instead. */
    public PlannedTask after(Set<String> others) {
        return others.equals(dependencies) ? this : new PlannedTask(name, settings, others, inputs, body);
    }

    /** What a store is told of it, without parameters. */
    public Declaration declaration() {
        return declaration(Params.NONE);
    }

    /** What a store is told of it in a run with these parameters. */
    public Declaration declaration(Params params) {
        Retry retry = settings.handling().retry();
        Budget budget = retry == null ? null : new Budget(retry.times(), Budget.DEFAULT.killed());
        String fingerprint = fingerprint(params);
        return new Declaration(
                name,
                dependencies,
                settings.conditions(),
                settings.policy().withBudget(budget),
                fingerprint.isEmpty() ? Evidence.NONE : new Evidence(fingerprint, 0));
    }

    /**
     * The digest of all that the value depends on in a run with these parameters, values of other tasks aside: what the user said,
     * and the parameters that the body may look at. They are hashed, for they may be secret. Empty for none.
     */
    public String fingerprint(Params params) {
        String own = settings.fingerprint();
        String seen = body.seen(params);
        return seen.isEmpty() ? own : own + "#" + hashed(seen);
    }

    private static String hashed(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 12);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
