package dev.tagwerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The progress bar and the console listener, told by hand. */
class ShippedListenersTest {
    private final List<String> shown = new ArrayList<>();
    private final AtomicLong now = new AtomicLong(1_000_000_000L);
    private final ProgressBar bar = ProgressBar.showing(shown::add, now::get);

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static TaskEnd end(String task, Outcome outcome, TaskEnd.@Nullable Why why) {
        return new TaskEnd(task, 1, outcome, Duration.ofMillis(12), why);
    }

    private static TaskEnd.Why why(String message, @Nullable Instant again) {
        return new TaskEnd.Why(new Failure("java.io.IOException", message, "a stack"), again);
    }

    @Test
    @DisplayName(
            "KO-059: the bar counts what has ended, names what runs, and takes a failure that is tried again for none")
    void bar_events_countedAndNamed() {
        bar.runStarted("f", 4, 2);
        pass(Duration.ofMillis(200));
        bar.taskStarted("a", 1);
        assertThat(shown).containsExactly("[....................] 0/4, 200 ms, 1 running: a");
        bar.taskStarted("b", 1);
        bar.taskFinished(end("a", Outcome.COMPLETED, null));
        pass(Duration.ofMillis(200));
        bar.taskFinished(end("b", Outcome.FAILED, why("busy", Instant.EPOCH)));
        pass(Duration.ofMillis(200));
        bar.taskFinished(end("b", Outcome.FAILED, why("busy", null)));
        assertThat(shown)
                .endsWith("[#####...............] 1/4, 400 ms", "[##########..........] 2/4, 1 failed, 600 ms");
    }

    @Test
    @DisplayName("KO-059: the bar is drawn ten times a second at most, and goes on between events while the run lasts")
    void bar_refresh_onlyWhileTheRunLasts() {
        bar.refresh();
        bar.runStarted("f", 2, 1);
        bar.taskStarted("a", 1);
        bar.refresh();
        assertThat(shown).isEmpty();
        pass(Duration.ofSeconds(3));
        bar.refresh();
        bar.refresh();
        assertThat(shown).containsExactly("[....................] 0/2, 3.0 s, 1 running: a");
        bar.runFinished(report(Map.of("a", TaskReport.Status.COMPLETED, "b", TaskReport.Status.UP_TO_DATE)));
        assertThat(shown).hasSize(2).endsWith("[####################] 2/2, 3.0 s");
        pass(Duration.ofSeconds(3));
        bar.refresh();
        assertThat(shown).hasSize(2);
    }

    private static RunReport report(Map<String, TaskReport.Status> statuses) {
        List<TaskReport> tasks = new ArrayList<>();
        statuses.forEach((name, status) -> tasks.add(new TaskReport(name, status, "", 0, null)));
        return new RunReport(
                "f",
                tasks,
                new RunReport.Ending(Instant.EPOCH, Duration.ZERO, "", List.of()),
                names -> name -> dev.tagwerk.flow.Input.Value.NONE);
    }

    @Test
    @DisplayName(
            "TO-083: one line for each end: sign, name, time, reason; foreign text can neither break the line nor colour it")
    void console_ends_oneLineEach() {
        List<String> lines = new ArrayList<>();
        ConsoleListener plain = new ConsoleListener(lines::add, false);
        plain.taskFinished(end("load", Outcome.COMPLETED, null));
        plain.taskFinished(end("load", Outcome.FAILED, why("busy\nreally", Instant.EPOCH)));
        plain.taskFinished(end("a\u001b[31m\nb", Outcome.FAILED, why("x", null)));
        plain.taskFinished(end("none", Outcome.SKIPPED, new TaskEnd.Why(Failure.of("Skipped", "not today"), null)));
        new ConsoleListener(lines::add, true).aligned(6).taskFinished(end("load", Outcome.NO_CHANGE, null));
        assertThat(lines)
                .containsExactly(
                        "✓ load 12 ms",
                        "↻ load 12 ms: IOException: busy (is tried again)",
                        "✗ a␛[31m␊b 12 ms: IOException: x",
                        "- none 12 ms: not today",
                        "\u001b[32m=\u001b[0m load      12 ms");
    }
}
