package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.Flow;
import dev.tagwerk.FlowListener;
import dev.tagwerk.FlowRun;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskEnd;
import dev.tagwerk.flow.FlowTask;
import dev.tagwerk.flow.Retry;
import dev.tagwerk.task.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What listeners hear, and what they cannot spoil. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ListenerTest {
    /** Writes down what it hears. */
    private static class Scribe implements FlowListener {
        final Diary diary = new Diary();
        final List<TaskEnd> ends = new ArrayList<>();
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        @Override
        public void runStarted(String flow, int tasks, int workers) {
            threads.add(Thread.currentThread());
            diary.note("run " + flow + " " + tasks + " " + workers);
        }

        @Override
        public void taskReady(String task) {
            threads.add(Thread.currentThread());
            diary.note("ready " + task);
        }

        @Override
        public void taskStarted(String task, int attempt) {
            threads.add(Thread.currentThread());
            diary.note("start " + task + " " + attempt);
        }

        @Override
        public void taskFinished(TaskEnd end) {
            threads.add(Thread.currentThread());
            ends.add(end);
            diary.note("end " + end.task() + " " + end.attempt() + " " + end.outcome());
        }

        @Override
        public void runFinished(RunReport report) {
            threads.add(Thread.currentThread());
            diary.note("over " + report.isGood());
        }
    }

    @Test
    @DisplayName(
            "TO-057, TO-058, TO-059, TO-063, TO-064, TO-065, TO-067, TO-068: one thread tells all, in order: run, ready, start, end, over")
    void listener_run_hearsAllInOrder() {
        Scribe scribe = new Scribe();
        Flow flow = Flow.named("f");
        FlowTask<Integer> a = flow.task("a", ctx -> 1);
        flow.task("b", a, v -> v + 1);
        flow.runner().workers(2).listener(scribe).run();
        assertThat(scribe.diary.all())
                .containsExactly(
                        "run f 2 2",
                        "ready a",
                        "start a 1",
                        "end a 1 COMPLETED",
                        "ready b",
                        "start b 1",
                        "end b 1 COMPLETED",
                        "over true");
        assertThat(scribe.threads).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    @DisplayName("TO-062, TO-075, W-24: a listener that throws spoils nothing, not for other listeners either")
    void listener_throws_spoilsNothing() {
        Scribe scribe = new Scribe();
        FlowListener broken = new FlowListener() {
            @Override
            public void taskStarted(String task, int attempt) {
                throw new IllegalStateException("listener");
            }

            @Override
            public void taskFinished(TaskEnd end) {
                throw new AssertionError("listener");
            }

            @Override
            public void runFinished(RunReport report) {
                throw new StackOverflowError();
            }
        };
        Flow flow = Flow.named("f");
        flow.task("a", ctx -> 1);
        RunReport report = flow.runner().listener(broken).listener(scribe).run();
        assertThat(report.isGood()).isTrue();
        assertThat(scribe.diary.all()).endsWith("start a 1", "end a 1 COMPLETED", "over true");
    }

    @Test
    @DisplayName("TO-066, W-01: a listener that hangs delays no task, and not the end of the run for long")
    void listener_hangs_delaysNoTask() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(200);
        FlowListener slow = new FlowListener() {
            @Override
            public void taskStarted(String task, int attempt) {
                FailureTest.awaitUninterruptibly(release);
            }
        };
        Flow flow = Flow.named("f");
        for (int i = 0; i < 200; i++) {
            flow.action("t" + i, ctx -> done.countDown());
        }
        try {
            FlowRun run = flow.runner().workers(2).listener(slow).start();
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(run::isOver);
            assertThat(run.await().isGood()).isTrue();
        } finally {
            release.countDown();
        }
    }

    @Test
    @DisplayName(
            "TO-059, W-20: each end is told with the number of its attempt, its reason and when it is tried again, however late it is told")
    void listener_retries_eachWithItsNumber() {
        CountDownLatch over = new CountDownLatch(1);
        Scribe scribe = new Scribe() {
            @Override
            public void taskStarted(String task, int attempt) {
                FailureTest.awaitUninterruptibly(over);
                super.taskStarted(task, attempt);
            }
        };
        Flow flow = Flow.named("f");
        flow.task("flaky", ctx -> {
                    if (ctx.attempt() < 4) {
                        throw new IOException("try " + ctx.attempt());
                    }
                    over.countDown();
                    return 1;
                })
                .retry(Retry.times(3).fixed(Duration.ofMillis(1)));
        Instant before = Instant.now();
        flow.runner().workers(2).listener(scribe).run();
        assertThat(scribe.ends.stream().map(TaskEnd::attempt)).containsExactly(1, 2, 3, 4);
        assertThat(scribe.ends.stream().map(TaskEnd::outcome))
                .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED, Outcome.COMPLETED);
        for (int i = 0; i < 3; i++) {
            TaskEnd end = scribe.ends.get(i);
            assertThat(end.failure().orElseThrow().message()).isEqualTo("try " + (i + 1));
            assertThat(end.again().orElseThrow()).isAfter(before);
        }
        assertThat(scribe.ends.get(3).failure()).isEmpty();
        assertThat(scribe.ends.get(3).again()).isEmpty();
    }

    @Test
    @DisplayName("TO-055, TO-068: blocked tasks neither start nor end; the report names them")
    void listener_blocked_onlyInTheReport() {
        Scribe scribe = new Scribe();
        Flow flow = Flow.named("f");
        FlowTask<Integer> a = flow.task("a", ctx -> {
            throw new IOException("x");
        });
        flow.task("b", a, v -> v);
        flow.runner().listener(scribe).run();
        assertThat(scribe.diary.all()).noneMatch(line -> line.contains(" b")).endsWith("end a 1 FAILED", "over false");
    }
}
