package dev.tagwerk.cli.graph;

import dev.tagwerk.flow.FlowGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which colour stands for which tag: in the order of their names, over again after the last. */
final class TagColours {
    /** Fill, stroke and ink on light ground, then on dark ground. */
    private static final List<List<String>> PALETTE = List.of(
            List.of("#dbeafe", "#3b82f6", "#1e40af", "#172f5c", "#5b9bf8", "#bfdbfe"),
            List.of("#dcfce7", "#22a55b", "#166534", "#11391f", "#3fbf74", "#bbf7d0"),
            List.of("#fef3c7", "#d99a06", "#854d0e", "#40300a", "#e0b040", "#fde68a"),
            List.of("#f3e8ff", "#a855f7", "#6b21a8", "#36174f", "#b67bf5", "#e9d5ff"),
            List.of("#fee2e2", "#e05252", "#991b1b", "#471a1a", "#ee7d7d", "#fecaca"),
            List.of("#ccfbf1", "#14a395", "#115e59", "#0d3b37", "#3fc2b4", "#99f6e4"),
            List.of("#fce7f3", "#e0559c", "#9d174d", "#48152f", "#ee80b5", "#fbcfe8"),
            List.of("#e5e7eb", "#7b8494", "#374151", "#2c333d", "#98a1b0", "#d7dbe2"));

    private final Map<String, Integer> byTag;

    private TagColours(Map<String, Integer> byTag) {
        this.byTag = byTag;
    }

    static TagColours of(FlowGraph graph) {
        Map<String, Integer> byTag = new HashMap<>();
        graph.nodes().stream()
                .flatMap(node -> node.tags().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(tag -> byTag.put(tag, byTag.size() % PALETTE.size()));
        return new TagColours(byTag);
    }

    int of(String tag) {
        return byTag.getOrDefault(tag, 0);
    }

    /** The colours that some tag has. */
    Set<Integer> used() {
        return new TreeSet<>(byTag.values());
    }

    static String fill(int colour) {
        return PALETTE.get(colour).get(0);
    }

    static String stroke(int colour) {
        return PALETTE.get(colour).get(1);
    }

    static String ink(int colour) {
        return PALETTE.get(colour).get(2);
    }

    static String darkFill(int colour) {
        return PALETTE.get(colour).get(3);
    }

    static String darkStroke(int colour) {
        return PALETTE.get(colour).get(4);
    }

    static String darkInk(int colour) {
        return PALETTE.get(colour).get(5);
    }
}
