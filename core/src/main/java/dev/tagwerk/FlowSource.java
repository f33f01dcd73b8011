package dev.tagwerk;

import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.task.Task;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tasks of a plan as those of a loop. For one thread at a time. */
final class FlowSource implements Source<PlannedTask> {
    private final FlowPlan plan;

    private final Params params;

    FlowSource(FlowPlan plan, Params params) {
        this.plan = plan;
        this.params = params;
    }

    @Override
    public Iterator<Task<PlannedTask>> pass() {
        return Source.map(plan.tasks().values().iterator(), this::taskOf);
    }

    @Override
    public Index<PlannedTask> index() {
        return new Index<>() {
            @Override
            public boolean has(String id) {
                return plan.tasks().containsKey(id);
            }

            @Override
            public @Nullable Task<PlannedTask> task(String id) {
                PlannedTask task = plan.tasks().get(id);
                return task == null ? null : taskOf(task);
            }
        };
    }

    private Task<PlannedTask> taskOf(PlannedTask task) {
        return new Task<>(task.declaration(params), task, Map.of());
    }

    @Override
    public long size() {
        return plan.tasks().size();
    }

    @Override
    public boolean isPositional() {
        return false;
    }
}
