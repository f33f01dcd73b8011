package dev.tagwerk;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Tally;
import java.io.PrintStream;
import java.util.Map;

/** Opens for tests what users need not see of a loop: its contact with the world, its environment, its progress line. */
public final class LoopDoor {
    private LoopDoor() {}

    /** The loop in this world. */
    public static <T> LoopBuilder<T> on(LoopBuilder<T> builder, Platform platform) {
        return builder.platform(platform);
    }

    /** The loop with these environment variables. */
    public static <T> LoopBuilder<T> with(LoopBuilder<T> builder, Map<String, String> environment) {
        return builder.environment(environment);
    }

    /** The text of a progress line that has heard of {@code mine} tasks, {@code begin} at its start and {@code now}. */
    public static String line(Platform platform, long total, int mine, Tally begin, Tally now) {
        ProgressLine line = new ProgressLine("thumbs", total, platform, new PrintStream(PrintStream.nullOutputStream()));
        line.progress(begin);
        for (int i = 0; i < mine; i++) {
            line.ended("x", dev.tagwerk.task.Outcome.COMPLETED, java.time.Duration.ZERO, null);
        }
        return line.line(now, 10_000_000_000L);
    }

    /** A progress line that writes there. */
    public static LoopListener progressTo(Platform platform, long total, PrintStream out) {
        return new ProgressLine("thumbs", total, platform, out);
    }

    /** How many tasks the loop holds in memory. */
    public static int held(SharedLoop<?> loop) {
        return loop.held();
    }
}
