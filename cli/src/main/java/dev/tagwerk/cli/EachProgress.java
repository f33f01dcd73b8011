package dev.tagwerk.cli;

import dev.tagwerk.LoopListener;
import dev.tagwerk.store.Tally;
import dev.tagwerk.task.Failure;
import dev.tagwerk.task.Outcome;
import dev.tagwerk.task.TaskState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps the line at the foot of the terminal up to date. For one thread at a time. */
final class EachProgress implements LoopListener {
    private static final long REDRAW_NANOS = 100_000_000L;

    private final StatusLine line;
    private final long begin = System.nanoTime();
    private long drawnAt = begin - REDRAW_NANOS;
    private long doneAtBegin = -1;
    private long here;

    EachProgress(StatusLine line) {
        this.line = line;
    }

    @Override
    public void ended(String id, Outcome outcome, Duration took, @Nullable Failure failure) {
        here += outcome.isSuccess() || outcome.isFailure() ? 1 : 0;
    }

    @Override
    public void progress(Tally tally) {
        if (doneAtBegin < 0) {
            doneAtBegin = tally.satisfied();
        }
        long now = System.nanoTime();
        if (now - drawnAt >= REDRAW_NANOS) {
            drawnAt = now;
            line.set(text(tally, (now - begin) / 1e9));
        }
    }

    /** The line, for instance {@code 120/400 done, 2 failed, 4 running, 60 here, 12/s}. */
    String text(Tally tally, double seconds) {
        StringBuilder text = new StringBuilder(Human.count(tally.satisfied()))
                .append('/')
                .append(Human.count(tally.tasks()))
                .append(" done");
        append(text, tally.finalFailures(), " failed");
        append(text, tally.count(TaskState.RUNNING), " running");
        append(text, here, " here");
        double rate = seconds < 1 ? 0 : (tally.satisfied() - doneAtBegin) / seconds;
        if (rate > 0) {
            text.append(", ").append(Human.rate(rate));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, long count, String what) {
        if (count > 0) {
            text.append(", ").append(Human.count(count)).append(what);
        }
    }
}
