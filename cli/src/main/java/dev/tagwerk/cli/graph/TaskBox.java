package dev.tagwerk.cli.graph;

import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.flow.FlowGraph;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands in the box of a task, and how large that makes it.
 *
 * @param name its name, the middle left out where it is too long
 * @param chips its tags, as far as there is room
 * @param width the least width of the box
 */
record TaskBox(String name, List<Chip> chips, double width) {
    static final double NAME_SIZE = 13;
    static final double CHIP_SIZE = 10;
    static final double PADDING = 12;
    static final double CHIP_PADDING = 6;
    static final double CHIP_GAP = 5;
    static final double CHIP_HEIGHT = 15;

    private static final double LONGEST_NAME = 240;
    private static final double LONGEST_CHIP = 90;
    private static final double NARROWEST = 84;
    private static final double HEIGHT = 36;
    private static final double HEIGHT_WITH_CHIPS = 56;

    /** A tag, shown; the last may stand for several that found no room, and then has an empty tag. */
    record Chip(String text, String tag) {
        double width() {
            return Lettering.width(text, CHIP_SIZE) + 2 * CHIP_PADDING;
        }
    }

    static TaskBox of(FlowGraph.Node node) {
        String name = Lettering.cut(TextWidth.visible(node.name()), NAME_SIZE, LONGEST_NAME);
        List<Chip> chips = new ArrayList<>();
        double room = LONGEST_NAME;
        double used = 0;
        List<String> tags = List.copyOf(node.tags());
        for (int i = 0; i < tags.size(); i++) {
            Chip chip = new Chip(Lettering.cut(TextWidth.visible(tags.get(i)), CHIP_SIZE, LONGEST_CHIP), tags.get(i));
            Chip rest = new Chip("+" + (tags.size() - i), "");
            double reserve = i + 1 < tags.size() ? CHIP_GAP + rest.width() : 0;
            if (used + chip.width() + reserve > room) {
                chips.add(rest);
                used += rest.width() + CHIP_GAP;
                break;
            }
            chips.add(chip);
            used += chip.width() + CHIP_GAP;
        }
        double text = Math.max(Lettering.width(name, NAME_SIZE), used - CHIP_GAP);
        return new TaskBox(name, List.copyOf(chips), Math.max(NARROWEST, Math.ceil(text + 2 * PADDING)));
    }

    double height() {
        return chips.isEmpty() ? HEIGHT : HEIGHT_WITH_CHIPS;
    }
}
