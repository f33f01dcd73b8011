package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs workloads and prints one table; see {@link Arguments#HELP}. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /** Measures what is asked for; or does a part of a workload, when this process was started for that. */
    public static void main(String[] arguments) throws Exception {
        List<String> words = List.of(arguments);
        if (words.contains(Side.ARGUMENT)) {
            Side.serve(arguments);
            return;
        }
        if (words.contains(Participant.ARGUMENT)) {
            Participant.participate(words.subList(1, words.size()));
            return;
        }
        if (words.contains(WakeUp.ARGUMENT)) {
            WakeUp.participate(words.subList(1, words.size()));
            return;
        }
        System.exit(run(words));
    }

    /** Gives the exit status. */
    static int run(List<String> words) throws IOException, InterruptedException {
        try {
            Arguments arguments = Arguments.parse(words);
            return switch (arguments.manner().task()) {
                case HELP -> say(Arguments.HELP);
                case LIST -> list(arguments.workloads());
                case SCALE ->
                    inFolder(folder -> new ScaleRun(folder, progress(), arguments.runs())
                                    .print(arguments.workloads(), arguments.size(), System.out)
                            ? 0
                            : 1);
                case TABLE -> inFolder(folder -> table(arguments, folder, Machine.here(words)));
            };
        } catch (UsageException wrong) {
            System.err.println("benchmarks: " + wrong.getMessage());
            return USAGE;
        }
    }

    private static int say(String text) {
        System.out.print(text);
        return 0;
    }

    private static int list(List<Workload> workloads) {
        workloads.forEach(workload -> System.out.printf(Locale.ROOT, "%-16s  %s%n", workload.name(), workload.what()));
        return 0;
    }

    /** Something to do in a folder. */
    private interface InFolder {
        int run(Path folder) throws IOException, InterruptedException;
    }

    private static int inFolder(InFolder work) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("tagwerk-benchmarks-");
        try {
            return work.run(folder);
        } finally {
            Folders.delete(folder);
        }
    }

    private static Progress progress() {
        return new Progress(System.err, Boolean.getBoolean("benchmarks.progress"));
    }

    private static int table(Arguments arguments, Path folder, Machine machine)
            throws IOException, InterruptedException {
        Progress progress = progress();
        Measurer measurer = new Measurer(folder, progress, arguments.runs());
        Peers peers = new Peers(Path.of(System.getProperty("tagwerk.root", "")), progress);
        TextTable table = new TextTable(System.out, Integer.getInteger("benchmarks.width", 200));
        List<Result> results = new ArrayList<>();
        table.heads();
        for (Workload workload : arguments.workloads()) {
            if (!workload.missing().isEmpty()) {
                System.err.println("benchmarks: " + workload.name() + " is left out: " + workload.missing());
                continue;
            }
            Result result = measurer.measure(workload, arguments.size());
            if (arguments.manner().peers() && result.failure().isEmpty()) {
                result = result.with(peers.measure(workload, arguments.size().quick()));
            }
            Rows.of(result).forEach(table::row);
            if (!result.failure().isEmpty()) {
                System.err.println("benchmarks: " + workload.name() + ": " + result.failure());
            }
            results.add(result);
        }
        write(arguments.files(), results, machine);
        boolean missed = results.stream()
                .anyMatch(result -> result.workload().lines().stream()
                        .anyMatch(line -> result.ours(line.key()) != null && !result.isMet(line)));
        System.out.println((missed ? "! = the aim is missed. " : "")
                + "Times are per task where a workload has several. " + machine.text());
        return results.stream().allMatch(result -> result.failure().isEmpty()) ? 0 : 1;
    }

    private static void write(Arguments.Files files, List<Result> results, Machine machine) throws IOException {
        Path json = files.json();
        if (json != null) {
            Files.writeString(json, Document.of(results, machine));
        }
        Path markdown = files.markdown();
        if (markdown != null) {
            Files.writeString(markdown, MarkdownTable.of(results, machine));
        }
    }
}
