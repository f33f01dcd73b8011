package dev.tagwerk.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code tagwerk each} is to do. Immutable.
 *
 * @param template the command
 * @param name name of the loop
 * @param limits how long a command may take
 * @param crew how it takes part
 * @param manner how it shows what it does
 */
record EachPlan(CommandTemplate template, String name, ChildProcess.Limits limits, Crew crew, Manner manner) {
    /**
     * How it takes part; null for what the environment says.
     *
     * @param jobs commands at a time
     * @param retries tries after a failure
     * @param maxFailures failures to stop after
     * @param labels what this worker offers
     */
    record Crew(
            @Nullable Integer jobs,
            @Nullable Integer retries,
            @Nullable Integer maxFailures,
            @Nullable List<String> labels) {}

    /**
     * How it shows what it does.
     *
     * @param form how output comes
     * @param quiet whether it is silent as long as all goes well
     * @param again options that make another command mean the same loop
     */
    record Manner(Form form, boolean quiet, String again) {}

    /** How output comes. */
    enum Form {
        /** That of each item as it ends. */
        AS_THEY_END,
        /** That of each item in the order of the items. */
        IN_ORDER,
        /** None of the items', but what came of them as JSON. */
        JSON
    }
}
