package dev.tagwerk.cli;

import dev.tagwerk.cli.graph.GraphFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tagwerk graph}: how the tasks of a file depend on each other. For one thread at a time. */
@Command(
        name = "graph",
        mixinStandardHelpOptions = true,
        description = "Shows how the tasks of a file, a class or a jar depend on each other.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk graph Report.java",
            "  tagwerk graph Report.java --format svg > report.svg",
            "  tagwerk graph Report.java::+chart --format mermaid",
            "  tagwerk graph Report.java --format dot | dot -Tpng > report.png"
        })
final class GraphCommand implements Callable<Integer> {
    private final Streams streams;

    @Parameters(paramLabel = "TARGET", description = "FILE.java, CLASS or FILE.jar; tasks behind ::.")
    private String target = "";

    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default), mermaid, dot, json or svg.")
    private GraphFormat format = GraphFormat.TEXT;

    @Option(names = "--json", description = "The same as --format json.")
    private boolean json;

    @Option(
            names = "--only",
            paramLabel = "TASKS",
            split = ",",
            description = "These tasks alone, separated by commas.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--tags",
            paramLabel = "TAGS",
            split = ",",
            description = "The tasks that have all of these tags, alone.")
    private List<String> tags = new ArrayList<>();

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "Folders and jars for a class, as for java.")
    private @Nullable String classPath;

    GraphCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        try (LoadedFlow loaded =
                LoadedFlow.load(streams, target, classPath, new LoadedFlow.Choice(only, tags, Set.of()))) {
            StringBuilder text = new StringBuilder();
            (json ? GraphFormat.JSON : format).write(loaded.plan().graph(), text);
            streams.out().print(text.toString());
            return ExitCodes.GOOD;
        }
    }
}
