package dev.tagwerk.proof.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of code in a Markdown file, in order. Immutable.
 *
 * @param path where it is, from the root of the repository
 * @param blocks its blocks
 */
record Document(String path, List<Block> blocks) {
    static final Path ROOT = Path.of(System.getProperty("tagwerk.root", ".."));

    private static final String FENCE = "```";
    private static final String MARK = "<!-- ";
    private static final String MARK_END = " -->";

    /**
     * A block. Immutable.
     *
     * @param language what stands behind its fence
     * @param mark what stands in a comment on the line before it; empty for none
     * @param line the line of its fence
     * @param text what it says
     */
    record Block(String language, String mark, int line, String text) {}

    static Document read(String path) {
        try {
            return of(path, Files.readString(ROOT.resolve(path)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Document of(String path, String markdown) {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = markdown.lines().toList();
        String mark = "";
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                StringBuilder text = new StringBuilder();
                int begin = i;
                for (i++; !lines.get(i).startsWith(FENCE); i++) {
                    text.append(lines.get(i)).append('\n');
                }
                blocks.add(new Block(line.substring(FENCE.length()).strip(), mark, begin + 1, text.toString()));
                mark = "";
            } else if (line.startsWith(MARK) && line.endsWith(MARK_END)) {
                mark = line.substring(MARK.length(), line.length() - MARK_END.length());
            } else if (!line.isBlank()) {
                mark = "";
            }
        }
        return new Document(path, blocks);
    }

    List<Block> of(String language) {
        return blocks.stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }

    /** Where a line of this block is: path and line. */
    String at(Block block, long lineOfText) {
        return path + ":" + (block.line() + lineOfText);
    }
}
