package dev.tagwerk.flow;

import dev.tagwerk.store.NearMatches;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tasks of a flow and what each depends on, for looking at. Immutable.
 *
 * @param name name of the flow
 * @param nodes its tasks, sorted by name
 */
public record FlowGraph(String name, List<Node> nodes) {
    /**
     * Sorts the tasks.
     *
     * @throws IllegalArgumentException when two have the same name, one depends on a task that is not there, or some depend on
     *     each other in a circle
     */
    public FlowGraph {
        Objects.requireNonNull(name, "name");
        nodes = nodes.stream().sorted(Comparator.comparing(Node::name)).toList();
        for (int i = 1; i < nodes.size(); i++) {
            if (nodes.get(i).name().equals(nodes.get(i - 1).name())) {
                throw new IllegalArgumentException("graph of " + name + ": there are two tasks named \""
                        + nodes.get(i).name() + "\"; a name must be unique");
            }
        }
        refuseUnknown(name, nodes);
        GraphAnalysis.of(name, nodes);
    }

    private static void refuseUnknown(String name, List<Node> nodes) {
        Map<String, Node> known = nodes.stream().collect(Collectors.toMap(Node::name, Function.identity()));
        for (Node node : nodes) {
            for (String dependency : node.dependencies()) {
                if (!known.containsKey(dependency)) {
                    List<String> near = NearMatches.of(dependency, known.keySet());
                    throw new IllegalArgumentException("graph of " + name + ": \"" + node.name() + "\" depends on \""
                            + dependency + "\", which is not there"
                            + (near.isEmpty() ? "" : "; there is " + String.join(", ", near)));
                }
            }
        }
    }

    /** What follows from the dependencies: levels, longest chains, hot spots. */
    public GraphAnalysis analysis() {
        return GraphAnalysis.of(name, nodes);
    }

    /**
     * A task in a graph. Immutable.
     *
     * @param name its name
     * @param dependencies names of the tasks that must be satisfied first, each once
     * @param description what it does; empty for none
     * @param tags its tags, sorted
     */
    public record Node(String name, List<String> dependencies, String description, Set<String> tags) {
        /** Takes what is given twice once. */
        public Node {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(description, "description");
            dependencies = List.copyOf(new LinkedHashSet<>(dependencies));
            tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        }

        /** A task without description and tags. */
        public static Node of(String name, String... dependencies) {
            return new Node(name, List.of(dependencies), "", Set.of());
        }
    }
}
