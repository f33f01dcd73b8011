package dev.tagwerk.cli;

import dev.tagwerk.flow.BadParametersException;
import dev.tagwerk.flow.ParameterSpec;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.PlannedTask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code tagwerk run}: the tasks of a file. For one thread at a time. */
@Command(
        name = "run",
        description = {
            "Runs the tasks of a Java file, of a class, or of a jar, each after those it needs.",
            "What is done stays done: started again, it runs what is left, what failed, and",
            "what has another fingerprint or other parameters than before; --full runs all.",
            "Several starts at the same time share the work."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk run Report.java                    all tasks",
            "  tagwerk run Report.java::+stats            stats and all that it needs",
            "  tagwerk run Report.java::stats,chart       these alone",
            "  tagwerk run Report.java --rows=1000        a parameter of the file",
            "  tagwerk run Report.java --help             its tasks and parameters",
            "  tagwerk run Report.java::stats --result 'load=[1,2,3]'",
            "  tagwerk run com.acme.Nightly -cp build/classes:lib/*",
            "",
            "What a task prints is kept beside the store: tagwerk log TASK. On Ctrl-C nothing",
            "new starts and what runs may end; the second Ctrl-C interrupts it."
        })
final class RunCommand implements Callable<Integer> {
    private final Streams streams;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "TARGET",
            arity = "0..1",
            description = "FILE.java, CLASS or FILE.jar; tasks behind ::, with + in front those they need, too.")
    private @Nullable String target;

    @Option(
            names = {"-h", "--help"},
            description = "Show this help; with a target, its tasks and parameters.")
    private boolean help;

    @Option(
            names = {"-j", "--workers"},
            paramLabel = "N",
            description = "Tasks at a time (default: one per processor).")
    private @Nullable Integer workers;

    @Option(
            names = "--store",
            paramLabel = "FILE",
            description = "The store (default: TAGWERK_STORE, else .tagwerk/store.db).")
    private @Nullable String store;

    @Option(names = "--full", description = "Run everything, even what is done.")
    private boolean full;

    @Option(
            names = "--only",
            paramLabel = "TASKS",
            split = ",",
            description = "These tasks alone, separated by commas; the order between them stays.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--tags",
            paramLabel = "TAGS",
            split = ",",
            description = "The tasks that have all of these tags, alone; the order between them stays.")
    private List<String> tags = new ArrayList<>();

    @Option(names = "--keep-going", description = "Run whatever does not need what failed (the default).")
    private boolean keepGoing;

    @Option(names = "--fail-fast", description = "Start nothing more once a task has failed.")
    private boolean failFast;

    @Option(
            names = "--retry",
            paramLabel = "N",
            description = "Try failed tasks that do not say so themselves N times more.")
    private int retries;

    @Option(names = "--label", paramLabel = "L", description = "A label that this worker offers; may be repeated.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--result",
            paramLabel = "TASK=JSON",
            description = "Do not run TASK, and give this value to those who take its own; may be repeated.")
    private List<String> results = new ArrayList<>();

    @Option(
            names = {"-cp", "--class-path"},
            paramLabel = "PATH",
            description = "Folders and jars for a class, as for java.")
    private @Nullable String classPath;

    @Option(names = "--dry-run", description = "Say what would run, and touch nothing.")
    private boolean dryRun;

    @Option(names = "--log", description = "Show what tasks print, too, each line behind the task's name.")
    private boolean log;

    @Option(names = "--verbose", description = "Show starts, and what is up to date, too.")
    private boolean verbose;

    @Option(names = "--json", description = "One JSON object per task and one for the run (docs/json.md).")
    private boolean json;

    @Unmatched
    private List<String> others = new ArrayList<>();

    RunCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() {
        if (help && target == null) {
            spec.commandLine().usage(spec.commandLine().getOut());
            return ExitCodes.GOOD;
        }
        if (target == null) {
            throw new UsageException("run: name a file, a class or a jar, for instance tagwerk run Report.java");
        }
        if (keepGoing && failFast) {
            throw new UsageException("run: --keep-going and --fail-fast exclude each other; give one");
        }
        requireAtLeast("-j", workers, 1);
        requireAtLeast("--retry", retries, 0);
        LoadedFlow.Choice choice = new LoadedFlow.Choice(only, tags, givenNames());
        try (LoadedFlow loaded = LoadedFlow.load(streams, target, classPath, choice)) {
            ParameterSpec parameters = loaded.plan().surroundings().parameters();
            refuseHidden(parameters);
            if (help) {
                new FlowHelp(streams, target, loaded.plan()).print();
                return ExitCodes.GOOD;
            }
            Params params = params(parameters);
            String address = store == null ? streams.variable("TAGWERK_STORE", StoreOption.DEFAULT) : store;
            if (dryRun) {
                new DryRun(streams, loaded, address, params, full).print(json);
                return ExitCodes.GOOD;
            }
            FlowExecution.Wish wish = new FlowExecution.Wish(
                    new FlowExecution.Crew(workers, labels, retries),
                    new FlowExecution.Mode(full, failFast),
                    new FlowExecution.View(log, verbose, json),
                    params,
                    given(loaded));
            return new FlowExecution(streams, loaded, address, wish).run();
        }
    }

    private static void requireAtLeast(String option, @Nullable Integer value, int least) {
        if (value != null && value < least) {
            throw new UsageException(option + ": " + value + " is too small; expected " + least + " or more");
        }
    }

    /** A parameter that is called like an option of ours could never be given. */
    private void refuseHidden(ParameterSpec parameters) {
        List<String> hidden = parameters.describe().stream()
                .map(parameter -> "--" + parameter.name())
                .filter(spec.optionsMap()::containsKey)
                .toList();
        if (!hidden.isEmpty()) {
            throw new UsageException(target + ": " + String.join(", ", hidden)
                    + (hidden.size() == 1 ? " is an option" : " are options")
                    + " of tagwerk run, so a parameter of the file cannot be called so; give it another name");
        }
    }

    /** What was given as {@code --key=value}, checked against what the file takes. */
    private Params params(ParameterSpec parameters) {
        List<String> known = new ArrayList<>();
        parameters.describe().forEach(parameter -> known.add("--" + parameter.name()));
        spec.options().forEach(option -> known.addAll(List.of(option.names())));
        Map<String, String> values = new HashMap<>();
        for (String other : others) {
            int equals = other.indexOf('=');
            String key = equals < 0 ? other : other.substring(0, equals);
            if (!other.startsWith("--") || equals < 3) {
                throw new UsageException("run: " + ShellWord.readable(other) + " is not understood"
                        + Words.didYouMean(key, known)
                        + (other.startsWith("--") ? "; parameters of the file are written --key=value" : ""));
            }
            boolean declared = known.contains(key);
            if (!declared && !parameters.free()) {
                String near = Words.didYouMean(key, known);
                throw new UsageException("run: neither run nor the file knows " + key
                        + (near.isEmpty() ? "; tagwerk run " + target + " --help lists what there is" : near));
            }
            values.put(key.substring(2), other.substring(equals + 1));
        }
        Params params = new Params(values);
        try {
            parameters.validate(params);
        } catch (BadParametersException wrong) {
            throw new UsageException("run: " + String.join("; ", wrong.problems()));
        }
        return params;
    }

    private Set<String> givenNames() {
        Set<String> names = new LinkedHashSet<>();
        for (String result : results) {
            int equals = result.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--result " + ShellWord.readable(result) + ": write it as TASK=JSON");
            }
            if (!names.add(result.substring(0, equals))) {
                throw new UsageException(
                        "--result: task " + ShellWord.readable(result.substring(0, equals)) + " is given twice");
            }
        }
        return names;
    }

    private Map<String, @Nullable Object> given(LoadedFlow loaded) {
        Map<String, @Nullable Object> given = new HashMap<>();
        for (String result : results) {
            int equals = result.indexOf('=');
            String name = result.substring(0, equals);
            PlannedTask task = loaded.flow().planned().tasks().get(name);
            if (task == null) {
                throw new UsageException("--result: there is no task " + ShellWord.readable(name)
                        + Words.didYouMean(name, loaded.flow().planned().tasks().keySet()));
            }
            given.put(name, GivenResult.read(name, task, result.substring(equals + 1)));
        }
        return given;
    }
}
