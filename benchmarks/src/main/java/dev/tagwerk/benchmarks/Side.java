package dev.tagwerk.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * One side of a workload, in a JVM of its own: does the work once for each line that it reads, answers with a line of figures,
 * and ends with its input. See {@link SideProcess} for the other end.
 */
final class Side {
    /** The argument that makes a process a side. */
    static final String ARGUMENT = "--side";

    static final String OURS = "ours";
    static final String FLOOR = "floor";

    private Side() {}

    /** {@code NAME ours|floor FOLDER QUICK TASKS}. */
    static void serve(String[] arguments) throws Exception {
        Workload workload = Workloads.named(arguments[1]);
        boolean ours = arguments[2].equals(OURS);
        Workload.Size size = new Workload.Size(Boolean.parseBoolean(arguments[4]), Integer.parseInt(arguments[5]));
        Workload.Run run = new Workload.Run(size, Path.of(arguments[3]));
        PrintStream answers = System.out;
        // Whatever else is printed must not stand among the answers.
        System.setOut(System.err);
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        if (ours) {
            workload.prepare(run);
        }
        answers.println("ready");
        String asked = requests.readLine();
        while (asked != null) {
            Reading reading = Objects.requireNonNull(ours ? workload.ours(run) : workload.floor(run));
            if (!reading.has(Reading.PEAK)) {
                reading.and(Reading.PEAK, Memory.peak());
            }
            answers.println(reading.text());
            System.gc();
            asked = requests.readLine();
        }
    }
}
