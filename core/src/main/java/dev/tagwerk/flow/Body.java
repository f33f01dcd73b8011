package dev.tagwerk.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task does, whatever the number of its inputs. For the engine. Safe for use by several threads. The function of the user
 * behind it is called by one thread per attempt.
 */
@FunctionalInterface
public interface Body {
    /** Runs the task with the values of its inputs, in their order. */
    @Nullable
    Object run(TaskContext context, List<@Nullable Object> values) throws Exception;

    /**
     * What of the parameters of a run the value may depend on, as a text that changes with it; empty for nothing. A function may
     * ask its context for any of them.
     */
    default String seen(Params params) {
        return params.values().isEmpty() ? "" : params.values().toString();
    }
}
