package dev.tagwerk.flow;

import dev.tagwerk.flow.FlowGraph.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What follows from the dependencies of a graph. Tasks go by number, from 0, in the order of their names. Immutable.
 *
 * <p>Levels by peeling (A. B. Kahn, "Topological sorting of large networks", 1962): a task's level is one more than the
 * deepest of what it depends on. All in linear time and without recursion: chains may be long and fans wide.
 */
public final class GraphAnalysis {
    private static final int MOST_CHAINS = 3;
    private static final int HOT = 2;

    private final List<Node> nodes;
    private final int[][] parents;
    private final int[][] children;
    private final int[] level;
    private final List<List<Integer>> levels;

    private GraphAnalysis(List<Node> nodes, int[][] parents, int[][] children, int[] level) {
        this.nodes = nodes;
        this.parents = parents;
        this.children = children;
        this.level = level;
        this.levels = grouped(level);
    }

    /** Of nodes that are sorted by name, and depend on each other only. */
    static GraphAnalysis of(String name, List<Node> nodes) {
        Map<String, Integer> numbers = new HashMap<>(2 * nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            numbers.put(nodes.get(i).name(), i);
        }
        int[][] parents = new int[nodes.size()][];
        int[] counts = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            parents[i] = nodes.get(i).dependencies().stream()
                    .mapToInt(numbers::get)
                    .sorted()
                    .toArray();
            for (int parent : parents[i]) {
                counts[parent]++;
            }
        }
        int[][] children = new int[nodes.size()][];
        Arrays.setAll(children, i -> new int[counts[i]]);
        int[] filled = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            for (int parent : parents[i]) {
                children[parent][filled[parent]++] = i;
            }
        }
        return new GraphAnalysis(nodes, parents, children, peeled(name, nodes, parents, children));
    }

    private static int[] peeled(String name, List<Node> nodes, int[][] parents, int[][] children) {
        int[] missing = Arrays.stream(parents).mapToInt(of -> of.length).toArray();
        int[] level = new int[nodes.size()];
        int[] queue = new int[nodes.size()];
        int end = 0;
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                queue[end++] = i;
            }
        }
        for (int at = 0; at < end; at++) {
            for (int child : children[queue[at]]) {
                level[child] = Math.max(level[child], level[queue[at]] + 1);
                if (--missing[child] == 0) {
                    queue[end++] = child;
                }
            }
        }
        if (end < nodes.size()) {
            throw new IllegalArgumentException("graph of " + name + ": tasks wait for each other in a circle: "
                    + circle(nodes, parents, missing) + "; take one of these dependencies out");
        }
        return level;
    }

    /** Each task that is left waits for one that is left, so going from one to the next must come to one for the second time. */
    private static String circle(List<Node> nodes, int[][] parents, int[] missing) {
        int at = IntStream.range(0, missing.length)
                .filter(i -> missing[i] > 0)
                .findFirst()
                .orElseThrow();
        Map<Integer, Integer> seen = new HashMap<>();
        List<Integer> path = new ArrayList<>();
        while (seen.putIfAbsent(at, path.size()) == null) {
            path.add(at);
            at = Arrays.stream(parents[at])
                    .filter(parent -> missing[parent] > 0)
                    .findFirst()
                    .orElseThrow();
        }
        List<Integer> circle = new ArrayList<>(path.subList(seen.getOrDefault(at, 0), path.size()));
        circle.add(at);
        Collections.reverse(circle);
        return circle.stream().map(i -> nodes.get(i).name()).collect(Collectors.joining(" -> "));
    }

    private static List<List<Integer>> grouped(int[] level) {
        List<List<Integer>> levels = new ArrayList<>();
        for (int i = 0; i < level.length; i++) {
            while (levels.size() <= level[i]) {
                levels.add(new ArrayList<>());
            }
            levels.get(level[i]).add(i);
        }
        levels.replaceAll(Collections::unmodifiableList);
        return Collections.unmodifiableList(levels);
    }

    /** The number of tasks. */
    public int size() {
        return nodes.size();
    }

    /** The task with this number. */
    public Node node(int number) {
        return nodes.get(number);
    }

    /** The number of dependencies between tasks; one that was declared twice counts once. */
    public int edgeCount() {
        return Arrays.stream(parents).mapToInt(of -> of.length).sum();
    }

    /** What this task depends on, by name. */
    public List<Integer> parents(int number) {
        return boxed(parents[number]);
    }

    /** What depends on this task, by name. */
    public List<Integer> children(int number) {
        return boxed(children[number]);
    }

    /** Tasks that depend on nothing. */
    public List<Integer> roots() {
        return where(i -> parents[i].length == 0);
    }

    /** Tasks on which nothing depends. */
    public List<Integer> leaves() {
        return where(i -> children[i].length == 0);
    }

    /** The tasks of each level; those of one level do not depend on each other. */
    public List<List<Integer>> levels() {
        return levels;
    }

    /** The level of a task, from 0: the length of the longest chain that leads to it. */
    public int level(int number) {
        return level[number];
    }

    /** The number of dependencies in the longest chain. */
    public int longestLength() {
        return Math.max(0, levels.size() - 1);
    }

    /**
     * At most three longest chains: one for each task that ends one, by name. Where several lead to the same task it is the one
     * that is first by name, from the end. Without any dependency it is the first task alone; without any task there is none.
     */
    public List<List<Integer>> longestChains() {
        if (levels.isEmpty()) {
            return List.of();
        }
        int most = longestLength() == 0 ? 1 : MOST_CHAINS;
        return levels.get(levels.size() - 1).stream()
                .limit(most)
                .map(this::chainTo)
                .toList();
    }

    private List<Integer> chainTo(int end) {
        Integer[] chain = new Integer[level[end] + 1];
        int at = end;
        for (int i = chain.length - 1; i > 0; i--) {
            chain[i] = at;
            int above = i - 1;
            at = Arrays.stream(parents[at])
                    .filter(parent -> level[parent] == above)
                    .findFirst()
                    .orElseThrow();
        }
        chain[0] = at;
        return List.of(chain);
    }

    /** Tasks that depend on two others or more, by name. */
    public List<Integer> fanIn() {
        return where(i -> parents[i].length >= HOT);
    }

    /** Tasks on which two others or more depend, by name. */
    public List<Integer> fanOut() {
        return where(i -> children[i].length >= HOT);
    }

    private List<Integer> where(java.util.function.IntPredicate condition) {
        return IntStream.range(0, nodes.size()).filter(condition).boxed().toList();
    }

    private static List<Integer> boxed(int[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }
}
