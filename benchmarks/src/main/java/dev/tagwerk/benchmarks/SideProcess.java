package dev.tagwerk.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The process of one side of a workload, see {@link Side}. For one thread at a time. */
final class SideProcess implements AutoCloseable {
    private final String what;
    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;

    private SideProcess(String what, Process process) {
        this.what = what;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts it; it begins with what the workload has to prepare. */
    static SideProcess start(Workload workload, String side, Workload.Run run) throws IOException {
        List<String> command = Part.command(
                List.of("-Xmx" + workload.heap()),
                Side.ARGUMENT,
                workload.name(),
                side,
                run.folder().toString(),
                Boolean.toString(run.size().quick()),
                Integer.toString(run.size().asked()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new SideProcess(workload.name() + " (" + side + ")", process);
    }

    /** Returns when it has prepared what is needed. */
    void awaitReady() throws IOException, InterruptedException {
        answer();
    }

    /** Does the work once. */
    Reading run() throws IOException, InterruptedException {
        requests.write("run\n");
        requests.flush();
        return Reading.parse(answer());
    }

    private String answer() throws IOException, InterruptedException {
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("the process of " + what + " ended with exit status " + process.waitFor()
                    + " before it had answered; what it said stands above");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
        requests.close();
        answers.close();
    }
}
