package dev.tagwerk.flow;

import dev.tagwerk.store.NearMatches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a flow, checked: every dependency is there, and none waits for itself. Immutable.
 *
 * @param name the flow's name
 * @param tasks the tasks by name, in the order of their declaration
 * @param surroundings what stands around them
 */
public record FlowPlan(String name, Map<String, PlannedTask> tasks, Surroundings surroundings) {
    private static final int NAMED = 100;

    /** Wraps the map, which belongs to the plan from now on. */
    public FlowPlan {
        tasks = Collections.unmodifiableMap(tasks);
    }

    /** Without surroundings. */
    public FlowPlan(String name, Map<String, PlannedTask> tasks) {
        this(name, tasks, Surroundings.NONE);
    }

    static FlowPlan of(String name, List<FlowTask<?>> declared, List<Bulk<?>> bulks, Described described) {
        Problems problems = new Problems();
        described.problems().forEach(problem -> problems.add(() -> problem));
        Map<String, PlannedTask> tasks = new LinkedHashMap<>();
        declared.forEach(task -> add(task.planned(), tasks, problems));
        bulks.forEach(bulk -> bulk.forEach(task -> add(task, tasks, problems)));
        findUnknown(tasks, problems);
        described.checkTypes(tasks).forEach(problem -> problems.add(() -> problem));
        findCycles(tasks)
                .forEach(cycle -> problems.add(() -> "these tasks wait for each other: " + String.join(" -> ", cycle)
                        + "; take one of the dependencies away"));
        problems.throwIfAny(name);
        return new FlowPlan(name, tasks, described.surroundings());
    }

    /** All that is wrong, up to a number that somebody may read: a million items with one id are one mistake. */
    private static final class Problems {
        private final List<String> named = new ArrayList<>();
        private int more;

        void add(Supplier<String> problem) {
            if (named.size() < NAMED) {
                named.add(problem.get());
            } else {
                more++;
            }
        }

        void throwIfAny(String flow) {
            if (more > 0) {
                named.add("… and " + more + " more");
            }
            if (!named.isEmpty()) {
                throw new FlowDefinitionException(flow, named);
            }
        }
    }

    private static void add(PlannedTask task, Map<String, PlannedTask> tasks, Problems problems) {
        String place = task.settings().about().place();
        if (task.name().isBlank()) {
            problems.add(() -> "a task's name is blank, at " + place + "; a name is a non-empty text");
            return;
        }
        PlannedTask other = tasks.putIfAbsent(task.name(), task);
        if (other != null) {
            String first = other.settings().about().place();
            problems.add(() -> "task " + task.name() + " is declared twice, "
                    + (first.equals(place)
                            ? "both times at " + place + "; names are unique, and so are the ids of items"
                            : "at " + first + " and at " + place + "; names are unique"));
        }
    }

    private static void findUnknown(Map<String, PlannedTask> tasks, Problems problems) {
        for (PlannedTask task : tasks.values()) {
            for (String dependency : task.dependencies()) {
                if (!tasks.containsKey(dependency)) {
                    problems.add(() -> "task " + task.name() + " comes after " + dependency + ", which is not declared"
                            + meant(dependency, tasks.keySet()) + " (at "
                            + task.settings().about().place() + ")");
                }
            }
        }
    }

    private static String meant(String name, Collection<String> names) {
        List<String> near = NearMatches.of(name, names);
        return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
    }

    /** Cycles without a task in common, each with its first task again at the end. */
    private static List<List<String>> findCycles(Map<String, PlannedTask> tasks) {
        Set<String> left = new LinkedHashSet<>(tasks.keySet());
        Map<String, Integer> open = new HashMap<>();
        Map<String, List<String>> dependents = new HashMap<>();
        for (PlannedTask task : tasks.values()) {
            int known = 0;
            for (String dependency : task.dependencies()) {
                if (tasks.containsKey(dependency)) {
                    known++;
                    dependents
                            .computeIfAbsent(dependency, any -> new ArrayList<>())
                            .add(task.name());
                }
            }
            open.put(task.name(), known);
        }
        Deque<String> free = new ArrayDeque<>();
        open.forEach((task, count) -> {
            if (count == 0) {
                free.add(task);
            }
        });
        while (!free.isEmpty()) {
            String task = free.remove();
            left.remove(task);
            for (String dependent : dependents.getOrDefault(task, List.of())) {
                if (open.merge(dependent, -1, Integer::sum) == 0) {
                    free.add(dependent);
                }
            }
        }
        List<List<String>> cycles = new ArrayList<>();
        while (!left.isEmpty()) {
            List<String> cycle = cycleFrom(left.iterator().next(), left, tasks);
            if (!cycle.isEmpty()) {
                cycles.add(cycle);
            }
        }
        return cycles;
    }

    /** Follows dependencies until one comes again; what was passed on the way is taken out of {@code left}. */
    private static List<String> cycleFrom(String start, Set<String> left, Map<String, PlannedTask> tasks) {
        Map<String, Integer> places = new HashMap<>();
        List<String> path = new ArrayList<>();
        String at = start;
        while (at != null && !places.containsKey(at)) {
            places.put(at, path.size());
            path.add(at);
            at = nextOf(at, left, tasks);
        }
        left.removeAll(places.keySet());
        if (at == null) {
            return List.of();
        }
        List<String> cycle = new ArrayList<>(path.subList(places.getOrDefault(at, 0), path.size()));
        cycle.add(at);
        Collections.reverse(cycle);
        return cycle;
    }

    private static @Nullable String nextOf(String task, Set<String> left, Map<String, PlannedTask> tasks) {
        PlannedTask planned = tasks.get(task);
        return planned == null
                ? null
                : planned.dependencies().stream()
                        .filter(left::contains)
                        .findFirst()
                        .orElse(null);
    }

    /**
     * The tasks of these names and all that they need.
     *
     * @throws IllegalArgumentException when there is none of such a name
     */
    public FlowPlan withAncestors(Collection<String> names) {
        requireKnown(names);
        Set<String> wanted = new HashSet<>(names);
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            for (String dependency : task(open.remove()).dependencies()) {
                if (wanted.add(dependency)) {
                    open.add(dependency);
                }
            }
        }
        return only(task -> wanted.contains(task.name()));
    }

    /**
     * The tasks for which this holds, alone. Where tasks between two of them are left out, the later one still comes after the
     * earlier one.
     */
    public FlowPlan only(Predicate<PlannedTask> which) {
        Map<String, PlannedTask> chosen = new LinkedHashMap<>();
        tasks.values().stream().filter(which).forEach(task -> chosen.put(task.name(), task));
        if (chosen.size() == tasks.size()) {
            return this;
        }
        Map<String, PlannedTask> bridged = new LinkedHashMap<>();
        chosen.values().forEach(task -> bridged.put(task.name(), task.after(nearest(task, chosen.keySet()))));
        return new FlowPlan(name, bridged, surroundings);
    }

    /** The chosen ones among the dependencies, with those found behind dependencies that are not chosen. */
    private Set<String> nearest(PlannedTask task, Set<String> chosen) {
        Set<String> nearest = new TreeSet<>();
        Set<String> seen = new HashSet<>(task.dependencies());
        Deque<String> open = new ArrayDeque<>(task.dependencies());
        while (!open.isEmpty()) {
            String dependency = open.remove();
            if (chosen.contains(dependency)) {
                nearest.add(dependency);
                continue;
            }
            PlannedTask passed = tasks.get(dependency);
            if (passed != null) {
                passed.dependencies().stream().filter(seen::add).forEach(open::add);
            }
        }
        return nearest;
    }

    /** The tasks and their dependencies, to be looked at. */
    public FlowGraph graph() {
        return new FlowGraph(
                name,
                tasks.values().stream()
                        .map(task -> new FlowGraph.Node(
                                task.name(),
                                List.copyOf(task.dependencies()),
                                task.settings().about().description(),
                                task.settings().about().tags()))
                        .toList());
    }

    private void requireKnown(Collection<String> names) {
        List<String> unknown = names.stream()
                .filter(task -> !tasks.containsKey(task))
                .map(task -> "\"" + task + "\"" + meant(task, tasks.keySet()))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Flow " + name + " has no task " + String.join(", ", unknown));
        }
    }

    /** The task of this name, which is there. */
    public PlannedTask task(String task) {
        PlannedTask found = tasks.get(task);
        if (found == null) {
            requireKnown(List.of(task));
            throw new IllegalStateException(task);
        }
        return found;
    }
}
