package dev.tagwerk.cli;

import dev.tagwerk.LoopView;
import dev.tagwerk.WorkerView;
import dev.tagwerk.task.TaskState;
import java.time.Instant;
import java.util.Locale;

/** How a loop stands, as one JSON object; docs/json.md describes it. */
final class StatusJson {
    private StatusJson() {}

    static void put(JsonOut.Fields json, LoopView loop) {
        LoopView.Counts counts = loop.counts();
        json.put("type", "loop").put("name", loop.name()).put("run", loop.run());
        json.object("states", states -> {
            for (TaskState state : TaskState.values()) {
                if (state != TaskState.UNKNOWN) {
                    states.put(key(state), counts.tally().count(state));
                }
            }
        });
        json.put("tasks", counts.tally().tasks())
                .put("done", counts.tally().satisfied())
                .put("total", counts.total())
                .put("leftOver", counts.leftOver())
                .put("perSecond", loop.forecast().perSecond())
                .seconds("remaining", loop.forecast().remaining().orElse(null))
                .objects(
                        "unserved",
                        loop.crew().unserved(),
                        (fields, unserved) ->
                                fields.put("labels", unserved.labels()).put("tasks", unserved.tasks()))
                .objects("workers", loop.crew().workers(), StatusJson::put);
    }

    private static void put(JsonOut.Fields json, WorkerView worker) {
        json.put("worker", worker.identity())
                .put("state", key(worker.state()))
                .put("stale", worker.stale())
                .put("labels", worker.row().profile().labels())
                .put("host", worker.row().profile().process().host())
                .put("pid", worker.row().profile().process().pid())
                .put("started", Instant.ofEpochMilli(worker.row().life().started()))
                .put("heartbeat", Instant.ofEpochMilli(worker.row().life().seen()))
                .put("completed", worker.completed())
                .put("failed", worker.failed())
                .put("holding", worker.row().done().holding())
                .seconds("run", worker.runTime());
    }

    /** The name of a state or outcome in JSON: {@code timed_out}. */
    static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
