package dev.tagwerk.cli;

import dev.tagwerk.LoopView;
import dev.tagwerk.WorkerView;
import dev.tagwerk.cli.text.TextWidth;
import dev.tagwerk.store.Tally;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How a loop stands, as lines for people. Immutable.
 *
 * @param width the terminal's width; empty if nothing is to be cut
 * @param colours whether to colour
 * @param zone where the reader's clock hangs
 */
record StatusText(OptionalInt width, boolean colours, ZoneId zone) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int NARROW = 76;
    private static final int WIDE = 110;
    private static final Set<TaskState> ALWAYS =
            EnumSet.of(TaskState.WAITING, TaskState.READY, TaskState.RUNNING, TaskState.COMPLETED, TaskState.FAILED);

    /** The head, the states, the workers. */
    List<String> lines(LoopView loop, List<WorkerView> workers) {
        List<String> lines = new ArrayList<>(head(loop));
        lines.add("");
        lines.addAll(states(loop));
        if (!workers.isEmpty()) {
            lines.add("");
            lines.addAll(workers(workers));
        }
        return lines;
    }

    /** Name, progress, rate, remaining time, and what cannot go on. */
    List<String> head(LoopView loop) {
        List<String> lines = new ArrayList<>();
        Tally tally = loop.counts().tally();
        OptionalLong total = loop.counts().total();
        StringBuilder line = new StringBuilder(Tables.Style.BOLD.on(TextWidth.visible(loop.name()), colours))
                .append(": ")
                .append(Human.count(tally.satisfied()))
                .append(
                        total.isPresent()
                                ? " of " + Human.count(total.getAsLong()) + " done"
                                : " done of " + Human.count(tally.tasks()) + " found so far");
        if (total.isPresent()) {
            line.append(" (")
                    .append(Human.percent(tally.satisfied(), total.getAsLong()))
                    .append(')');
        }
        if (loop.crew().live() > 0) {
            if (loop.forecast().perSecond() > 0) {
                line.append(", ").append(Human.rate(loop.forecast().perSecond()));
            }
            loop.forecast()
                    .remaining()
                    .ifPresent(left -> line.append(", ").append(left.isZero() ? "nothing left" : about(left)));
        } else {
            line.append(", nobody works on it");
        }
        lines.add(line.toString());
        for (LoopView.Unserved unserved : loop.crew().unserved()) {
            lines.add(Tables.Style.BAD.on(
                    "  " + Words.count(unserved.tasks(), "task") + (unserved.tasks() == 1 ? " waits" : " wait")
                            + " for a worker with " + (unserved.labels().size() == 1 ? "label " : "labels ")
                            + String.join(", ", unserved.labels()) + "; no live worker offers that",
                    colours));
        }
        if (loop.counts().leftOver() > 0) {
            lines.add("  " + Words.count(loop.counts().leftOver(), "task")
                    + " of earlier runs not done, and not offered in this one");
        }
        return lines;
    }

    private static String about(Duration left) {
        return Human.remaining(1, 1e3 / Math.max(1, left.toMillis())) + " left";
    }

    /** The table of states. */
    List<String> states(LoopView loop) {
        Tally tally = loop.counts().tally();
        long all = tally.tasks();
        Tables table =
                new Tables(Tables.Column.left("State"), Tables.Column.right("Tasks"), Tables.Column.right("Share"));
        for (TaskState state : TaskState.values()) {
            long count = tally.count(state);
            if (state != TaskState.UNKNOWN && (count > 0 || ALWAYS.contains(state))) {
                table.row(List.of(
                        new Tables.Cell(StateNames.of(state), count > 0 ? StateNames.style(state) : Tables.Style.FAINT),
                        new Tables.Cell(Human.count(count), Tables.Style.PLAIN),
                        new Tables.Cell(share(count, all), Tables.Style.PLAIN)));
            }
        }
        table.row(List.of(
                new Tables.Cell("total", Tables.Style.BOLD),
                new Tables.Cell(Human.count(all), Tables.Style.BOLD),
                new Tables.Cell("", Tables.Style.PLAIN)));
        return table.lines(width, colours);
    }

    /** For instance {@code 33.3 %}. */
    static String share(long part, long whole) {
        return whole == 0 ? "0.0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** The table of workers; on a narrow terminal without what is least missed. */
    List<String> workers(List<WorkerView> workers) {
        int room = width.orElse(Integer.MAX_VALUE);
        List<Tables.Column> columns = new ArrayList<>(List.of(
                Tables.Column.left("Worker"),
                Tables.Column.left("State"),
                Tables.Column.right("Done"),
                Tables.Column.right("Failed"),
                Tables.Column.right("Run time")));
        if (room >= NARROW) {
            columns.add(Tables.Column.left("Heartbeat"));
            columns.add(Tables.Column.left("Host"));
            columns.add(Tables.Column.right("Pid"));
            columns.add(Tables.Column.left("Labels"));
        }
        Tables table = new Tables(columns.toArray(Tables.Column[]::new));
        for (WorkerView worker : workers) {
            List<Tables.Cell> row = new ArrayList<>(List.of(
                    plain(worker.identity()),
                    new Tables.Cell(StateNames.of(worker.state()) + (worker.stale() ? " (stale)" : ""), style(worker)),
                    plain(Human.count(worker.completed())),
                    new Tables.Cell(
                            Human.count(worker.failed()), worker.failed() > 0 ? Tables.Style.BAD : Tables.Style.PLAIN),
                    plain(Human.duration(worker.runTime()))));
            if (room >= NARROW) {
                row.add(plain(heartbeat(worker, room)));
                row.add(plain(worker.row().profile().process().host()));
                row.add(plain(Long.toString(worker.row().profile().process().pid())));
                row.add(new Tables.Cell(labels(worker), Tables.Style.FAINT));
            }
            table.row(row);
        }
        return table.lines(width, colours);
    }

    private static Tables.Cell plain(String text) {
        return new Tables.Cell(text, Tables.Style.PLAIN);
    }

    /** Where there is little room, today is left out. */
    private String heartbeat(WorkerView worker, int room) {
        String whole = time(worker.row().life().seen());
        String today = time(System.currentTimeMillis()).substring(0, 11);
        return room < WIDE && whole.startsWith(today) ? whole.substring(11) : whole;
    }

    private static String labels(WorkerView worker) {
        Set<String> labels = worker.row().profile().labels();
        return labels.isEmpty() ? "-" : String.join(",", labels);
    }

    /** A moment by the reader's clock. */
    String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    private static Tables.Style style(WorkerView worker) {
        if (worker.stale()) {
            return Tables.Style.BAD;
        }
        return switch (worker.state()) {
            case IDLE -> Tables.Style.GOOD;
            case BUSY -> Tables.Style.ACTIVE;
            case OFFLINE -> Tables.Style.FAINT;
            case KILLED -> Tables.Style.WORST;
        };
    }
}
