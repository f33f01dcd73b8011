package dev.tagwerk;

import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.State;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling a body while it ends, under model checking: whatever the order of the steps of both. */
@Tag("slow")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class RunningTaskModelTest {
    private static final int ORDERS = Boolean.getBoolean("tagwerk.long") ? 5_000 : 300;

    @Test
    @DisplayName("W-05, W-08: an attempt is ended by exactly one side, and no interrupt is left over for the next task")
    void interruptAndEnd_anyOrder_oneEndAndNoInterruptLeft() {
        Lincheck.runConcurrentTest(ORDERS, RunningTaskModelTest::bodyEndsWhileItIsCancelled);
    }

    @SuppressWarnings("NullAway") // the claim is not looked at
    private static void bodyEndsWhileItIsCancelled() {
        State state = new State();
        AtomicReference<RunningTask> published = new AtomicReference<>();
        AtomicInteger ends = new AtomicInteger();
        AtomicBoolean leftOver = new AtomicBoolean();
        Thread body = new Thread(() -> {
            RunningTask task = new RunningTask(null, state, Params.NONE);
            published.set(task);
            count(task.end(), ends);
            Thread.interrupted(); // as FlowHands does: one that was meant for this body is not for the next
            leftOver.set(Thread.currentThread().isInterrupted());
        });
        Thread canceller = new Thread(() -> {
            RunningTask task = published.get();
            if (task != null && task.interrupt(RunningTask.Stop.CANCEL)) {
                count(task.end(), ends);
            }
        });
        body.start();
        canceller.start();
        join(body);
        join(canceller);
        if (leftOver.get()) {
            throw new AssertionError("an interrupt is left over for the next task");
        }
        if (ends.get() != 1) {
            throw new AssertionError("the attempt was ended " + ends.get() + " times");
        }
    }

    private static void count(boolean mine, AtomicInteger ends) {
        if (mine) {
            ends.incrementAndGet();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }
}
