package dev.tagwerk.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** W-19: a task whose value comes later is over when the value is there. */
class AsyncTaskTest {
    static final Executor LATER = task -> new Thread(task, "later").start();

    static class Async {
        @Task
        CompletableFuture<List<Integer>> numbers() {
            return CompletableFuture.supplyAsync(() -> List.of(1, 2), LATER);
        }

        @Task
        CompletionStage<Integer> sum(@From("numbers") List<Integer> numbers) {
            return CompletableFuture.supplyAsync(() -> numbers.get(0) + numbers.get(1), LATER)
                    .minimalCompletionStage();
        }

        @Task
        Future<String> text(@From("sum") int sum) {
            FutureTask<String> task = new FutureTask<>(() -> "sum " + sum);
            LATER.execute(task);
            return task;
        }

        @Task(after = "text")
        CompletableFuture<Void> publish() {
            return CompletableFuture.completedFuture(null);
        }

        @Task
        @SuppressWarnings("FutureReturnValueIgnored") // one in another is just what is tested
        CompletableFuture<CompletableFuture<String>> twice() {
            return CompletableFuture.completedFuture(CompletableFuture.completedFuture("inner"));
        }
    }

    @Test
    @DisplayName("W-19: futures and stages are waited for, and the types are those of their values")
    void run_futures_waitedFor() throws Exception {
        TestFlow flow = new TestFlow();
        flow.addAll(new Async());
        FlowPlan plan = flow.planned();
        assertThat(plan.task("sum").settings().handling().type()).isEqualTo(Integer.class);
        assertThat(plan.task("numbers").settings().handling().type()).hasToString("java.util.List<java.lang.Integer>");
        assertThat(plan.task("twice").settings().handling().type()).isEqualTo(String.class);
        assertThat(plan.task("publish").settings().handling().action()).isTrue();
        flow = new TestFlow();
        flow.addAll(new Async());
        flow.run();
        assertThat(flow.value("text")).isEqualTo("sum 3");
        assertThat(flow.value("twice")).isEqualTo("inner");
        assertThat(flow.value("publish")).isNull();
    }

    static class Failing {
        @Task
        CompletableFuture<String> later() {
            return CompletableFuture.supplyAsync(
                            () -> {
                                throw new CompletionException(new IOException("disk"));
                            },
                            LATER)
                    .thenApply(any -> "never");
        }

        @Task
        CompletionStage<String> error() {
            return CompletableFuture.<String>failedFuture(new StackOverflowError("deep"))
                    .minimalCompletionStage();
        }

        @Task
        Future<String> cancelled() {
            CompletableFuture<String> future = new CompletableFuture<>();
            future.cancel(true);
            return future;
        }
    }

    @Test
    @DisplayName("W-09: the reason of a future's failure arrives, not its wrappings")
    void run_futureFails_reasonUnwrapped() {
        TestFlow flow = TestFlow.of(Failing.class);
        FlowPlan plan = flow.planned();
        assertThatThrownBy(() -> flow.call(plan.task("later"), Params.NONE))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk");
        assertThatThrownBy(() -> flow.call(plan.task("error"), Params.NONE))
                .isExactlyInstanceOf(StackOverflowError.class);
        assertThatThrownBy(() -> flow.call(plan.task("cancelled"), Params.NONE))
                .isInstanceOf(CancellationException.class);
    }

    /** A stage of somebody else, who allows nothing but stages. */
    static final class Foreign<T> extends CompletableFuture<T> {
        @Override
        public CompletableFuture<T> toCompletableFuture() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void value_stageThatIsNoFuture_waitedFor() throws Exception {
        Foreign<String> good = new Foreign<>();
        good.complete("there");
        assertThat(Awaited.value(good)).isEqualTo("there");
        Foreign<String> bad = new Foreign<>();
        bad.completeExceptionally(new IOException("disk"));
        assertThatThrownBy(() -> Awaited.value(bad)).isInstanceOf(IOException.class);
    }

    static class Endless {
        final CompletableFuture<String> never = new CompletableFuture<>();
        final CountDownLatch started = new CountDownLatch(1);

        @Task
        CompletableFuture<String> wait1() {
            started.countDown();
            return never;
        }
    }

    @Test
    @DisplayName("W-08: an interrupt ends the waiting and cancels the future")
    void run_interrupted_futureCancelled() throws Exception {
        Endless endless = new Endless();
        TestFlow flow = new TestFlow();
        flow.addAll(endless);
        PlannedTask task = flow.planned().task("wait1");
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                flow.call(task, Params.NONE);
            } catch (Throwable any) {
                thrown.set(any);
            }
        });
        waiting.start();
        assertThat(endless.started.await(20, SECONDS)).isTrue();
        waiting.interrupt();
        waiting.join(20_000);
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(endless.never).isCancelled();
    }
}
