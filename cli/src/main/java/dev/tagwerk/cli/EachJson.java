package dev.tagwerk.cli;

import dev.tagwerk.LoopListener;
import dev.tagwerk.store.Tally;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells a run of {@code tagwerk each} as JSON; docs/json.md describes it. For one thread at a time. */
final class EachJson implements LoopListener {
    private final Output output;
    private final LogFiles logs;

    EachJson(Output output, LogFiles logs) {
        this.output = output;
        this.logs = logs;
    }

    @Override
    public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
        new JsonOut(output)
                .line(fields -> fields.put("type", "item")
                        .put("item", id)
                        .put("outcome", StatusJson.key(outcome))
                        .seconds("run", took)
                        .put("failure", failure == null ? null : failure.type())
                        .put("message", failure == null ? null : failure.message())
                        .put("log", logs.latest(id).toString()));
        output.flush();
    }

    /** The last line: how all items stand. */
    void tell(String name, EachSummary.Numbers numbers, Tally tally) {
        new JsonOut(output)
                .line(fields -> fields.put("type", "each")
                        .put("name", name)
                        .put("good", tally.finalFailures() == 0 && tally.unfinished() == 0)
                        .put("items", numbers.items())
                        .put("repeated", numbers.repeated())
                        .put("completed", numbers.mine().completed())
                        .put("refused", numbers.mine().refused())
                        .put("failed", tally.finalFailures())
                        .put("open", tally.unfinished())
                        .seconds("run", numbers.took()));
    }
}
