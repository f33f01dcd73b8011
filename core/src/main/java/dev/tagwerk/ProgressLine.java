package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Tally;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line on standard error that shows how the loop gets on: all workers, this one, the rate, the time that remains. Only on
 * a terminal. For one thread at a time.
 */
final class ProgressLine implements LoopListener {
    private static final long REDRAW_NANOS = 100_000_000L;
    private static final int WIDTH = 79;

    private final String name;
    private final long total;
    private final Platform platform;
    private final PrintStream out;
    private final long begin;
    private long drawnAt = Long.MIN_VALUE;
    private long doneAtBegin = -1;
    private long mine;
    private boolean shown;
    private Tally last = Tally.ZERO;

    ProgressLine(String name, long total, Platform platform) {
        this(name, total, platform, System.err);
    }

    ProgressLine(String name, long total, Platform platform, PrintStream out) {
        this.name = name;
        this.total = total;
        this.platform = platform;
        this.out = out;
        this.begin = platform.nanoTime();
    }

    /** Whether standard error is a terminal that can redraw a line. */
    static boolean isWanted() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            // From JDK 22 on System.console() does not tell any more; where /proc is missing we stay quiet.
            return false;
        }
    }

    @Override
    public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
        if (outcome.isSuccess()) {
            mine++;
        }
    }

    @Override
    public void progress(Tally tally) {
        last = tally;
        if (doneAtBegin < 0) {
            doneAtBegin = tally.satisfied();
        }
        long now = platform.nanoTime();
        if (drawnAt == Long.MIN_VALUE || now - drawnAt >= REDRAW_NANOS) {
            drawnAt = now;
            draw();
        }
    }

    @Override
    public void closed(LoopReport report) {
        if (shown) {
            draw();
            out.println();
        }
    }

    private void draw() {
        String line = line(last, platform.nanoTime() - begin);
        out.print("\r" + (line.length() > WIDTH ? line.substring(0, WIDTH) : line) + "\u001b[K");
        out.flush();
        shown = true;
    }

    /** The line, for instance {@code thumbs: 120/400 done, 2 failed, 4 running (mine 60), 12/s, 23 s left}. */
    String line(Tally tally, long nanos) {
        StringBuilder text = new StringBuilder(name).append(": ").append(tally.satisfied());
        long all = Math.max(total, tally.tasks());
        if (total >= 0) {
            text.append('/').append(all);
        }
        text.append(" done");
        append(text, tally.finalFailures(), " failed");
        append(text, tally.count(TaskState.BLOCKED), " blocked");
        append(text, tally.count(TaskState.RUNNING), " running");
        text.append(" (mine ").append(mine).append(')');
        double seconds = nanos / 1e9;
        double rate = seconds > 0 ? (tally.satisfied() - Math.max(0, doneAtBegin)) / seconds : 0;
        if (rate > 0) {
            text.append(String.format(Locale.ROOT, rate < 10 ? ", %.1f/s" : ", %.0f/s", rate));
            long left = all - tally.satisfied() - tally.finalFailures() - tally.count(TaskState.BLOCKED);
            if (total >= 0 && left > 0) {
                text.append(", ").append(time(left / rate)).append(" left");
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(count).append(what);
        }
    }

    private static String time(double seconds) {
        long whole = Math.max(1, Math.round(seconds));
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3_600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3_600 + " h " + whole % 3_600 / 60 + " min";
    }
}
