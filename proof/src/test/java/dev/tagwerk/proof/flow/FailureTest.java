package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.Flow;
import dev.tagwerk.FlowFailedException;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.flow.TaskContext;
import dev.tagwerk.flow.TaskFunctions;
import dev.tagwerk.store.Store;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies that fail, and what comes of it. */
class FailureTest {
    @TempDir
    Path folder;

    private final Diary diary = new Diary();

    /** An exception that cannot say what is wrong. */
    private static final class Mute extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final boolean error;

        Mute(boolean error) {
            this.error = error;
        }

        @Override
        public String getMessage() {
            if (error) {
                throw new AssertionError("no text at all");
            }
            throw new IllegalStateException("no text");
        }
    }

    private static int deep(int depth) {
        return depth == 0 ? 0 : deep(depth - 1) + 1;
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-051, KO-046, KO-047, KO-048, W-05, W-06, W-20: whatever a body throws fails that task alone, with type, message and stack; the run goes on")
    void run_anythingThrown_failsThatTaskAlone(StoreKind kind) {
        Flow flow = Flow.named("f");
        flow.task("checked", ctx -> {
            throw new IOException("disk\nfull");
        });
        flow.task("error", ctx -> {
            throw new AssertionError("broken");
        });
        flow.task("overflow", ctx -> deep(Integer.MAX_VALUE));
        flow.task("memory", ctx -> {
            throw new OutOfMemoryError("not really");
        });
        flow.task("interrupted", ctx -> {
            throw new InterruptedException("by itself");
        });
        flow.task("interruptsItself", ctx -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("and leaves it");
        });
        flow.task("mute", ctx -> {
            throw new Mute(false);
        });
        flow.task("muteError", ctx -> {
            throw new Mute(true);
        });
        flow.task("empty", ctx -> {
            throw new NullPointerException();
        });
        flow.task("said", ctx -> {
            throw TaskContext.fail("the customer is unknown");
        });
        flow.task("future", ctx -> CompletableFuture.completedFuture(1));
        List<FlowTask<Integer>> fine =
                List.of(flow.task("z1", ctx -> diary.note("z1", 1)), flow.task("z2", ctx -> diary.note("z2", 2)));
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).workers(1).run();
            assertThat(report.count(Status.FAILED)).as(report.toString()).isEqualTo(11);
            assertThat(report.count(Status.COMPLETED)).isEqualTo(fine.size());
            assertFailed(report, "checked", "java.io.IOException", "disk\nfull");
            assertFailed(report, "error", "java.lang.AssertionError", "broken");
            assertFailed(report, "overflow", "java.lang.StackOverflowError", "");
            assertFailed(report, "memory", "java.lang.OutOfMemoryError", "not really");
            assertFailed(report, "interrupted", "java.lang.InterruptedException", "by itself");
            assertFailed(report, "interruptsItself", "java.lang.IllegalStateException", "and leaves it");
            assertFailed(
                    report,
                    "mute",
                    Mute.class.getName(),
                    "(the message cannot be read: java.lang.IllegalStateException)");
            assertFailed(
                    report,
                    "muteError",
                    Mute.class.getName(),
                    "(the message cannot be read: java.lang.AssertionError)");
            assertFailed(report, "empty", "java.lang.NullPointerException", "");
            assertThat(report.task("checked").failure().orElseThrow().stack())
                    .contains("FailureTest")
                    .contains("java.io.IOException: disk");
            assertThat(report.task("said").reason()).contains("the customer is unknown");
            assertThat(report.task("said").failure().orElseThrow().stack()).doesNotContain("FailureTest");
            assertThat(report.task("future").reason()).contains("CompletableFuture");
            assertThat(report.failureCounts())
                    .containsEntry("java.lang.IllegalStateException", 1L)
                    .containsEntry(Mute.class.getName(), 2L);
            assertThat(report.isGood()).isFalse();
            assertThatThrownBy(report::orThrow)
                    .isInstanceOf(FlowFailedException.class)
                    .hasMessageContaining("checked");
        }
    }

    private static void assertFailed(RunReport report, String task, String type, String message) {
        TaskReport failed = report.task(task);
        assertThat(failed.status()).as(task).isEqualTo(Status.FAILED);
        assertThat(failed.failure().orElseThrow().type()).as(task).isEqualTo(type);
        assertThat(failed.failure().orElseThrow().message()).as(task).isEqualTo(message);
        assertThat(failed.started().orElseThrow()).isBeforeOrEqualTo(Instant.now());
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName(
            "TO-036, TO-053, TO-054, TO-055, TO-056, W-22: what depends on a failed task is blocked and names the root; the rest goes on")
    void run_failed_blocksDependentsNamingTheRoot(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> root = flow.task("root", ctx -> {
            throw new IllegalStateException("no");
        });
        FlowTask<Integer> child = flow.task("child", root, v -> diary.note("child", v));
        flow.task("grandchild", child, v -> diary.note("grandchild", v));
        flow.action("onlyAfter", ctx -> diary.note("onlyAfter")).after("child");
        flow.task("free", ctx -> diary.note("free", 1));
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).run();
            assertThat(Diary.statuses(report))
                    .isEqualTo(Map.of(
                            "root", Status.FAILED,
                            "child", Status.BLOCKED,
                            "grandchild", Status.BLOCKED,
                            "onlyAfter", Status.BLOCKED,
                            "free", Status.COMPLETED));
            for (String blocked : List.of("child", "grandchild", "onlyAfter")) {
                assertThat(report.task(blocked).reason()).as(blocked).isEqualTo("waits for root");
                assertThat(report.task(blocked).attempts()).isZero();
            }
            assertThat(diary.all()).containsExactly("free");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("KO-030, KO-031, KO-034, W-20: N retries are N more attempts; the number of attempts is reported")
    void retry_untilItWorks_attemptsCounted(StoreKind kind) {
        Flow flow = Flow.named("f");
        FlowTask<Integer> third = flow.task("third", ctx -> {
                    diary.note("third " + ctx.attempt());
                    if (ctx.attempt() < 3) {
                        throw new IOException("try " + ctx.attempt());
                    }
                    return ctx.attempt();
                })
                .retry(2);
        flow.task("never", ctx -> {
            diary.note("never");
            throw new IOException("x");
        });
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).workers(1).run();
            assertThat(report.result(third)).isEqualTo(3);
            assertThat(report.task("third").attempts()).isEqualTo(3);
            assertThat(report.task("never").attempts()).isEqualTo(1);
            assertThat(diary.all()).containsExactlyInAnyOrder("third 1", "third 2", "third 3", "never");
        }
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("KO-034, V-14: retries by type of exception; what the flow says counts for tasks that say nothing")
    void retry_byType_onlyThose(StoreKind kind) {
        Flow flow = Flow.named("f");
        Retry io = Retry.times(2).on(IOException.class).notOn(FileNotFoundException.class);
        flow.task("io", failing("io", new IOException("x"))).retry(io);
        flow.task("missing", failing("missing", new FileNotFoundException("x"))).retry(io);
        flow.task("other", failing("other", new IllegalStateException("x"))).retry(io);
        flow.task("default", failing("default", new IllegalStateException("x")));
        flow.task("none", failing("none", new IllegalStateException("x"))).retry(0);
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).retry(Retry.times(1)).run();
            assertThat(report.count(Status.FAILED)).isEqualTo(5);
            assertThat(Map.of(
                            "io", diary.count("io"),
                            "missing", diary.count("missing"),
                            "other", diary.count("other"),
                            "default", diary.count("default"),
                            "none", diary.count("none")))
                    .isEqualTo(Map.of("io", 3L, "missing", 1L, "other", 1L, "default", 2L, "none", 1L));
        }
    }

    private TaskFunctions.Call<Integer> failing(String name, Exception thrown) {
        return ctx -> {
            diary.note(name);
            throw thrown;
        };
    }

    @ParameterizedTest
    @EnumSource(StoreKind.class)
    @DisplayName("KO-032, KO-033, V-14: a retry that waits holds no thread: with one worker the others run meanwhile")
    void retry_withPause_holdsNoThread(StoreKind kind) {
        AtomicInteger tries = new AtomicInteger();
        Flow flow = Flow.named("f");
        flow.task("flaky", ctx -> {
                    diary.note("flaky");
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("once");
                    }
                    return 1;
                })
                .priority(5)
                .retry(Retry.times(1).fixed(Duration.ofMillis(700)));
        for (int i = 0; i < 20; i++) {
            String name = "t" + i;
            flow.task(name, ctx -> diary.note("other", 1));
        }
        try (Store store = kind.open(folder)) {
            RunReport report = flow.runner().store(store).workers(1).run();
            assertThat(report.isGood()).isTrue();
            // The one thread does others while the pause lasts; on a busy machine not all of them.
            assertThat(diary.all()).startsWith("flaky", "other").hasSize(22);
            if (Boolean.getBoolean("tagwerk.idle")) {
                assertThat(diary.all()).endsWith("other", "flaky");
            }
            assertThat(report.ending().duration()).isGreaterThan(Duration.ofMillis(650));
        }
    }

    @Test
    @DisplayName("KO-032: pauses grow, with jitter, up to their cap")
    void pause_exponential_growsToItsCap() {
        Retry.Pause pause = Retry.times(9)
                .exponential(Duration.ofMillis(100), Duration.ofSeconds(1))
                .pause();
        assertThat(pause.before(1, 0)).isEqualTo(Duration.ofMillis(100));
        assertThat(pause.before(2, 0)).isEqualTo(Duration.ofMillis(200));
        assertThat(pause.before(2, 1)).isEqualTo(Duration.ofMillis(300));
        assertThat(pause.before(5, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pause.before(Integer.MAX_VALUE, 1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName(
            "W-08, W-20: a body that takes too long is interrupted, has timed out, may be tried again; who needs it is blocked")
    void timeout_bodyThatListens_interrupted() {
        Flow flow = Flow.named("f");
        FlowTask<Integer> slow = flow.task("slow", ctx -> {
                    diary.note("slow");
                    new CountDownLatch(1).await();
                    return 1;
                })
                .timeout(Duration.ofMillis(60))
                .retry(1);
        flow.task("after", slow, v -> v);
        flow.task("quick", ctx -> 1).timeout(Duration.ofHours(1));
        RunReport report = flow.run();
        assertThat(Diary.statuses(report))
                .isEqualTo(Map.of("slow", Status.TIMED_OUT, "after", Status.BLOCKED, "quick", Status.COMPLETED));
        assertThat(report.task("slow").attempts()).isEqualTo(2);
        assertThat(report.task("slow").reason()).contains("60 ms");
        assertThat(report.ending().abandoned()).isEmpty();
        assertThat(diary.all()).containsExactly("slow", "slow");
    }

    @Test
    @DisplayName("W-08: a timeout longer than any clock counts as none")
    void timeout_endless_none() {
        Flow flow = Flow.named("f");
        FlowTask<Integer> task = flow.task("t", ctx -> 1).timeout(Duration.ofSeconds(Long.MAX_VALUE));
        assertThat(flow.runner().grace(Duration.ofSeconds(Long.MAX_VALUE)).run().result(task))
                .isEqualTo(1);
    }

    @Test
    @DisplayName(
            "W-05, W-08: a body that ignores its timeout is abandoned and named; its thread is replaced and the run ends")
    void timeout_bodyThatIgnoresIt_abandoned() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Flow flow = Flow.named("f");
        flow.task("stubborn", ctx -> {
                    awaitUninterruptibly(release);
                    ended.countDown();
                    return diary.note("stubborn ends", 1);
                })
                .priority(1)
                .timeout(Duration.ofMillis(30));
        flow.task("other", ctx -> diary.note("other", 2));
        RunReport report;
        try {
            report = flow.runner().workers(1).grace(Duration.ofMillis(50)).run();
            assertThat(Diary.statuses(report))
                    .isEqualTo(Map.of("stubborn", Status.TIMED_OUT, "other", Status.COMPLETED));
            assertThat(report.ending().abandoned()).containsExactly("stubborn");
        } finally {
            release.countDown();
        }
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(report.task("stubborn").status()).isEqualTo(Status.TIMED_OUT);
    }

    static void awaitUninterruptibly(CountDownLatch latch) {
        boolean done = false;
        while (!done) {
            try {
                latch.await();
                done = true;
            } catch (InterruptedException ignored) {
                done = false;
            }
        }
    }

    @Test
    @DisplayName("W-09: tasks from bound methods and callable objects fail with their own error")
    void run_callableObjects_ownError() {
        record Failing(String why) {
            int run() {
                if (!why.isEmpty()) {
                    throw new IllegalStateException(why);
                }
                return 0;
            }
        }
        Flow flow = Flow.named("f");
        Failing failing = new Failing("its own");
        flow.task("bound", ctx -> failing.run());
        assertThat(flow.run().task("bound").failure().orElseThrow().message()).isEqualTo("its own");
    }
}
