package dev.tagwerk.benchmarks;

import dev.tagwerk.store.StoreOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How long the command line takes to say its version, and how a small store stands: whole processes, as a user waits for them. */
final class StartUp implements Workload {
    @Override
    public String name() {
        return "start-up";
    }

    @Override
    public String what() {
        return "whole processes from the second start on, by the launcher; the floor is an empty main on the same JVM";
    }

    @Override
    public List<Line> lines() {
        return List.of(
                new Line("--version", "version", Line.Unit.TIME, Aim.most(120e6)),
                new Line("status", "status", Line.Unit.TIME, Aim.most(250e6)));
    }

    @Override
    public int tasks(Size size) {
        return 1;
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public int runs() {
        return 15;
    }

    @Override
    public String missing() {
        return Launcher.missing();
    }

    @Override
    public void prepare(Run run) throws IOException, InterruptedException {
        Launcher.install(run);
        CommitEach.walk(store(run), StoreOptions.Durability.NORMAL, 100);
    }

    private static Path store(Run run) {
        return run.folder().resolve("small.db");
    }

    @Override
    public Reading ours(Run run) throws IOException, InterruptedException {
        Launcher launcher = Launcher.install(run);
        long version = launcher.run("--version");
        Workload.check(launcher.said().contains("tagwerk"), "the version is \"" + launcher.said() + '"');
        long status = launcher.run("status", "--store", store(run).toString());
        Workload.check(launcher.said().contains("100"), "the status is \"" + launcher.said() + '"');
        return Reading.of("version", version).and("status", status);
    }

    @Override
    public Reading floor(Run run) throws IOException, InterruptedException {
        Path output = Files.createTempFile(run.folder(), "empty-", ".out");
        ProcessBuilder empty =
                new ProcessBuilder(Part.java().toString(), "-cp", Part.classPath(), Empty.class.getName());
        long nanos = Launcher.time(empty, output);
        return Reading.of("version", nanos).and("status", nanos);
    }

    /** A program that does nothing. */
    static final class Empty {
        private Empty() {}

        /** Does nothing. */
        public static void main(String[] arguments) {}
    }
}
