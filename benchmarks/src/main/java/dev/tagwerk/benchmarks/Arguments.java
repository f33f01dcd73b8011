package dev.tagwerk.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for on the command line. Immutable.
 *
 * @param workloads what to measure
 * @param size how much to do
 * @param runs how often; 0 for as often as each workload is defined with
 * @param manner what else is to be done
 * @param files where to write results to
 */
record Arguments(List<Workload> workloads, Workload.Size size, int runs, Manner manner, Files files) {
    private static final List<String> OPTIONS = List.of(
            "--quick",
            "--scale",
            "--peers",
            "--no-peers",
            "--tasks",
            "--runs",
            "--json",
            "--markdown",
            "--help",
            "--list",
            "--micro");

    static final String HELP = """
            Usage: benchmarks/run [WORKLOAD...] [OPTION...]
                   benchmarks/run --micro [REGEX] [JMH OPTION...]

            Measures workloads, each beside its floor (the least work that any program would have to do) and
            beside other programs that can do it, and prints one table. Without a WORKLOAD: all of them.
            Run it on a machine with nothing else to do.

              --quick          small sizes, one run, no peers: shows within a minute that all results are right
              --scale          the cost per task with 1,000 to 1,000,000 tasks, or to --tasks, instead of the table
              --tasks N        so many tasks instead of those that a workload is defined with
              --runs N         so many runs of each workload (most have 5), after one that warms up
              --no-peers       leave the other programs out; --peers takes them in with --quick
              --json FILE      writes all that was measured as one JSON document
              --markdown FILE  writes the table as Markdown
              --list           names the workloads
              --micro          the JMH benchmarks of the parts; with --quick, one short round of each
              --help           this

            Exit status: 0 measured, 1 a workload failed or gave a wrong result, 2 wrong usage. An aim that is
            missed is marked with !, and is no failure.
            """;

    /** What is to be done besides the table. */
    enum Task {
        TABLE,
        SCALE,
        LIST,
        HELP
    }

    /**
     * How to go about it. Immutable.
     *
     * @param task what to do
     * @param peers whether other programs are measured, too
     */
    record Manner(Task task, boolean peers) {}

    /**
     * Where to write results to. Immutable.
     *
     * @param json a JSON document; null for none
     * @param markdown a table; null for none
     */
    record Files(@Nullable Path json, @Nullable Path markdown) {}

    static Arguments parse(List<String> words) {
        List<Workload> workloads = new ArrayList<>();
        boolean quick = false;
        Boolean peers = null;
        int tasks = 0;
        int runs = 0;
        Task task = Task.TABLE;
        Path json = null;
        Path markdown = null;
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            switch (word) {
                case "--quick" -> quick = true;
                case "--scale" -> task = Task.SCALE;
                case "--list" -> task = Task.LIST;
                case "--help", "-h" -> task = Task.HELP;
                case "--peers" -> peers = true;
                case "--no-peers" -> peers = false;
                case "--tasks" -> tasks = number(word, rest);
                case "--runs" -> runs = number(word, rest);
                case "--json" -> json = Path.of(value(word, rest));
                case "--markdown" -> markdown = Path.of(value(word, rest));
                default -> workloads.add(workload(word));
            }
        }
        return new Arguments(
                workloads.isEmpty() ? Workloads.all() : workloads,
                new Workload.Size(quick, tasks),
                runs,
                new Manner(task, peers == null ? !quick : peers),
                new Files(json, markdown));
    }

    private static Workload workload(String word) {
        if (word.startsWith("-")) {
            throw new UsageException(
                    "there is no option " + word + Workloads.meant(word, OPTIONS) + "; --help names them all");
        }
        return Workloads.named(word);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " needs a value after it");
        }
        return rest.next();
    }

    private static int number(String option, Iterator<String> rest) {
        String text = value(option, rest);
        try {
            int number = Integer.parseInt(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(option + " " + text + ": a whole number from 1 was expected");
        }
        throw new UsageException(option + " " + text + ": a whole number from 1 was expected");
    }
}
