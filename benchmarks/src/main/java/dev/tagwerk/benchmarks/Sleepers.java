package dev.tagwerk.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tasks that only wait, over several processes: how near the whole comes to the ideal. */
final class Sleepers implements Workload {
    private static final int[] COUNTS = {1, 4, 8, 16};
    private static final int[] FEW = {1, 4};
    private static final long WORK_NANOS = 100_000_000;

    @Override
    public String name() {
        return "sleepers";
    }

    @Override
    public String what() {
        return "400 tasks of 100 ms over 1, 4, 8, 16 processes on one SQLite file; the floor is the ideal";
    }

    @Override
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int count : COUNTS) {
            lines.add(new Line(
                    count == 1 ? "1 worker" : count + " workers",
                    "total-" + count,
                    Line.Unit.TIME,
                    count == 16 ? Aim.shareOfFloor(0.95) : Aim.NONE));
        }
        return lines;
    }

    @Override
    public int tasks(Size size) {
        return size.pick(20, 400);
    }

    @Override
    public boolean hasFloor() {
        return true;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        Reading reading = new Reading();
        for (int count : run.size().quick() ? FEW : COUNTS) {
            Path folder = Folders.make(run.folder());
            Crowd crowd = Crowd.run(folder, run.size(), count, tasks(run.size()), WORK_NANOS);
            Folders.delete(folder);
            reading.and("total-" + count, crowd.nanos());
        }
        return reading;
    }

    @Override
    public Reading floor(Run run) {
        Reading reading = new Reading();
        for (int count : COUNTS) {
            reading.and("total-" + count, (double) WORK_NANOS * tasks(run.size()) / count);
        }
        return reading;
    }
}
