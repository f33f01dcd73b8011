package dev.tagwerk.cli.graph;

import dev.tagwerk.flow.FlowGraph;
import dev.tagwerk.flow.GraphAnalysis;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A graph as one JSON object on one line; its fields are told in {@code docs/json.md}. */
final class JsonText {
    private final FlowGraph graph;
    private final GraphAnalysis analysis;
    private final Appendable out;

    JsonText(FlowGraph graph, Appendable out) {
        this.graph = graph;
        this.analysis = graph.analysis();
        this.out = out;
    }

    void write() throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("type", "graph");
            json.writeStringProperty("name", graph.name());
            json.writeArrayPropertyStart("tasks");
            for (int i = 0; i < analysis.size(); i++) {
                task(json, i);
            }
            json.writeEndArray();
            json.writeNumberProperty("dependencies", analysis.edgeCount());
            texts(json, "roots", names(analysis.roots()));
            texts(json, "leaves", names(analysis.leaves()));
            json.writeNumberProperty("levels", analysis.levels().size());
            json.writeNumberProperty("longestLength", analysis.longestLength());
            json.writeArrayPropertyStart("longestChains");
            for (List<Integer> chain : analysis.longestChains()) {
                json.writeStartArray();
                names(chain).forEach(json::writeString);
                json.writeEndArray();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        out.append(text.toString()).append('\n');
    }

    private void task(JsonGenerator json, int task) {
        FlowGraph.Node node = analysis.node(task);
        json.writeStartObject();
        json.writeNumberProperty("number", task);
        json.writeStringProperty("name", node.name());
        json.writeStringProperty("description", node.description());
        texts(json, "tags", node.tags());
        json.writeNumberProperty("level", analysis.level(task));
        texts(json, "dependencies", names(analysis.parents(task)));
        texts(json, "dependents", names(analysis.children(task)));
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, Collection<String> values) {
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private List<String> names(List<Integer> tasks) {
        return tasks.stream().map(task -> analysis.node(task).name()).toList();
    }
}
