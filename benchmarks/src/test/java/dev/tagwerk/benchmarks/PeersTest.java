package dev.tagwerk.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With how many tasks another program is measured. */
final class PeersTest {
    private static final Peer PEER = new Peer("flat-memory", "any", "total", 100_000);

    private final List<Integer> tried = new ArrayList<>();

    private Peer.Outcome search(boolean quick, double secondsPerTask, double power) throws Exception {
        return Peers.search(PEER, quick, tasks -> {
            tried.add(tasks);
            double seconds = secondsPerTask * Math.pow(tasks, power);
            return seconds <= 60 ? seconds : Double.POSITIVE_INFINITY;
        });
    }

    @Test
    void search_quickProgram_getsAllTasks() throws Exception {
        Peer.Outcome outcome = search(false, 0.0001, 1);
        assertThat(tried).containsExactly(100, 1_000, 10_000, 100_000);
        assertThat(outcome.tasks()).isEqualTo(100_000);
        assertThat(outcome.nanos()).isEqualTo(10e9);
        assertThat(outcome.remark()).isEqualTo("100,000 tasks in 10.0 s");
    }

    @Test
    void search_slowProgram_getsWhatItDoesInAMinute() throws Exception {
        assertThat(search(false, 0.02, 1).tasks()).isEqualTo(2_000);
        assertThat(tried).containsExactly(100, 1_000, 2_000);
    }

    @Test
    void search_costGrows_goesBackToSmallerSteps() throws Exception {
        Peer.Outcome outcome = search(false, 0.0003, 2);
        assertThat(tried).containsExactly(100, 1_000, 500, 200, 400);
        assertThat(outcome.tasks()).isEqualTo(400);
        assertThat(outcome.remark()).contains("400 tasks in 48.0 s", "about the most in a minute");
    }

    @Test
    void search_smallestIsTooMuch_saysSo() throws Exception {
        Peer.Outcome outcome = search(false, 1, 1);
        assertThat(outcome.tasks()).isZero();
        assertThat(outcome.remark()).isEqualTo("not even 100 tasks in 60 s");
    }

    @Test
    void search_wrongResult_isToldAndEndsIt() throws Exception {
        Peer.Outcome outcome = Peers.search(PEER, false, tasks -> {
            if (tasks > 100) {
                throw new Peers.FailedException("it failed with " + tasks);
            }
            return 1;
        });
        assertThat(outcome.tasks()).isEqualTo(100);
        assertThat(outcome.remark()).isEqualTo("it failed with 1000");
    }

    @Test
    void search_quick_triesTheSmallestOnly() throws Exception {
        assertThat(search(true, 0.0001, 1).tasks()).isEqualTo(100);
        assertThat(tried).containsExactly(100);
    }
}
