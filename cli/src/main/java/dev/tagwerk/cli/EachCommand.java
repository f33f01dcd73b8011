package dev.tagwerk.cli;

import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.StoreException;
import dev.tagwerk.store.StoreOptions;
import dev.tagwerk.store.Stores;
import dev.tagwerk.store.TaskRow;
import dev.tagwerk.task.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code tagwerk each}: a command for every item. For one thread at a time. */
@Command(
        name = "each",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a command for every item; {} stands for the item, or it comes last.",
            "Items stand after :::, else in --from FILE, else on standard input by line.",
            "What is done stays done: the same command started again does what is left,",
            "and started in several terminals it shares the work."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  tagwerk each sha256sum {} ::: *.jar",
            "  find . -name '*.jar' -print0 | tagwerk each -0 -j 8 --keep-order unzip -t {}",
            "  tagwerk each --from list.txt --shell 'gzip -dc {} | wc -l'",
            "  tagwerk each --retry 2 --timeout 10m ./train.sh {} ::: a b c",
            "",
            "Without --shell no shell reads the items, so nothing needs quoting; with it {}",
            "is put in as one quoted word. Commands find TAGWERK_TASK, TAGWERK_ATTEMPT and",
            "TAGWERK_TOKEN in their environment. What they print is kept beside the store:",
            "tagwerk log ITEM. On Ctrl-C what runs is ended and goes back."
        })
final class EachCommand implements Callable<Integer> {
    private static final int PAGE = 256;

    private final Streams streams;

    @Mixin
    private StoreOption place = new StoreOption();

    @Option(names = "-j", paramLabel = "N", description = "Commands at a time (default: one per processor).")
    private @Nullable Integer jobs;

    @Option(names = "--retry", paramLabel = "N", description = "Try a failed item so many times more (default: 0).")
    private @Nullable Integer retries;

    @Option(
            names = "--max-failures",
            paramLabel = "N",
            description = "Stop once so many items have failed; 0 for never, the default.")
    private @Nullable Integer maxFailures;

    @Option(names = "--label", paramLabel = "L", description = "A label that this worker offers; may be repeated.")
    private @Nullable List<String> labels;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "End a command, and all it started, after this time: 30s, 5m, 1h30m.")
    private @Nullable String timeout;

    @Option(names = "--dry-run", description = "Print the commands that would run, and touch nothing.")
    private boolean dryRun;

    @Option(names = "--shell", description = "COMMAND is one string for sh; {} is put in as one quoted word.")
    private boolean shell;

    @Option(names = "--keep-order", description = "Print output in the order of the items.")
    private boolean keepOrder;

    @Option(names = "--from", paramLabel = "FILE", description = "Read the items from this file.")
    private @Nullable Path from;

    @Option(names = "-0", description = "Items end with NUL rather than with the line.")
    private boolean nul;

    @Option(names = "--quiet", description = "No progress line, and no summary when all went well.")
    private boolean quiet;

    @Option(names = "--json", description = "One JSON object per item as it ends, and one at the end (docs/json.md).")
    private boolean json;

    @Parameters(
            paramLabel = "COMMAND [ARGUMENT]… [::: ITEM…]",
            description = "The command, and the items.",
            arity = "0..*",
            hideParamSyntax = true)
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    EachCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        int colons = words.indexOf(":::");
        List<String> command = colons < 0 ? words : words.subList(0, colons);
        CommandTemplate template = shell ? CommandTemplate.shell(command) : CommandTemplate.arguments(command);
        String given = place.givenName(streams);
        String name = given == null ? template.digest() : given;
        requireAtLeast("-j", jobs, 1);
        requireAtLeast("--retry", retries, 0);
        requireAtLeast("--max-failures", maxFailures, 0);
        EachPlan plan = new EachPlan(
                template,
                name,
                limits(),
                new EachPlan.Crew(jobs, retries, maxFailures, labels),
                new EachPlan.Manner(form(), quiet, place.again(streams, name)));
        try (Items items = items(colons)) {
            if (dryRun) {
                return show(plan, items);
            }
            template.requireProgram();
            try (Store store = Stores.open(place.address(streams), StoreOptions.DEFAULT.with(durability()))) {
                return new EachRun(streams, plan, store, items).run();
            }
        }
    }

    private EachPlan.Form form() {
        if (keepOrder && json) {
            throw new UsageException("--keep-order: with --json items are told as they end; give one of the two");
        }
        return json ? EachPlan.Form.JSON : keepOrder ? EachPlan.Form.IN_ORDER : EachPlan.Form.AS_THEY_END;
    }

    private ChildProcess.Limits limits() {
        if (timeout == null) {
            return ChildProcess.Limits.NONE;
        }
        Duration limit = Human.parseDuration("--timeout", timeout);
        if (limit.isZero()) {
            throw new UsageException("--timeout: 0 would end every command at once; leave it out for no limit");
        }
        return new ChildProcess.Limits(limit, ChildProcess.Limits.NONE.grace());
    }

    private Items items(int colons) {
        Items.Separator separator = nul ? Items.Separator.NUL : Items.Separator.LINE;
        if (colons >= 0) {
            if (from != null || nul) {
                throw new UsageException(
                        (from != null ? "--from" : "-0") + ": the items stand after ::: already; give them once");
            }
            List<String> given = words.subList(colons + 1, words.size());
            given.stream()
                    .filter(spec.optionsMap()::containsKey)
                    .findFirst()
                    .ifPresent(word -> streams.tell("tagwerk: " + word
                            + " stands behind ::: and is taken for an item; options come before the command"));
            return Items.arguments(given);
        }
        if (from != null) {
            return Items.file(from, separator);
        }
        if (streams.screen().in()) {
            streams.tell(Items.terminalHint(separator));
        }
        return Items.standardInput(streams.in(), separator);
    }

    private StoreOptions.Durability durability() {
        String value = streams.variable("TAGWERK_DURABILITY", "NORMAL");
        try {
            return StoreOptions.Durability.valueOf(value.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UsageException("TAGWERK_DURABILITY: \"" + value + "\" is neither normal nor full");
        }
    }

    private static void requireAtLeast(String option, @Nullable Integer value, int least) {
        if (value != null && value < least) {
            throw new UsageException(option + ": " + value + " is too small; expected " + least + " or more");
        }
    }

    private int show(EachPlan plan, Items items) {
        DistinctItems distinct = new DistinctItems(items, item -> {});
        Store known = existing();
        long shown = 0;
        long failed = 0;
        try (Store store = known) {
            while (distinct.hasNext()) {
                List<String> page = new ArrayList<>();
                while (page.size() < PAGE && distinct.hasNext()) {
                    page.add(distinct.next());
                }
                Map<String, Boolean> passed = store == null ? Map.of() : passedOver(store, plan.name(), page);
                for (String item : page) {
                    Boolean good = passed.get(item);
                    if (good == null) {
                        shown++;
                        show(plan, item);
                    } else if (!good) {
                        failed++;
                    }
                }
            }
        }
        if (!quiet && !json) {
            streams.tell("tagwerk: " + Human.count(shown) + " of " + Words.count(distinct.distinct(), "item")
                    + " would run (" + plan.name() + ")"
                    + (failed == 0
                            ? ""
                            : ", " + Human.count(failed) + " failed before and would not, see tagwerk retry")
                    + "; nothing was done");
        }
        return ExitCodes.GOOD;
    }

    private void show(EachPlan plan, String item) {
        String command = plan.template().display(item);
        if (json) {
            new JsonOut(streams.out())
                    .line(fields -> fields.put("type", "plan").put("item", item).put("command", command));
        } else {
            streams.out().println(command);
        }
    }

    private @Nullable Store existing() {
        try {
            return Stores.open(place.address(streams), StoreOptions.READ);
        } catch (StoreException problem) {
            if (problem.problem() == StoreException.Problem.MISSING) {
                return null;
            }
            throw problem;
        }
    }

    /** Those of these items that would not run: true for what is done, false for what has failed as often as it may. */
    private Map<String, Boolean> passedOver(Store store, String name, List<String> page) {
        Budget budget = new Budget(retries == null ? Budget.DEFAULT.failed() : retries, Budget.DEFAULT.killed());
        return store.read(snapshot -> {
            GraphRow graph = snapshot.graph(name);
            return graph == null
                    ? Map.<String, Boolean>of()
                    : snapshot.find(graph.id(), page).stream()
                            .filter(row -> row.state().isSatisfied()
                                    || (row.state().isFinalFailure()
                                            && !row.standing().tries().isWithin(budget)))
                            .collect(Collectors.toMap(
                                    TaskRow::id, row -> row.state().isSatisfied()));
        });
    }
}
