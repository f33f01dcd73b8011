package dev.tagwerk.flow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that is a method. Immutable.
 *
 * @param method the method
 * @param throughSetUp whether a set-up takes parameters, and so may hand them to any task of its class
 */
record MethodBody(FlowMethod method, boolean throughSetUp) implements Body {
    @Override
    public @Nullable Object run(TaskContext context, List<@Nullable Object> values) throws Exception {
        return method.call(MethodArgument.Given.task(context, values));
    }

    @Override
    public String seen(Params params) {
        StringBuilder seen = new StringBuilder();
        if (throughSetUp || method.arguments().contains(MethodArgument.Known.PARAMS)) {
            seen.append(params.values());
        } else if (method.arguments().contains(MethodArgument.Known.CONTEXT)) {
            seen.append(Body.super.seen(params));
        }
        for (MethodArgument argument : method.arguments()) {
            if (argument instanceof MethodArgument.Bound bound) {
                seen.append(bound.shape().bind(params));
            }
        }
        return seen.toString();
    }
}
