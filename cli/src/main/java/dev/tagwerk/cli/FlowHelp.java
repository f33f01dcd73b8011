package dev.tagwerk.cli;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.ParameterSpec;
import dev.tagwerk.flow.PlannedTask;
import java.util.List;

/** Tells what a file has to offer: its tasks and its parameters. For one thread at a time. */
final class FlowHelp {
    private final Streams streams;
    private final String target;
    private final FlowPlan plan;

    FlowHelp(Streams streams, String target, FlowPlan plan) {
        this.streams = streams;
        this.target = target;
        this.plan = plan;
    }

    void print() {
        ParameterSpec parameters = plan.surroundings().parameters();
        List<ParameterSpec.Parameter> declared = parameters.describe();
        line("Usage: tagwerk run " + target + (declared.isEmpty() && !parameters.free() ? "" : " [--key=value…]")
                + " [options]");
        line("");
        line("Parameters:");
        for (ParameterSpec.Parameter parameter : declared) {
            line("  --" + parameter.name() + "=…  " + parameter.words() + detail(parameter));
        }
        if (parameters.free()) {
            line(declared.isEmpty() ? "  any name may be given" : "  and any other name");
        } else if (declared.isEmpty()) {
            line("  none");
        }
        line("");
        line("Tasks:");
        for (PlannedTask task : plan.tasks().values()) {
            line("  " + TextWidth.visible(task.name()) + about(task));
        }
        line("");
        line("Options: tagwerk run --help");
    }

    private static String detail(ParameterSpec.Parameter parameter) {
        return parameter.otherwise() != null
                ? " (default: " + parameter.otherwise() + ")"
                : parameter.required() ? " (required)" : "";
    }

    private static String about(PlannedTask task) {
        StringBuilder text = new StringBuilder();
        if (!task.dependencies().isEmpty()) {
            text.append("  after ").append(String.join(", ", task.dependencies()));
        }
        if (!task.settings().about().tags().isEmpty()) {
            text.append("  [")
                    .append(String.join(", ", task.settings().about().tags()))
                    .append(']');
        }
        if (!task.settings().about().description().isEmpty()) {
            text.append("  ").append(task.settings().about().description());
        }
        return TextWidth.visible(text.toString());
    }

    private void line(String text) {
        streams.out().println(text);
    }
}
