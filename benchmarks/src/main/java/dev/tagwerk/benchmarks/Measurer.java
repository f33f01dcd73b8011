package dev.tagwerk.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures workloads: both sides in turn, so that what else the machine does meets both alike. For one thread at a time. */
final class Measurer {
    private final Path folder;
    private final Progress progress;
    private final int runs;

    /** Measures in this folder, each workload so often; 0 for as often as it is defined with. */
    Measurer(Path folder, Progress progress, int runs) {
        this.folder = folder;
        this.progress = progress;
        this.runs = runs;
    }

    Result measure(Workload workload, Workload.Size size) throws IOException, InterruptedException {
        Path own = Folders.make(folder);
        try {
            return new Result(workload, size, sides(workload, new Workload.Run(size, own)), List.of(), "");
        } catch (IOException failed) {
            return Result.failed(workload, size, String.valueOf(failed.getMessage()));
        } finally {
            Folders.delete(own);
        }
    }

    private Result.Sides sides(Workload workload, Workload.Run run) throws IOException, InterruptedException {
        int times = run.size().quick() ? 1 : runs > 0 ? runs : workload.runs();
        boolean warm = workload.warmsUp() && !run.size().quick();
        List<Reading> ours = new ArrayList<>();
        List<Reading> floor = new ArrayList<>();
        progress.say(workload.name() + ": prepare");
        try (SideProcess mine = SideProcess.start(workload, Side.OURS, run)) {
            mine.awaitReady();
            try (SideProcess other = floorOf(workload, run)) {
                for (int i = warm ? 0 : 1; i <= times; i++) {
                    String which = i == 0 ? "warm-up" : "run " + i + " of " + times;
                    progress.say(workload.name() + ": " + which);
                    Reading reading = mine.run();
                    progress.say(workload.name() + ": " + which + ", floor");
                    Reading beside = other == null ? null : other.run();
                    if (i > 0) {
                        ours.add(reading);
                        if (beside != null) {
                            floor.add(beside);
                        }
                    }
                }
            }
        } finally {
            progress.clear();
        }
        return new Result.Sides(ours, floor);
    }

    private static @Nullable SideProcess floorOf(Workload workload, Workload.Run run)
            throws IOException, InterruptedException {
        if (!workload.hasFloor()) {
            return null;
        }
        SideProcess process = SideProcess.start(workload, Side.FLOOR, run);
        process.awaitReady();
        return process;
    }
}
