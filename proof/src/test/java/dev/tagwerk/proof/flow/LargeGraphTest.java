package dev.tagwerk.proof.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.Flow;
import dev.tagwerk.FlowRun;
import dev.tagwerk.RunReport;
import dev.tagwerk.TaskReport.Status;
import dev.tagwerk.flow.FlowTask;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows that are deep, wide, or wait. */
@Tag("slow")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LargeGraphTest {
    @Test
    @DisplayName("TO-040, W-01, W-12: a chain of 10,000 tasks runs from end to end")
    void run_deepChain_allInOrder() {
        int depth = 10_000;
        Flow flow = Flow.named("chain");
        FlowTask<Integer> last = flow.task("t0", ctx -> 0);
        for (int i = 1; i < depth; i++) {
            last = flow.task("t" + i, last, value -> value + 1);
        }
        RunReport report = flow.runner().workers(1).run();
        assertThat(report.count(Status.COMPLETED)).isEqualTo(depth);
        assertThat(report.result(last)).isEqualTo(depth - 1);
    }

    @Test
    @DisplayName(
            "TO-036: the failure of the first of 10,000 in a chain blocks all the others and is named as the cause")
    void run_deepChainBroken_allBlocked() {
        int depth = 10_000;
        Flow flow = Flow.named("chain");
        FlowTask<Integer> last = flow.task("t0", ctx -> {
            throw new IllegalStateException("no");
        });
        for (int i = 1; i < depth; i++) {
            last = flow.task("t" + i, last, value -> value + 1);
        }
        RunReport report = flow.runner().workers(1).run();
        assertThat(report.count(Status.BLOCKED)).isEqualTo(depth - 1);
        assertThat(report.task(last.name()).reason()).isEqualTo("waits for t0");
    }

    @Test
    @DisplayName("W-12, V-02, V-26: 100,000 tasks after one and before one")
    void run_wideFan_allMeet() {
        int width = 100_000;
        Flow flow = Flow.named("fan");
        FlowTask<Integer> first = flow.task("first", ctx -> 1);
        List<FlowTask<Integer>> wide = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            int number = i;
            wide.add(flow.task("t" + i, first, value -> value + number));
        }
        FlowTask<Long> sum = flow.taskOfAll(
                "sum", wide, values -> values.stream().mapToLong(value -> value).sum());
        RunReport report = flow.runner().workers(1).run();
        assertThat(report.count(Status.COMPLETED)).isEqualTo(width + 2);
        assertThat(report.result(sum))
                .isEqualTo(IntStream.range(0, width).mapToLong(i -> i + 1).sum());
    }

    @Test
    @DisplayName("W-01: 1,000 tasks that wait for one use less than a hundredth of a core")
    void run_allWaitForOne_idle() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Flow flow = Flow.named("idle");
        FlowTask<Integer> slow = flow.task("slow", ctx -> {
            begun.countDown();
            go.await();
            return 1;
        });
        for (int i = 0; i < 1_000; i++) {
            flow.task("t" + i, slow, value -> value);
        }
        FlowRun run = flow.runner().workers(8).start();
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        pause(Duration.ofMillis(500));
        long seconds = 3;
        long before = cpuOfRun();
        pause(Duration.ofSeconds(seconds));
        double share = (cpuOfRun() - before) / (seconds * 1e9);
        go.countDown();
        assertThat(run.await().count(Status.COMPLETED)).isEqualTo(1_001);
        System.out.printf("idle run: %.3f %% of a core%n", share * 100);
        assertThat(share).isLessThan(Boolean.getBoolean("tagwerk.idle") ? 0.002 : 0.01);
    }

    /** What all threads of runs have used so far: a loaded machine makes them slower, not busier. */
    private static long cpuOfRun() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith("tagwerk")) {
                sum += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return sum;
    }

    private static void pause(Duration length) {
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
