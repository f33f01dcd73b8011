package dev.tagwerk.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.flow.FlowGraph.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowGraphTest {
    private static FlowGraph graph(Node... nodes) {
        return new FlowGraph("test", List.of(nodes));
    }

    @Test
    @DisplayName("TO-114: numbers in the order of names")
    void nodes_inAnyOrder_areNumberedByName() {
        GraphAnalysis analysis =
                graph(Node.of("c", "a"), Node.of("a"), Node.of("b")).analysis();

        assertThat(IntStream.range(0, 3).mapToObj(i -> analysis.node(i).name())).containsExactly("a", "b", "c");
    }

    @Test
    @DisplayName("TO-115: roots, leaves, and a dependency given twice counts once")
    void diamond_withRepeatedDependency_isCountedOnce() {
        GraphAnalysis analysis = graph(Node.of("d", "c", "b", "c"), Node.of("c", "a"), Node.of("b", "a"), Node.of("a"))
                .analysis();

        assertThat(analysis.size()).isEqualTo(4);
        assertThat(analysis.edgeCount()).isEqualTo(4);
        assertThat(analysis.roots()).containsExactly(0);
        assertThat(analysis.leaves()).containsExactly(3);
        assertThat(analysis.children(0)).containsExactly(1, 2);
        assertThat(analysis.parents(3)).containsExactly(1, 2);
    }

    @Test
    @DisplayName("TO-116: one level below the deepest parent")
    void levels_ofUnevenPaths_followTheDeepest() {
        GraphAnalysis analysis = graph(Node.of("a"), Node.of("b", "a"), Node.of("c", "b", "a"), Node.of("z"))
                .analysis();

        assertThat(analysis.levels()).containsExactly(List.of(0, 3), List.of(1), List.of(2));
        assertThat(analysis.level(2)).isEqualTo(2);
    }

    @Test
    @DisplayName("TO-118: at most three chains, one per end, by name, the first parent wins")
    void longestChains_ofSeveral_areTheFirstThree() {
        GraphAnalysis analysis = graph(
                        Node.of("a"),
                        Node.of("b"),
                        Node.of("m", "b", "a"),
                        Node.of("w", "m"),
                        Node.of("x", "m"),
                        Node.of("y", "m"),
                        Node.of("z", "m"),
                        Node.of("short", "a"))
                .analysis();

        assertThat(analysis.longestLength()).isEqualTo(2);
        assertThat(analysis.longestChains().stream()
                        .map(chain -> String.join(
                                "",
                                chain.stream().map(i -> analysis.node(i).name()).toList())))
                .containsExactly("amw", "amx", "amy");
    }

    @Test
    @DisplayName("TO-118: without dependencies the length is 0 and the chain the first task")
    void longestChains_withoutEdges_isTheFirstTask() {
        assertThat(graph(Node.of("b"), Node.of("a")).analysis().longestChains()).containsExactly(List.of(0));
        assertThat(graph(Node.of("b"), Node.of("a")).analysis().longestLength()).isZero();
        assertThat(graph().analysis().longestChains()).isEmpty();
        assertThat(graph().analysis().levels()).isEmpty();
    }

    @Test
    @DisplayName("TO-119: fan-in and fan-out from two on")
    void hotSpots_ofDiamond_areItsEnds() {
        GraphAnalysis analysis = graph(Node.of("d", "c", "b"), Node.of("c", "a"), Node.of("b", "a"), Node.of("a"))
                .analysis();

        assertThat(analysis.fanIn()).containsExactly(3);
        assertThat(analysis.fanOut()).containsExactly(0);
    }

    @Test
    void cycle_ofSeveral_isRefusedWithItsPath() {
        assertThatThrownBy(() -> graph(
                        Node.of("in"),
                        Node.of("a", "c", "in"),
                        Node.of("b", "a"),
                        Node.of("c", "b"),
                        Node.of("out", "c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("graph of test")
                .hasMessageContaining("a -> b -> c -> a");
        assertThatThrownBy(() -> graph(Node.of("a", "a"))).hasMessageContaining("a -> a");
    }

    @Test
    void dependency_unknown_isRefusedWithNearMatch() {
        assertThatThrownBy(() -> graph(Node.of("load"), Node.of("clean", "laod")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("graph of test: \"clean\" depends on \"laod\", which is not there; there is load");
    }

    @Test
    void name_twice_isRefused() {
        assertThatThrownBy(() -> graph(Node.of("a"), Node.of("a"))).hasMessageContaining("two tasks named \"a\"");
    }

    @Test
    void chain_ofTenThousand_isAnalysed() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            nodes.add(i == 0 ? Node.of(id(0)) : Node.of(id(i), id(i - 1)));
        }
        Collections.shuffle(nodes, new Random(1));

        GraphAnalysis analysis = new FlowGraph("chain", nodes).analysis();

        assertThat(analysis.longestLength()).isEqualTo(9_999);
        assertThat(analysis.longestChains())
                .containsExactly(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void circle_ofTenThousand_isNamed() {
        List<Node> nodes = IntStream.range(0, 10_000)
                .mapToObj(i -> Node.of(id(i), id((i + 1) % 10_000)))
                .toList();

        assertThatThrownBy(() -> new FlowGraph("circle", nodes)).hasMessageContaining(id(5000) + " -> " + id(4999));
    }

    @Test
    void fan_ofHundredThousand_isAnalysed() {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Node.of("a"));
        nodes.add(new Node(
                "z", IntStream.range(0, 100_000).mapToObj(FlowGraphTest::id).toList(), "", Set.of()));
        IntStream.range(0, 100_000).forEach(i -> nodes.add(Node.of(id(i), "a")));

        GraphAnalysis analysis = new FlowGraph("fan", nodes).analysis();

        assertThat(analysis.edgeCount()).isEqualTo(200_000);
        assertThat(analysis.levels().stream().map(List::size)).containsExactly(1, 100_000, 1);
        assertThat(analysis.children(0)).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void random_graphs_keepWhatLevelsAndChainsMean(long seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(60);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<String> dependencies = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(size) < 2) {
                    dependencies.add(id(j * 7919 % 10_000));
                }
            }
            nodes.add(new Node(id(i * 7919 % 10_000), dependencies, "", Set.of()));
        }

        GraphAnalysis analysis = new FlowGraph("random", nodes).analysis();

        for (int i = 0; i < size; i++) {
            int deepest =
                    analysis.parents(i).stream().mapToInt(analysis::level).max().orElse(-1);
            assertThat(analysis.level(i)).as("seed %d, task %d", seed, i).isEqualTo(deepest + 1);
            for (int parent : analysis.parents(i)) {
                assertThat(analysis.children(parent)).contains(i);
            }
        }
        for (List<Integer> chain : analysis.longestChains()) {
            assertThat(chain).hasSize(analysis.longestLength() + 1);
            for (int i = 1; i < chain.size(); i++) {
                assertThat(analysis.parents(chain.get(i))).contains(chain.get(i - 1));
            }
        }
    }

    private static String id(int number) {
        return String.format("n%05d", number);
    }
}
