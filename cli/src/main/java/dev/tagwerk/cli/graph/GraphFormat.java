package dev.tagwerk.cli.graph;

import dev.tagwerk.flow.FlowGraph;
import java.io.IOException;

/** The forms in which a graph can be shown. */
public enum GraphFormat {
    /** A report for reading. */
    TEXT {
        @Override
        public void write(FlowGraph graph, Appendable out) throws IOException {
            new TextReport(graph, out).write();
        }
    },
    /** A flowchart for Mermaid. */
    MERMAID {
        @Override
        public void write(FlowGraph graph, Appendable out) throws IOException {
            new MermaidText(graph, out).write();
        }
    },
    /** A graph for Graphviz. */
    DOT {
        @Override
        public void write(FlowGraph graph, Appendable out) throws IOException {
            new DotText(graph, out).write();
        }
    },
    /** One JSON object on one line. */
    JSON {
        @Override
        public void write(FlowGraph graph, Appendable out) throws IOException {
            new JsonText(graph, out).write();
        }
    },
    /** A picture. */
    SVG {
        @Override
        public void write(FlowGraph graph, Appendable out) throws IOException {
            SvgPicture.of(graph).write(out);
        }
    };

    /**
     * Writes a graph, always the same way.
     *
     * @throws GraphTooLargeException when a picture of so many tasks would not be of use
     * @throws IOException when {@code out} cannot be written
     */
    public abstract void write(FlowGraph graph, Appendable out) throws IOException;
}
