package dev.tagwerk.cli.graph;

/** The style sheet of {@link SvgPicture}. */
final class SvgStyle {
    private static final String COMMON = """
            .tagwerk text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","DejaVu Sans",Arial,sans-serif}
            .tw-title{font-size:16px;font-weight:600}
            .tw-counts{font-size:12px}
            .tw-name{font-size:13px}
            .tw-tag{font-size:10px;text-anchor:middle}
            .tw-box{stroke-width:1.2}
            .tw-edge{fill:none;stroke-width:1.4}
            .tw-task:hover .tw-edge{stroke-width:2.4}
            """;

    private static final String LIGHT = """
            .tw-ground{fill:#f8fafc}
            .tw-title,.tw-name{fill:#1b2430}
            .tw-counts{fill:#66707f}
            .tw-box{fill:#ffffff;stroke:#c5cdd9}
            .tw-edge{stroke:#93a0b4}
            .tw-task:hover .tw-box,.tw-task:hover .tw-edge{stroke:#2563eb}
            .tw-arrow{fill:#93a0b4}
            .tw-chip{fill:#e8ecf2}
            .tw-tag{fill:#4a5567}
            """;

    private static final String DARK = """
            .tw-ground{fill:#11151b}
            .tw-title,.tw-name{fill:#e7ebf1}
            .tw-counts{fill:#94a0b0}
            .tw-box{fill:#1c222b;stroke:#414c5b}
            .tw-edge{stroke:#66758a}
            .tw-task:hover .tw-box,.tw-task:hover .tw-edge{stroke:#7cb0ff}
            .tw-arrow{fill:#66758a}
            .tw-chip{fill:#2b333f}
            .tw-tag{fill:#c3ccd9}
            """;

    private SvgStyle() {}

    static String of(TagColours colours) {
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        for (int colour : colours.used()) {
            light.append(chip(colour, TagColours.fill(colour), TagColours.ink(colour)));
            dark.append(chip(colour, TagColours.darkFill(colour), TagColours.darkInk(colour)));
        }
        return COMMON + LIGHT + light + "@media (prefers-color-scheme:dark){\n" + DARK + dark + "}\n";
    }

    private static String chip(int colour, String fill, String ink) {
        return ".tw-chip.tw-c" + colour + "{fill:" + fill + "}.tw-tag.tw-c" + colour + "{fill:" + ink + "}\n";
    }
}
