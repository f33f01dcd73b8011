package dev.tagwerk.flow;

import dev.tagwerk.task.DurationText;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Does what a {@link Task} annotation says. For one thread at a time. */
final class TaskAnnotation {
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Task task;
    private final String place;
    private final Consumer<String> problems;

    TaskAnnotation(Task task, String place, Consumer<String> problems) {
        this.task = task;
        this.place = place;
        this.problems = problems;
    }

    /** Adds the task to a flow. */
    void declare(DescribedFlow flow, MethodBody body, Type value) {
        FlowMethod method = body.method();
        boolean action = ValueTypes.boxed(value) == Void.class;
        FlowTask<?> added = flow.add(
                task.name().isEmpty() ? method.method().getName() : task.name(),
                method.inputs(),
                body,
                action ? TaskSettings.ofAction(place) : TaskSettings.ofTask(place));
        if (!action && tellsContent(value)) {
            added.returnsType(ValueTypes.boxed(value));
        }
        added.describe(task.description()).after(task.after()).priority(task.priority());
        attempt(() -> added.tags(task.tags()));
        attempt(() -> added.requires(task.requires()));
        attempt(() -> retry().ifPresent(added::retry));
        duration("timeout", task.timeout()).ifPresent(timeout -> attempt(() -> added.timeout(timeout)));
        if (!task.fingerprint().isEmpty()) {
            added.fingerprint(task.fingerprint());
        }
        if (task.evenIfDependenciesFail()) {
            added.evenIfDependenciesFail();
        }
        if (task.ownFingerprintOnly()) {
            added.ownFingerprintOnly();
        }
        if (task.alwaysRun()) {
            added.alwaysRun();
        }
    }

    /** Whether a stored value can be read again by this type; if not, it is better found out from the value. */
    private static boolean tellsContent(Type type) {
        return type != Object.class && !(type instanceof Class<?> raw && raw.getTypeParameters().length > 0);
    }

    private Optional<Retry> retry() {
        boolean paused = !task.pause().isEmpty();
        boolean shaped = task.factor() != 1 || !task.cap().isEmpty() || task.jitter() != 0;
        boolean filtered = task.retryOn().length > 0 || task.noRetryOn().length > 0;
        if (shaped && !paused) {
            problems.accept(
                    place + ": factor, cap and jitter shape a pause, but there is none; write pause = \"500ms\"");
        }
        if (task.retries() < 0) {
            if (task.retries() < -1) {
                problems.accept(place + ": retries is 0 or more; got " + task.retries());
            } else if (paused || shaped || filtered) {
                problems.accept(place + ": how to retry is said, but not how often; write retries = 3");
            }
            return Optional.empty();
        }
        Duration first = duration("pause", task.pause()).orElse(Duration.ZERO);
        Duration cap = duration("cap", task.cap()).orElse(first.compareTo(LONGEST_PAUSE) > 0 ? first : LONGEST_PAUSE);
        return Optional.of(new Retry(
                task.retries(),
                paused ? new Retry.Pause(first, task.factor(), cap, task.jitter()) : Retry.Pause.NONE,
                new Retry.Filter(List.of(task.retryOn()), List.of(task.noRetryOn()))));
    }

    private Optional<Duration> duration(String member, String text) {
        Optional<Duration> duration = DurationText.parse(text.strip());
        if (!text.isEmpty() && duration.isEmpty()) {
            problems.accept(place + ": " + member + " = \"" + text + "\" is not " + DurationText.WORDS);
        }
        return duration;
    }

    private void attempt(Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException refused) {
            problems.accept(place + ": " + refused.getMessage());
        }
    }
}
