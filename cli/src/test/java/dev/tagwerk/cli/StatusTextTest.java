package dev.tagwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.LoopView;
import dev.tagwerk.WorkerView;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.store.ProcessIdentity;
import dev.tagwerk.store.Tally;
import dev.tagwerk.store.WorkerRow;
import dev.tagwerk.task.TaskState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class StatusTextTest {
    @Test
    @DisplayName(
            "LB-213, LB-232, LB-233, LB-235, LB-236, LB-294: states with shares, workers with all that is known, stale ones marked")
    void lines_wide_saysEverything() {
        assertThat(String.join("\n", text(200).lines(loop(), workers()))).isEqualTo("""
                        thumbs: 120 of 400 done (30 %), 12/s, about 23 s left
                          3 tasks wait for a worker with label gpu; no live worker offers that
                          2 tasks of earlier runs not done, and not offered in this one

                        State      Tasks   Share
                        waiting        3   0.8 %
                        ready        271  67.8 %
                        running        4   1.0 %
                        completed    120  30.0 %
                        failed         2   0.5 %
                        total        400

                        Worker  State         Done  Failed   Run time  Heartbeat            Host    Pid  Labels
                        anna    busy           100       2  1 h 1 min  2026-01-02 03:04:05  host1  4711  cpu,fast
                        bert    idle (stale)    20       0  1 h 1 min  2026-01-02 03:04:05  host1  4712  -
                        carl    killed           0       0  1 h 1 min  2026-01-02 03:04:05  host1  4713  -""".replace("Share\n", "Share\n"));
    }

    @Test
    @DisplayName("LB-232: without a total, what was found so far")
    void head_neitherTotalNorRate_leavesThemOut() {
        LoopView loop = loop();
        LoopView unsure = new LoopView(
                loop.name(),
                loop.run(),
                new LoopView.Counts(loop.counts().tally(), 0, OptionalLong.empty()),
                new LoopView.Crew(workers(), List.of()),
                new LoopView.Forecast(0, Optional.empty()));
        assertThat(text(80).head(unsure)).containsExactly("thumbs: 120 done of 400 found so far");
    }

    @Test
    void lines_80Columns_fit() {
        assertThat(text(80).lines(loop(), workers()))
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(80));
    }

    @Test
    void lines_60Columns_leaveOutWhatIsLeastMissed() {
        assertThat(text(60).lines(loop(), workers()).subList(5, 16))
                .noneMatch(line -> line.contains("Heartbeat"))
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(60));
    }

    @Test
    void top_keys_sortPageAndQuit() {
        TopFrame frame = new TopFrame("x.db", false, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        StoreWindow.Sight sight = new StoreWindow.Sight(List.of(loop()), "");
        assertThat(workerLines(frame, sight, 40)).containsExactly("bert", "anna");
        frame.key('s');
        assertThat(workerLines(frame, sight, 40)).containsExactly("anna", "bert");
        frame.key('a');
        frame.key('r');
        assertThat(workerLines(frame, sight, 40)).containsExactly("carl", "bert", "anna");
        assertThat(workerLines(frame, sight, 19)).containsExactly("carl", "bert");
        frame.key('n');
        assertThat(workerLines(frame, sight, 19)).containsExactly("anna");
        assertThat(frame.key('q')).isTrue();
    }

    @Test
    @DisplayName("LB-230: waits kindly")
    void top_noStore_waits() {
        TopFrame frame = new TopFrame("x.db", false, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
        List<String> lines = frame.lines(new StoreWindow.Sight(List.of(), ""), 80, 24);
        assertThat(lines).hasSize(24).contains("Waiting for a loop in the store x.db …");
    }

    private static List<String> workerLines(TopFrame frame, StoreWindow.Sight sight, int rows) {
        List<String> lines = frame.lines(sight, 120, rows);
        assertThat(lines).hasSize(rows);
        return lines.stream()
                .filter(line -> line.matches("(anna|bert|carl) .*"))
                .map(line -> line.substring(0, 4))
                .toList();
    }

    private static StatusText text(int width) {
        return new StatusText(OptionalInt.of(width), false, ZoneOffset.UTC);
    }

    private static LoopView loop() {
        long[] counts = new long[Tally.size()];
        List<TaskState> states = List.of(TaskState.values());
        counts[states.indexOf(TaskState.WAITING)] = 3;
        counts[states.indexOf(TaskState.READY)] = 271;
        counts[states.indexOf(TaskState.RUNNING)] = 4;
        counts[states.indexOf(TaskState.COMPLETED)] = 120;
        counts[states.indexOf(TaskState.FAILED)] = 2;
        return new LoopView(
                "thumbs",
                3,
                new LoopView.Counts(Tally.of(counts), 2, OptionalLong.of(400)),
                new LoopView.Crew(workers(), List.of(new LoopView.Unserved(Set.of("gpu"), 3))),
                new LoopView.Forecast(12, Optional.of(Duration.ofSeconds(23))));
    }

    private static List<WorkerView> workers() {
        List<WorkerView> workers = new ArrayList<>();
        workers.add(worker(1, "anna", WorkerView.State.BUSY, false));
        workers.add(worker(2, "bert", WorkerView.State.IDLE, true));
        workers.add(worker(3, "carl", WorkerView.State.KILLED, false));
        return workers;
    }

    private static WorkerView worker(int number, String name, WorkerView.State state, boolean stale) {
        long seen = Instant.parse("2026-01-02T03:04:05Z").toEpochMilli();
        WorkerRow row = new WorkerRow(
                number,
                1,
                new WorkerRow.Profile(
                        name,
                        new ProcessIdentity("host1", "", "", 4710 + number, 1),
                        new TreeSet<>(number == 1 ? Set.of("cpu", "fast") : Set.of()),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5)),
                new WorkerRow.Life(
                        state == WorkerView.State.KILLED ? WorkerRow.State.KILLED : WorkerRow.State.LIVE,
                        1,
                        seen - 3_660_000,
                        seen,
                        false),
                new WorkerRow.Done(number == 1 ? 100 : number == 2 ? 20 : 0, number == 1 ? 2 : 0, 0));
        return new WorkerView(row, state, stale, Duration.ofMinutes(61));
    }
}
