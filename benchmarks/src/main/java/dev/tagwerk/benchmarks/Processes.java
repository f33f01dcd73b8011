package dev.tagwerk.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several processes on one SQLite file: how they keep each other up, and how evenly they share the work. */
final class Processes implements Workload {
    private static final int[] COUNTS = {1, 2, 4, 16};
    private static final int[] FEW = {1, 2};
    private static final long WORK_NANOS = 20_000_000;
    /** Tasks of 20 ms for each process: about three seconds of work. */
    private static final int EACH = 150;

    private final boolean saturated;

    Processes(boolean saturated) {
        this.saturated = saturated;
    }

    @Override
    public String name() {
        return saturated ? "processes" : "processes-20ms";
    }

    @Override
    public String what() {
        return saturated
                ? "400,000 empty tasks over 1, 2, 4, 16 processes on one SQLite file"
                : "150 tasks of 20 ms for each of 1, 2, 4, 16 processes on one SQLite file";
    }

    @Override
    public List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int count : COUNTS) {
            String label = count == 1 ? "1 process" : count + " processes";
            if (saturated) {
                lines.add(new Line(label, "total-" + count, Line.Unit.TIME_PER_TASK, Aim.NONE));
            }
            if (saturated && count > 1) {
                Aim aim = count == 4 ? Aim.least(0.6) : count == 16 ? Aim.least(0.3) : Aim.NONE;
                lines.add(new Line(" throughput, of 1", "speed-" + count, Line.Unit.NUMBER, aim));
            }
            if (count > 1) {
                Aim aim = Aim.least(saturated ? 0.5 : 0.8);
                lines.add(new Line(count + ": least share", "least-" + count, Line.Unit.NUMBER, aim));
                lines.add(new Line(count + ": largest share", "most-" + count, Line.Unit.NUMBER, Aim.NONE));
            }
            lines.add(new Line(
                    count + ": exchange p99", "p99-" + count, Line.Unit.TIME, saturated ? Aim.NONE : Aim.most(50e6)));
            lines.add(new Line(count + ": longest", "longest-" + count, Line.Unit.TIME, Aim.most(500e6)));
        }
        lines.add(new Line("locked errors", "locked", Line.Unit.NUMBER, Aim.most(0)));
        return lines;
    }

    @Override
    public int tasks(Size size) {
        return saturated ? size.of(400_000) : size.pick(5, EACH);
    }

    @Override
    public boolean hasFloor() {
        return false;
    }

    @Override
    public boolean warmsUp() {
        return false;
    }

    @Override
    public Reading ours(Run run) throws Exception {
        Reading reading = new Reading();
        double one = 0;
        double peak = 0;
        int locked = 0;
        for (int count : run.size().quick() ? FEW : COUNTS) {
            int tasks = saturated ? tasks(run.size()) : count * tasks(run.size());
            Path folder = Folders.make(run.folder());
            Crowd crowd = Crowd.run(folder, run.size(), count, tasks, saturated ? 0 : WORK_NANOS);
            Folders.delete(folder);
            one = count == 1 ? crowd.nanos() : one;
            peak = Math.max(peak, crowd.peak());
            locked += crowd.locked();
            reading.and("total-" + count, crowd.nanos())
                    .and("speed-" + count, one / crowd.nanos())
                    .and("least-" + count, crowd.shares().min())
                    .and("most-" + count, crowd.shares().max())
                    .and("p99-" + count, crowd.exchanges().percentile(0.99))
                    .and("longest-" + count, crowd.exchanges().max());
        }
        return reading.and("locked", locked).and(Reading.PEAK, peak);
    }
}
