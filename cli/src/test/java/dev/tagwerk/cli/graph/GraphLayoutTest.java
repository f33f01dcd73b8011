package dev.tagwerk.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.cli.graph.GraphLayout.Box;
import dev.tagwerk.cli.graph.GraphLayout.Line;
import dev.tagwerk.cli.graph.GraphLayout.Pass;
import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.FlowGraph.Node;
import dev.tagwerk.flow.GraphAnalysis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLayoutTest {
    private static final double LEAST_GAP = 8;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void of_randomGraphs_keepsWhatAPictureNeeds(int seed) {
        FlowGraph graph = Graphs.random(seed, 5 + 12 * seed);
        GraphLayout layout = GraphLayout.of(graph);

        assertThat(layout.boxes()).hasSize(graph.nodes().size());
        assertThat(layout.lines()).hasSize(graph.analysis().edgeCount());
        assertSound(layout);
    }

    @Test
    void of_specialShapes_keepsWhatAPictureNeeds() {
        assertSound(GraphLayout.of(new FlowGraph("none", List.of())));
        assertSound(GraphLayout.of(Graphs.report()));
        assertSound(GraphLayout.of(Graphs.odd()));
        assertSound(GraphLayout.of(Graphs.chain(1_500)));
        assertSound(GraphLayout.of(Graphs.fan(300)));
    }

    /** Boxes lie apart and within the picture, time runs to the right, and lines pass beside boxes. */
    private static void assertSound(GraphLayout layout) {
        for (Box box : layout.boxes()) {
            assertThat(box.x()).isGreaterThanOrEqualTo(0);
            assertThat(box.y()).isGreaterThanOrEqualTo(-0.001);
            assertThat(box.right()).isLessThanOrEqualTo(layout.width() + 0.001);
            assertThat(box.bottom()).isLessThanOrEqualTo(layout.height() + 0.001);
            for (Box other : layout.boxes()) {
                assertThat(other.task() == box.task() || apart(box, other))
                        .as("%s and %s", box, other)
                        .isTrue();
            }
        }
        for (Line line : layout.lines()) {
            double x = line.from().right();
            for (Pass pass : line.passes()) {
                assertThat(pass.left()).isGreaterThan(x);
                x = pass.right();
                for (Box box : layout.boxes()) {
                    boolean beside = box.right() < pass.left() || box.x() > pass.right();
                    boolean away = pass.y() < box.y() - LEAST_GAP || pass.y() > box.bottom() + LEAST_GAP;
                    assertThat(beside || away).as("%s and %s", pass, box).isTrue();
                }
            }
            assertThat(line.to().x()).isGreaterThan(x);
        }
    }

    private static boolean apart(Box one, Box other) {
        return one.right() + LEAST_GAP <= other.x()
                || other.right() + LEAST_GAP <= one.x()
                || one.bottom() + LEAST_GAP <= other.y()
                || other.bottom() + LEAST_GAP <= one.y();
    }

    @Test
    void of_chain_isStraight() {
        GraphLayout layout = GraphLayout.of(Graphs.chain(20));

        assertThat(layout.boxes().stream().map(Box::middle).distinct()).hasSize(1);
    }

    @Test
    void of_tree_hasParentsInTheMiddleAndNoCrossings() {
        List<Node> nodes = new ArrayList<>(List.of(Node.of(Graphs.id(0))));
        IntStream.range(1, 40).forEach(i -> nodes.add(Node.of(Graphs.id(i), Graphs.id((i - 1) / 3))));
        FlowGraph tree = new FlowGraph("tree", nodes);

        assertThat(crossings(tree)).isZero();
        List<Box> boxes = GraphLayout.of(tree).boxes();
        double first = boxes.get(1).middle();
        double last = boxes.get(3).middle();
        assertThat(boxes.get(0).middle()).isCloseTo((first + last) / 2, org.assertj.core.api.Assertions.within(6.0));
    }

    @Test
    void reduce_scrambledRing_comesCloseToTheLeast() {
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String first = Graphs.id(i * 17 % 30);
            nodes.add(Node.of(first));
            nodes.add(Node.of("m" + first, first));
            nodes.add(Node.of("z" + first, "m" + first, "m" + Graphs.id((i + 1) * 17 % 30)));
        }

        // The least is 29: one edge of a ring has to go past all others. Sweeps alone stay at 90.
        assertThat(crossings(new FlowGraph("ring", nodes))).isLessThanOrEqualTo(60);
    }

    @Test
    void reduce_randomGraph_crossesMuchLessThanAsGiven() {
        GraphAnalysis analysis = Graphs.random(3, 80).analysis();
        LayeredGraph graph = layered(analysis);
        for (List<Slot> layer : graph.layers()) {
            IntStream.range(0, layer.size()).forEach(i -> layer.get(i).index = i);
        }
        long before = CrossingReduction.crossings(graph.layers());

        CrossingReduction.reduce(graph);

        assertThat(CrossingReduction.crossings(graph.layers())).isLessThan(before / 3);
    }

    @Test
    void of_unconnectedGroups_lieApart() {
        FlowGraph graph = new FlowGraph(
                "groups",
                List.of(
                        Node.of("a"),
                        Node.of("b", "a"),
                        Node.of("x"),
                        Node.of("y", "x"),
                        Node.of("z", "y"),
                        Node.of("one")));

        List<Box> boxes = GraphLayout.of(graph).boxes();

        assertThat(boxes.get(3).x()).as("x of the largest group comes first").isZero();
        assertThat(boxes.get(0).x())
                .as("the next group beside it")
                .isGreaterThan(boxes.get(5).right());
    }

    @Test
    void of_rootNeededLate_liesCloseToWhereItIsNeeded() {
        FlowGraph graph = new FlowGraph(
                "late",
                List.of(
                        Node.of("a"),
                        Node.of("b", "a"),
                        Node.of("c", "b"),
                        Node.of("d", "c", "late"),
                        Node.of("late")));

        List<Box> boxes = GraphLayout.of(graph).boxes();

        assertThat(boxes.get(4).x()).isEqualTo(boxes.get(2).x());
    }

    private static long crossings(FlowGraph graph) {
        LayeredGraph layered = layered(graph.analysis());
        CrossingReduction.reduce(layered);
        return CrossingReduction.crossings(layered.layers());
    }

    private static LayeredGraph layered(GraphAnalysis analysis) {
        return LayeredGraph.of(
                analysis, IntStream.range(0, analysis.size()).boxed().toList(), task -> 36);
    }
}
