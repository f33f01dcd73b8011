package dev.tagwerk.cli;

import dev.tagwerk.Flow;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.Task;
import dev.tagwerk.script.LoadedScript;
import dev.tagwerk.script.Scripts;
import dev.tagwerk.script.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A flow loaded from a file, class or jar, and which of its tasks are meant. For one thread at a time.
 *
 * @param script keeps its classes loaded
 * @param flow the flow
 * @param plan the tasks that are meant
 */
record LoadedFlow(LoadedScript script, Flow flow, FlowPlan plan) implements AutoCloseable {
    /**
     * Which tasks are meant, beside those that stand behind {@code ::}.
     *
     * @param names these; empty for all
     * @param tags those with all of these tags; empty for all
     * @param given those whose values are given; they do not run
     */
    record Choice(List<String> names, List<String> tags, Set<String> given) {
        Choice {
            names = named(names);
            tags = named(tags);
        }

        private static List<String> named(List<String> words) {
            return words.stream()
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .toList();
        }
    }

    /** Loads what this text names; tells on standard error what takes a while. */
    static LoadedFlow load(Streams streams, String text, @Nullable String classPath, Choice choice) {
        Target target = Target.parse(text);
        Scripts scripts = Scripts.create().withProgress(words -> streams.tell("tagwerk: " + words));
        if (classPath != null) {
            scripts = scripts.withClassPath(classPath);
        } else if (target.kind() == Target.Kind.CLASS) {
            scripts = scripts.withClassPath(".");
        }
        LoadedScript script = scripts.load(target);
        try {
            Flow flow = flow(script, nameOf(target));
            return new LoadedFlow(script, flow, chosen(flow.planned(), target, choice));
        } catch (RuntimeException failed) {
            script.close();
            throw failed;
        }
    }

    /** A file is known by its path below the working directory, so the same file has the same name at the next start. */
    private static String nameOf(Target target) {
        if (target.kind() == Target.Kind.CLASS) {
            return target.place();
        }
        Path here = Path.of("").toAbsolutePath();
        Path file = Path.of(target.place()).toAbsolutePath().normalize();
        return (file.startsWith(here) ? here.relativize(file) : file).toString().replace('\\', '/');
    }

    private static Flow flow(LoadedScript script, String name) {
        for (Class<?> type : candidates(script)) {
            Method maker = maker(type);
            if (maker != null) {
                return made(maker);
            }
            if (hasTasks(type)) {
                return Flow.from(name, type);
            }
        }
        throw new UsageException(name + ": class " + script.main().getName()
                + " has no tasks; expected methods marked @Task (dev.tagwerk.flow.Task), or a static method without"
                + " parameters that returns a dev.tagwerk.Flow");
    }

    private static List<Class<?>> candidates(LoadedScript script) {
        Set<Class<?>> types = new LinkedHashSet<>();
        types.add(script.main());
        types.addAll(script.topLevel());
        return new ArrayList<>(types);
    }

    private static @Nullable Method maker(Class<?> type) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 0
                        && method.getReturnType() == Flow.class)
                .findFirst()
                .orElse(null);
    }

    private static Flow made(Method maker) {
        try {
            maker.setAccessible(true);
            return (Flow) Objects.requireNonNull(
                    maker.invoke(null),
                    () -> maker.getDeclaringClass().getName() + "." + maker.getName() + " gave null");
        } catch (InvocationTargetException thrown) {
            Throwable cause = thrown.getCause();
            if (cause instanceof RuntimeException plain) {
                throw plain;
            }
            throw new UsageException(maker.getDeclaringClass().getName() + "." + maker.getName() + " failed: " + cause);
        } catch (IllegalAccessException closed) {
            throw new UsageException(maker + " cannot be called: " + closed.getMessage());
        }
    }

    private static boolean hasTasks(Class<?> type) {
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            if (Stream.of(at.getDeclaredMethods()).anyMatch(method -> method.isAnnotationPresent(Task.class))) {
                return true;
            }
        }
        return false;
    }

    private static FlowPlan chosen(FlowPlan all, Target target, Choice choice) {
        FlowPlan plan = all;
        // Names of tasks may contain "::" themselves.
        String behind = String.join("::", target.selectors());
        if (!behind.isEmpty()) {
            Set<String> selected = selected(all, behind);
            plan = plan.only(task -> selected.contains(task.name()));
        }
        if (!choice.names().isEmpty()) {
            Set<String> names = known(all, choice.names());
            plan = plan.only(task -> names.contains(task.name()));
        }
        if (!choice.tags().isEmpty()) {
            plan = plan.only(task -> task.settings().about().tags().containsAll(choice.tags()));
        }
        if (plan.tasks().isEmpty() && !all.tasks().isEmpty()) {
            throw new UsageException(nothing(all, choice, !behind.isEmpty()));
        }
        return plan.only(task -> !choice.given().contains(task.name()));
    }

    private static String nothing(FlowPlan all, Choice choice, boolean named) {
        if (choice.tags().isEmpty()) {
            return all.name() + ": no task is named both after :: and by --only; give one of the two";
        }
        Set<String> tags = tags(all);
        String there = tags.isEmpty() ? "none of its tasks has a tag" : "its tags are " + String.join(", ", tags);
        boolean several = choice.tags().size() > 1;
        return all.name() + ": no task "
                + (named || !choice.names().isEmpty() ? "of those that are named " : "")
                + "has the tag" + (several ? "s " : " ") + String.join(" and ", choice.tags())
                + (tags.containsAll(choice.tags()) ? "" : "; " + there);
    }

    private static Set<String> tags(FlowPlan all) {
        Set<String> tags = new TreeSet<>();
        all.tasks().values().forEach(task -> tags.addAll(task.settings().about().tags()));
        return tags;
    }

    private static Set<String> selected(FlowPlan all, String behind) {
        Set<String> names = new LinkedHashSet<>();
        for (String part : parts(behind)) {
            if (part.startsWith("+")) {
                names.addAll(all.withAncestors(known(all, List.of(part.substring(1))))
                        .tasks()
                        .keySet());
            } else {
                names.addAll(known(all, List.of(part)));
            }
        }
        return names;
    }

    private static Set<String> known(FlowPlan all, List<String> names) {
        for (String name : names) {
            if (!all.tasks().containsKey(name)) {
                throw new UsageException(all.name() + " has no task " + ShellWord.readable(name)
                        + Words.didYouMean(name, all.tasks().keySet()));
            }
        }
        return new LinkedHashSet<>(names);
    }

    /** The parts of a list with commas between them. */
    static List<String> parts(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        script.close();
    }
}
